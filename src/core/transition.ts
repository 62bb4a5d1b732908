import type { Day, Millis } from './time.ts'

/** Which entity something is about: keys as the product sends them. A member is a person in an account. */
export type EntityRef =
  | { readonly level: 'account'; readonly account: string }
  | { readonly level: 'member'; readonly account: string; readonly person: string }
  | { readonly level: 'person'; readonly person: string }

/** Why a state changed: the first of these whose removal undoes it, else behaviour. Only fresh behaviour may trigger anything. */
export type Cause = 'behaviour' | 'config' | 'import' | 'merge' | 'correction'

export type TransitionSubject = 'signal' | 'band' | 'milestone' | 'activation' | 'metric'

/** One compared number at the moment of a transition. */
export type Compared = {
  readonly label: string
  readonly quantity: string
  /** null: unknown. */
  readonly value: number | null
  readonly op: string
  readonly threshold: number
  readonly holds: boolean | null
}

/** A row of the append-only transition log. Its episode is (name, entity, ordinal), never a time. */
export type Transition = {
  readonly subject: TransitionSubject
  /** Key of the signal, milestone or metric; of a band `score.band`, so that each stay in a band is an episode; `activated` of activation. */
  readonly name: string
  readonly entity: EntityRef
  /** 1 for the first episode of this entity. */
  readonly ordinal: number
  readonly what: 'opened' | 'closed' | 'escalated'
  /** When it became true: the triggering event's time, the moment a milestone was reached, or the close of the judged day. */
  readonly at: Millis
  readonly asOf: Day
  /** Event signals: the event's position. Trend signals: null. */
  readonly position: { readonly log: string; readonly n: number } | null
  readonly configHash: string
  readonly cause: Cause
  readonly values: readonly Compared[]
  /** Message ids of the events that made it true, or `day:2026-03-01 count` lines for daily counts; at most 20. */
  readonly evidence: readonly Evidence[]
}

export type Evidence =
  | {
      readonly kind: 'event'
      readonly name: string
      readonly messageId: string
      readonly ts: Millis
      readonly actor: string
    }
  | {
      readonly kind: 'days'
      readonly label: string
      readonly days: readonly { readonly day: Day; readonly n: number }[]
    }
