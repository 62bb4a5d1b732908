export type OnboardingInput = {
  readonly steps: number
  readonly done: number
  /** Days of 24 hours since sign-up, from it to the last step (unknown: not all done), and to the first data source (unknown: none). */
  readonly age: number
  readonly allDays: number
  readonly dataDays: number
  /** Whether any step is a data source. */
  readonly asksForData: boolean
  readonly activeMembers7: number
  readonly signInDays14: number
}

/** Signing in on fewer than two days a week. */
const LOW_SIGN_IN_DAYS = 4

/**
 * The first row of the onboarding table that applies, 1 … 8. The table is written for five steps (at most one, two, three done); with another number of steps
 * the same shares count. Unknown while the age is.
 */
export function onboardingRow(input: OnboardingInput): number {
  const { steps, done, age, allDays, dataDays, asksForData, activeMembers7, signInDays14 } = input
  if (Number.isNaN(age)) return Number.NaN
  const atMost = (fifths: number): boolean => 5 * done <= fifths * steps
  const team = activeMembers7 >= 2
  const low = signInDays14 < LOW_SIGN_IN_DAYS
  if (done === steps && allDays <= 14 && team) return 1
  if (done === steps && team) return 2
  if (age < 14) return 3
  if (atMost(1)) return 4
  if (low && atMost(2)) return 5
  if (asksForData && !(dataDays <= 14) && atMost(2)) return 6
  return age > 30 && atMost(3) ? 7 : 8
}
