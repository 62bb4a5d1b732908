import type { Day } from '../../core/time.ts'
import { featureChoices, openReading } from '../metrics/reading.ts'
import { chooseEvents } from '../question/choose-events.ts'
import type { ReportSource } from '../question/report-source.ts'

const DAYS = 28

/** How many people of an account used each feature of the Model, by its place. */
export type UsersOfFeatures = readonly number[]

/** How features were used by everybody in the 28 days up to a day that is over. */
export type FeatureUse = {
  /** Accounts that were active in them. */
  readonly active: ReadonlyMap<number, UsersOfFeatures>
  /** The plan of any account at the close of that day. */
  readonly planOf: (account: number) => string | null
  /** Of each plan, how many were active, and how many of these used each feature. */
  readonly plans: ReadonlyMap<string | null, { readonly accounts: number; readonly used: UsersOfFeatures }>
}

/** Reads uses of all accounts at once: a statement for each feature, whatever number of accounts asks. */
export async function readFeatureUse(source: ReportSource, last: Day): Promise<FeatureUse> {
  const reading = await openReading(source, last, null)
  const features = featureChoices(source)
  const things = [chooseEvents(source, null).choices, ...features]
  const uses = await reading.uses({ things, from: last - DAYS + 1, to: last, stretch: DAYS })
  const active = new Map<number, number[]>()
  for (const { account, what } of uses)
    if (account > 0 && what === 0 && !active.has(account))
      active.set(
        account,
        features.map(() => 0),
      )
  for (const { account, what } of uses) if (what > 0 && active.has(account)) active.get(account)![what - 1]! += 1
  const plans = await reading.plans()
  const close = reading.zone.startOf(last + 1) - 1
  const planOf = (account: number): string | null => {
    const plan = plans(account, close)
    return plan === null ? null : String(plan)
  }
  return { active, planOf, plans: sumByPlan(active, planOf) }
}

function sumByPlan(active: ReadonlyMap<number, UsersOfFeatures>, planOf: FeatureUse['planOf']): FeatureUse['plans'] {
  const plans = new Map<string | null, { accounts: number; used: number[] }>()
  for (const [account, users] of active) {
    const plan = planOf(account)
    const own = plans.get(plan) ?? { accounts: 0, used: users.map(() => 0) }
    plans.set(plan, { accounts: own.accounts + 1, used: own.used.map((used, at) => used + (users[at]! > 0 ? 1 : 0)) })
  }
  return plans
}
