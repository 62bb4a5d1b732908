import type { Band, OnboardingStatus } from './model.ts'

/** The rows of the onboarding table, in the order in which they are tried: the first whose condition holds gives the status. */
export const ONBOARDING_TABLE: readonly { readonly status: OnboardingStatus; readonly because: string }[] = [
  { status: 'green', because: 'all steps within 14 days, and a team at work' },
  { status: 'yellow', because: 'all steps done, but late' },
  { status: 'too early', because: 'younger than 14 days' },
  { status: 'red', because: 'at most one step in five after 14 days' },
  { status: 'red', because: 'signed in on fewer than two days a week, with at most two steps in five' },
  { status: 'red', because: 'no data source connected by day 14, with at most two steps in five' },
  { status: 'red', because: 'older than 30 days, with at most three steps in five' },
  { status: 'yellow', because: 'on the way, with steps or a team missing' },
]

/** Best first. */
export const ONBOARDING_STATUSES: readonly OnboardingStatus[] = ['green', 'too early', 'yellow', 'red']

/** The statuses as bands over the node that says which row applies: they exclude each other, and have no value. */
export function onboardingBands(row: number): Band[] {
  return ONBOARDING_STATUSES.map((status) => {
    const rows = ONBOARDING_TABLE.flatMap((one, at) => (one.status === status ? [at + 1] : []))
    const of = rows.map((value) => ({ kind: 'compare', quantity: row, op: '=', value }) as const)
    return { name: status, when: { kind: 'any', of } }
  })
}
