/** How often something is to be done while its reason lasts, with the days until it is due again. */
export const CADENCE_DAYS = { once: null, daily: 1, weekly: 7, monthly: 30, quarterly: 91 } as const
export type Cadence = keyof typeof CADENCE_DAYS
export const CADENCES = Object.keys(CADENCE_DAYS) as [Cadence, ...Cadence[]]

/** What is to be done, by which team, how often. */
export type Suggestion = { readonly team: string; readonly action: string; readonly cadence: Cadence }

/** Who does the tasks of a team. */
export type Team = {
  /** Trait of an account that names who looks after it; null: the account's assignee where no people are listed, else they take turns. */
  readonly trait: string | null
  /** Accounts that no trait gives to anybody are dealt to these in turn, by their capacity. */
  readonly people: readonly { readonly name: string; readonly capacity: number | null }[]
  /** Tasks a day that each can do; null: no line is drawn. */
  readonly capacity: number | null
  /** Accounts that one can look after. */
  readonly portfolio: number | null
  /** Tasks a week that alerts may give to one; the others wait. */
  readonly alertsPerWeek: number | null
}

/** Something to be done again and again while an account is in a band of a score, or has an onboarding status. */
export type Routine = {
  readonly score: string
  readonly band: string
  /** Not before the account has been in the band for so many days. */
  readonly afterDays: number
  /** Only while the account is so many days old, both included; null: at any age. */
  readonly age: { readonly from: number; readonly to: number } | null
}

/** A task for every account whose contract ends within so many days. */
export type Renewals = { readonly withinDays: number; readonly suggest: Suggestion }

/** What makes tasks beside signals, and whose they are. */
export type Worklist = {
  readonly teams: readonly (Team & { readonly key: string })[]
  readonly routines: readonly (Routine & { readonly key: string; readonly suggest: Suggestion })[]
  readonly renewals: Renewals | null
  /** The score whose bands say how an account is; null: none does. */
  readonly health: string | null
}
