import type { Millis } from '../../core/time.ts'

export type NewcomersAsked = {
  /** An outcome of the configuration; null: nobody asks what became of them. */
  readonly outcome: string | null
  /** Days of 24 hours from sign-up at which the onboarding status and the checklist are read; null: nobody asks for them. */
  readonly statusAfter: number | null
}

/** What is known of the onboarding of an account and of what became of it. */
export type Newcomer = {
  readonly account: string
  readonly signUp: Millis
  /** Its first event of value; null: none yet. */
  readonly firstActive: Millis | null
  /** When each milestone was reached, of those that were. */
  readonly reached: readonly Millis[]
  readonly activatedAt: Millis | null
  readonly status: string | null
  /** Share of the checklist done at the moment at which the status is read; null: not asked. */
  readonly checklist: number | null
  /** When the outcome was decided, in order; null: it cannot be told, or was not asked. */
  readonly outcomes: readonly Millis[] | null
  /** When it decided to leave, in order; empty where no outcome was asked. */
  readonly leaves: readonly Millis[]
}
