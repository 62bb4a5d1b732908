import type { Shown } from '../playbooks/shown.ts'
import { badList, badOptions, extra, type Misused, withMisuse } from './misuse.ts'

/** Steps of onboarding with their progress, in this order; default all of the account: `send({ via: 'product', …, shows: checklist('firstProject', 'firstInvite') })`. */
export function checklist(...milestones: readonly string[]): Shown & Misused {
  return {
    ...{ kind: 'checklist', milestones: milestones.length === 0 ? null : [...milestones] },
    ...withMisuse(badList('checklist', milestones)),
  }
}

export type LimitNoticeOptions = {
  /** The plans there are: `{ name: 'Pro', price: '12 EUR a user', points: ['any number of seats'] }`. */
  readonly plans?: readonly { readonly name: string; readonly price?: string; readonly points?: readonly string[] }[]
}

/** How much of a limit is used, with the plans there are: `shows: limitNotice('seats', { plans: [{ name: 'Pro' }] })`. */
export function limitNotice(
  entitlement: string,
  options: LimitNoticeOptions = {},
  ...rest: readonly never[]
): Shown & Misused {
  const { plans = [] } = options
  return {
    ...{ kind: 'limit', entitlement },
    plans: plans.map(({ name, price = null, points = [] }) => ({ name, price, points: [...points] })),
    ...withMisuse([
      ...badOptions('limitNotice', options, ['plans']),
      ...plans.flatMap((plan) => badOptions('limitNotice.plans', plan, ['name', 'price', 'points'])),
      ...extra('limitNotice', rest),
    ]),
  }
}
