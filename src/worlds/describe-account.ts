import { addMonths, type Day, dayToIso, type Millis, MS_PER_DAY } from '../core/time.ts'
import type { AccountPlan } from './account-plan.ts'
import type { PaidLife, Terms } from './paid-life.ts'
import { PLANS } from './vocabulary.ts'
import type { Bag } from './world-message.ts'

/** The traits of an account as its product knows them at a moment. */
export function describeAccount(plan: AccountPlan, at: Millis): Bag {
  const { account, paid } = plan
  const day = Math.floor(at / MS_PER_DAY)
  const terms = paid?.terms.findLast((t) => t.from <= day) ?? null
  return {
    name: plan.name,
    segment: account.segment,
    industry: account.industry,
    employees: account.employees,
    country: account.country.code,
    timezone: account.country.zone,
    source: account.source,
    createdAt: new Date(account.createdAt).toISOString(),
    ...(account.csm === null ? {} : { csm: account.csm }),
    ...(paid === null || terms === null ? { plan: 'trial', seats: 5 } : describeTerms(paid, terms, day)),
  }
}

function describeTerms(paid: PaidLife, terms: Terms, day: Day): Bag {
  const step = paid.annual ? 12 : 1
  let months = step
  while (addMonths(paid.from, months) <= day) months += step
  return {
    plan: PLANS[terms.planIndex]!.name,
    seats: terms.seats,
    billing: paid.annual ? 'annual' : 'monthly',
    renewal_date: dayToIso(addMonths(paid.from, months)),
  }
}
