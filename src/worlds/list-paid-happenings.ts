import { branch } from '../core/stream.ts'
import { type Day, type Millis, MS_PER_DAY } from '../core/time.ts'
import type { AccountPlan, Happening } from './account-plan.ts'
import { describeAccount } from './describe-account.ts'
import { isMember, type Member } from './draw/draw-member.ts'
import type { PaidLife, Terms } from './paid-life.ts'
import { momentOn } from './place-moment.ts'
import { integerBetween } from './sample.ts'
import { EVENT_NAMES, type EventName, PLANS } from './vocabulary.ts'
import type { Bag } from './world-message.ts'
import type { WorldFrame } from './world-options.ts'

type Happened = { readonly on: Day; readonly n?: number; readonly properties: Bag; readonly member?: Member }
type Add = (event: EventName, what: Happened) => void

/** What a customer's life sends beside everyday use: terms, limits, tickets, payments, levels of storage. */
export function listPaidHappenings(frame: WorldFrame, plan: AccountPlan, paid: PaidLife): Happening[] {
  const all: Happening[] = paid.terms.flatMap((terms) => listTerms(plan, paid, terms, frame.startDay))
  const add: Add = (event, { on, n = 0, properties, member = plan.members[0]! }) => {
    all.push({ kind: 'track', at: eventMoment(plan, event, { on, n }), member, event, properties })
  }
  for (const upgrade of paid.upgrades) {
    const properties = { plan: PLANS[upgrade.planIndex]!.name, seats: upgrade.seats }
    add('Plan Upgraded', { on: upgrade.on, properties })
  }
  addSigns(paid, plan, add)
  for (const [n, { on, severe }] of paid.tickets.entries()) {
    add('Ticket Opened', { on, n, properties: { severity: severe ? 'severe' : 'normal' }, member: somebody(plan, on) })
  }
  addPayments(paid, add)
  addStorage(paid, plan, frame.horizonDay, add)
  return all
}

/** The moment on a day of the n-th event of its name. */
export function eventMoment(plan: AccountPlan, event: EventName, at: { on: Day; n: number }): Millis {
  return momentOf(plan, at.on, 16 * EVENT_NAMES.indexOf(event) + (at.n % 16))
}

function momentOf(plan: AccountPlan, day: Day, n: number): Millis {
  return momentOn(plan.account.key, { day, n: 512 + n, offsetHours: plan.account.country.offsetHours })
}

/** A row when the terms begin and the same row, closed, when their end is known. Terms of before the world come with its first day. */
function listTerms(plan: AccountPlan, paid: PaidLife, terms: Terms, startDay: Day): Happening[] {
  const n = Number(terms.subscriptionId.at(-1))
  const begins = Math.max(momentOf(plan, Math.max(terms.from, startDay), 1_000 + n), startDay * MS_PER_DAY)
  const all: Happening[] = [{ kind: 'subscription', at: begins, terms, closing: false }]
  const owner = plan.members[0]!
  if (terms.from >= startDay)
    all.push({ kind: 'group', at: begins + 5, member: owner, traits: describeAccount(plan, begins) })
  if (terms.closeKnownOn === null) return all
  const ends = Math.max(momentOf(plan, terms.closeKnownOn, 1_100 + n), begins + 1)
  all.push({ kind: 'subscription', at: ends, terms, closing: true })
  if (terms.cancelDecidedOn !== null) {
    const properties = { plan: PLANS[terms.planIndex]!.name, billing: paid.annual ? 'annual' : 'monthly' }
    all.push({ kind: 'track', at: ends - 1, member: owner, event: 'Cancellation Requested', properties })
  }
  return all
}

function addSigns(paid: PaidLife, plan: AccountPlan, add: Add): void {
  for (const sign of paid.signs) {
    const times = integerBetween(branch(plan.account.key, 'sign times', sign.on), 1, 3)
    for (let on = sign.on; on < sign.on + times; on++) {
      const member = somebody(plan, on)
      const limit = { limit: 'seats', used: sign.used, limit_value: sign.limit }
      if (sign.kind === 'seats') add('Plan Limit Reached', { on, properties: limit, member })
      else
        add('Premium Feature Attempted', {
          on,
          properties: { feature: 'portfolio', plan_required: 'business' },
          member,
        })
    }
  }
}

function addPayments(paid: PaidLife, add: Add): void {
  for (const failure of paid.paymentFailures) {
    for (const attempt of [1, 2, 3])
      add('Payment Failed', { on: failure.on + (attempt - 1) * 3, properties: { attempt } })
    if (failure.recovered) add('Payment Recovered', { on: failure.on + 8, properties: { attempt: 4 } })
  }
}

/** The level of storage on the first day of each week: it grows with the members there have been. */
function addStorage(paid: PaidLife, plan: AccountPlan, horizon: Day, add: Add): void {
  const until = Math.min(horizon, paid.churn?.effectiveOn ?? horizon)
  const perWeek = 0.02 * Math.sqrt(plan.account.seats)
  const first = paid.observedFrom + ((11 - (paid.observedFrom % 7)) % 7)
  for (let day = first; day < until; day += 7) {
    const weeks = (day - paid.from) / 7
    const gigabytes = Math.round((1 + perWeek * weeks) * 100) / 100
    add('Storage Measured', { on: day, properties: { gigabytes } })
  }
}

/** Any member of that day; the owner when there is none. */
function somebody(plan: AccountPlan, on: Day): Member {
  const present = plan.members.filter((member) => isMember(member, on))
  const source = branch(plan.account.key, 'somebody', on)
  return present[integerBetween(source, 0, present.length - 1)] ?? plan.members[0]!
}
