import { roundFraction } from '../../core/decimal.ts'
import { SUBSCRIPTION_STATUSES } from '../../store/analytic/message.ts'
import { priceItems } from './price-items.ts'
import { at, idOf, instantOf, isObject, listOf, type StripeObject, textOf } from './stripe-object.ts'

/** What a subscription comes to from a moment on. `to` null: still. */
export type Terms = {
  readonly from: string
  readonly to: string | null
  readonly cancelDecidedAt: string | null
  readonly minor: number
  readonly currency: string
  readonly plan: string | null
  readonly status: string
}

/** What one object says of now. `unpriced`: why its amount cannot be told. */
export type TermsNow = { readonly terms: Terms; readonly unpriced: string | null }

/** Since when: when it began. A subscription that is over counts as it did until it ended. */
export function termsNow(subscription: StripeObject): TermsNow | null {
  const from = instantOf(subscription.start_date) ?? instantOf(subscription.start) ?? instantOf(subscription.created)
  if (from === null) return null
  const { minor, currency, plan, unpriced } = priceItems(subscription)
  const status = SUBSCRIPTION_STATUSES.find((one) => one === subscription.status) ?? 'incomplete'
  const ended = instantOf(subscription.ended_at)
  const over = status === 'canceled' || ended !== null
  const to = over ? (ended ?? instantOf(subscription.canceled_at)) : plannedEnd(subscription)
  const decided = to === null ? null : (instantOf(subscription.canceled_at) ?? (over ? to : null))
  return {
    terms: { from, to, cancelDecidedAt: decided, minor, currency, plan, status: over ? 'active' : status },
    unpriced,
  }
}

/** The end of the period stands on the subscription, or on its items since they may differ. */
function plannedEnd(subscription: StripeObject): string | null {
  const end = instantOf(subscription.cancel_at)
  if (end !== null || subscription.cancel_at_period_end !== true) return end
  const ends = [subscription, ...listOf(subscription.items)].flatMap((one) => instantOf(one.current_period_end) ?? [])
  return ends.sort().at(-1) ?? null
}

/**
 * All that is known of a subscription's past: what was billed for each period, where invoices tell, and what it comes to now. `seen`: when that is said.
 */
export function termsHistory(now: Terms, { subscription, billed, seen }: Past): readonly Terms[] {
  const open = { ...now, to: null, cancelDecidedAt: null }
  const paid = [...billed]
    .filter(({ minor }) => minor > 0)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .map(({ from, minor }): Terms => ({ ...open, from, minor, status: 'active' }))
  const trial = trialOf(subscription, open)
  const past = dropSame([...trial, ...paid])
  if (past.length === 0) return [now]
  const last = past.at(-1)!
  const goesOn = sameMoney(last, now) || now.to !== null
  const stretches = goesOn ? past : [...past, { ...open, from: seen > last.from ? seen : last.from }]
  return stretches.map((one, i) => {
    const next = stretches[i + 1]
    return next === undefined
      ? { ...one, plan: now.plan, to: now.to, cancelDecidedAt: now.cancelDecidedAt }
      : { ...one, to: next.from }
  })
}

type Past = {
  readonly subscription: StripeObject
  readonly billed: readonly Billed[]
  readonly seen: string
}

/** Money and what counts of it. */
export function sameMoney(a: Terms, b: Terms): boolean {
  return a.minor === b.minor && a.currency === b.currency && a.plan === b.plan && counts(a) === counts(b)
}

function counts({ status }: Terms): boolean {
  return status === 'active' || status === 'past_due'
}

function dropSame(stretches: readonly Terms[]): Terms[] {
  return stretches.filter((one, i) => i === 0 || !sameMoney(stretches[i - 1]!, one))
}

function trialOf(subscription: StripeObject, open: Terms): Terms[] {
  const from = instantOf(subscription.trial_start)
  return from === null ? [] : [{ ...open, from, status: 'trialing' }]
}

/** Which subscription an invoice is of, as it is said by old and new versions. */
export function subscriptionOfInvoice(invoice: StripeObject): string | null {
  return idOf(invoice.subscription) ?? idOf(at(invoice, 'parent', 'subscription_details', 'subscription'))
}

/** What was asked for a period, a month. */
export type Billed = { readonly from: string; readonly minor: number }

/** Null: it was never sent, or taken back, or bills nothing that recurs. */
export function billedOf(invoice: StripeObject): Billed | null {
  if (invoice.status === 'draft' || invoice.status === 'void') return null
  const lines = listOf(invoice.lines).filter(isRecurring)
  const from = lines.flatMap((line) => instantOf(at(line, 'period', 'start')) ?? []).sort()[0]
  if (from === undefined) return null
  return { from, minor: lines.reduce((sum, line) => sum + monthlyOf(line), 0) }
}

/** Neither what was charged once nor what evens out a change within a period; nor what was metered, where that is said. */
function isRecurring(line: StripeObject): boolean {
  const prorated = line.proration === true || at(line, 'parent', 'subscription_item_details', 'proration') === true
  const type = textOf(line.type) ?? textOf(at(line, 'parent', 'type'))
  const recurring = type === 'subscription' || type === 'subscription_item_details'
  const metered = [line.price, line.plan].some(
    (price) => isObject(price) && (at(price, 'recurring', 'usage_type') ?? price.usage_type) === 'metered',
  )
  return recurring && !prorated && !metered
}

/** Whole months by the calendar, else by days. */
function monthlyOf(line: StripeObject): number {
  const [start, end] = [Number(at(line, 'period', 'start')), Number(at(line, 'period', 'end'))]
  const off = listOf(line.discount_amounts).reduce(
    (sum, one) => sum + (typeof one.amount === 'number' ? one.amount : 0),
    0,
  )
  const amount = BigInt(Math.round((typeof line.amount === 'number' ? line.amount : 0) - off))
  const days = Math.round((end - start) / 86_400)
  if (!(days > 0)) return 0
  const months = Math.round((days * 12) / 365.25)
  if (days >= 28 && Math.abs(days - (months * 365.25) / 12) <= 3)
    return roundFraction({ numerator: amount, denominator: BigInt(months) })
  return roundFraction({ numerator: amount * 365n, denominator: 12n * BigInt(days) })
}

/** The terms as they are after an object says what they are now: the last ones go on, or end as others begin. */
export function continueTerms(before: readonly Terms[], now: Terms, seen: string): readonly Terms[] {
  const last = before.at(-1)
  if (last === undefined) return [now]
  const ended = now.to !== null && last.to !== null && now.to === last.to
  if (sameMoney(last, now) || ended)
    return [...before.slice(0, -1), { ...last, status: now.status, to: now.to, cancelDecidedAt: now.cancelDecidedAt }]
  const from = seen > last.from ? seen : last.from
  const kept =
    from === last.from ? before.slice(0, -1) : [...before.slice(0, -1), { ...last, to: from, cancelDecidedAt: null }]
  return [...kept, { ...now, from }]
}
