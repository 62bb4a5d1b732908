import type { Millis } from '../../core/time.ts'

/** One stretch of time in which a signal was on for an entity of the panel (of its account, where it is of a member). `closedAt` null: it still is. */
export type Episode = { readonly entity: number; readonly openedAt: Millis; readonly closedAt: Millis | null }

/** What is judged like a signal: it opens and predicts something. */
export type ProvedSignal = {
  readonly kind: 'signal' | 'pulse'
  readonly key: string
  readonly title: string
  readonly sentence: string
  readonly outcome: string
  /** From the opening: the outcome counts when it comes behind the gap and within these days. */
  readonly withinDays: number
  readonly gapDays: number
  /** A pattern over time, of which false alarms are counted by healthy account-week. */
  readonly isTrend: boolean
  /** How improbable what a detector finds must be; null: it is none. */
  readonly alpha: number | null
  /** By entity, then by time. */
  readonly episodes: readonly Episode[]
}

/** What a signal has to be good for. */
export type ProofNeeds = {
  /** Precision from which an alert pays; 0: nothing was said about costs. */
  readonly precision: number
  /** Alerts that one assignee takes on in a week, and how many assignees there are. */
  readonly capacity: number
  readonly assignees: number
  /** Days that it takes to act. */
  readonly notice: number
}
