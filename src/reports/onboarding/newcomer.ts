import type { Day, Millis } from '../../core/time.ts'
import type { Fate } from '../landmark/fate.ts'

export type NewcomersAsked = {
  /** An outcome of the configuration; null: nobody asks what became of them. */
  readonly outcome: string | null
  /** Days of 24 hours from sign-up at which the onboarding status and the checklist are read; null: nobody asks for them. */
  readonly statusAfter: number | null
  /** The last day that counts; left out: today, so far. */
  readonly upTo?: Day | undefined
}

/** What is known of the onboarding of an account and of what became of it; where no outcome was asked, that cannot be told. */
export type Newcomer = Fate & {
  readonly account: string
  readonly signUp: Millis
  /** Its first event of value; null: none yet. */
  readonly firstActive: Millis | null
  /** When each milestone of the configuration was reached, in its order; null: not yet. */
  readonly reached: readonly (Millis | null)[]
  readonly activatedAt: Millis | null
  readonly status: string | null
  /** Share of the checklist done at the moment at which the status is read; null: not asked. */
  readonly checklist: number | null
}
