import type { EventKind } from '../../config/model.ts'
import type { Meaning } from '../../ingest/survey/guess-kind.ts'

/** Which decision the signals are to serve. */
export const GOALS = ['retain', 'activate', 'convert', 'expand'] as const
export type Goal = (typeof GOALS)[number]

/** Each goal as the question it answers. */
export const QUESTIONS: Readonly<Record<Goal, string>> = {
  retain: 'Who is about to leave?',
  activate: 'Which newcomers need help to get going?',
  convert: 'Who is ready to buy?',
  expand: 'Who is ready to grow?',
}

/** An event as it will stand in the configuration. */
export type ProposedEvent = {
  readonly key: string
  readonly call: 'track' | 'page' | 'screen'
  readonly name: string
  readonly aliases: readonly string[]
  readonly kind: EventKind
  readonly meaning: Meaning
  /** null: a part of the product says nothing about it. */
  readonly feature: string | null
  /** Only where a property has this value. */
  readonly where: { readonly property: string; readonly value: string } | null
  readonly count: number
  readonly people: number
}

/** Code and the comment above it: `why` says what it stands on. */
export type ProposedLines = { readonly key: string; readonly why: string; readonly lines: readonly string[] }

export type Proposal = {
  readonly name: string
  readonly model: 'trial' | 'freemium' | 'paid'
  readonly goal: Goal
  readonly accountKeys: readonly string[]
  /** The files name no company: a user is an account of one. */
  readonly alone: boolean
  readonly events: readonly ProposedEvent[]
  /** Names that were seen and are not listed. */
  readonly unlisted: number
  readonly outcomes: readonly ProposedLines[]
  /** At most six. */
  readonly signals: readonly ProposedLines[]
  /** What somebody has to decide, in sentences. */
  readonly decisions: readonly string[]
}
