import { type Fraction, parseDecimal, roundFraction } from '../../core/decimal.ts'
import { at, decimalOf, isObject, listOf, type StripeObject, textOf } from './stripe-object.ts'

/** What a subscription comes to a month, in minor units; `unpriced` says what could not be counted. */
export type Priced = {
  readonly minor: number
  readonly currency: string
  readonly plan: string | null
  readonly unpriced: string | null
}

/** Months as billed: a day is a 365th of twelve of them, a week seven. */
const MONTHS: Readonly<Record<string, Fraction>> = {
  day: { numerator: 12n, denominator: 365n },
  week: { numerator: 84n, denominator: 365n },
  month: { numerator: 1n, denominator: 1n },
  year: { numerator: 12n, denominator: 1n },
}

/**
 * The recurring amount of a subscription's items: quantity × price ÷ months, tiers and packages counted, less discounts for ever; without tax, metered prices and what
 * is charged once. The shapes of before prices (`plan`) are read too.
 */
export function priceItems(subscription: StripeObject): Priced {
  const items = listOf(at(subscription, 'items')).length > 0 ? listOf(at(subscription, 'items')) : [subscription]
  let total: Fraction = { numerator: 0n, denominator: 1n }
  let unpriced: string | null = null
  for (const item of items) {
    const monthly = priceItem(item)
    if (typeof monthly === 'string') unpriced = monthly
    else total = add(total, lessDiscounts(monthly, item, items.length === 1))
  }
  const [first] = items
  const price = priceOf(first ?? {})
  const currency = (textOf(price.currency) ?? textOf(subscription.currency) ?? '').toUpperCase()
  const plan = textOf(price.nickname) ?? textOf(price.lookup_key) ?? textOf(price.id)
  return { minor: Math.max(0, roundFraction(lessDiscounts(total, subscription, true))), currency, plan, unpriced }
}

/** `price`, or the `plan` of before. */
export function priceOf(item: StripeObject): StripeObject {
  const price = isObject(item.price) ? item.price : item.plan
  return isObject(price) ? price : {}
}

/** A month's amount; text: why it cannot be told. */
function priceItem(item: StripeObject): Fraction | string {
  const price = priceOf(item)
  const recurring = isObject(price.recurring) ? price.recurring : price
  if (at(recurring, 'usage_type') === 'metered') return NOTHING
  const months = MONTHS[textOf(recurring.interval) ?? '']
  if (months === undefined) return NOTHING
  const count = BigInt(typeof recurring.interval_count === 'number' ? Math.trunc(recurring.interval_count) : 1)
  const amount = amountOf(price, quantityOf(item, price))
  if (amount === null) return `the price ${textOf(price.id) ?? ''} has tiers that were not sent`
  return divide(amount, { numerator: months.numerator * count, denominator: months.denominator })
}

const NOTHING: Fraction = { numerator: 0n, denominator: 1n }

/** Units that are charged: packages where they are sold by the package. */
function quantityOf(item: StripeObject, price: StripeObject): bigint {
  const quantity = BigInt(typeof item.quantity === 'number' ? Math.trunc(item.quantity) : 1)
  const by = at(price, 'transform_quantity', 'divide_by')
  if (typeof by !== 'number' || by < 1) return quantity
  const size = BigInt(Math.trunc(by))
  return at(price, 'transform_quantity', 'round') === 'up' ? (quantity + size - 1n) / size : quantity / size
}

function amountOf(price: StripeObject, quantity: bigint): Fraction | null {
  if (price.billing_scheme === 'tiered') return tieredAmount(price, quantity)
  const each = decimalOf(price.unit_amount_decimal) ?? decimalOf(price.unit_amount) ?? decimalOf(price.amount)
  const unit = each === null ? null : parseDecimal(each)
  return unit === null ? null : { ...unit, numerator: unit.numerator * quantity }
}

/** `volume`: all units at the price of the tier reached; `graduated`: each unit at that of its own. */
function tieredAmount(price: StripeObject, quantity: bigint): Fraction | null {
  const tiers = listOf(price.tiers)
  if (tiers.length === 0) return null
  let sum = NOTHING
  let below = 0n
  for (const tier of tiers) {
    const upTo = typeof tier.up_to === 'number' ? BigInt(Math.trunc(tier.up_to)) : null
    const reached = upTo === null || quantity <= upTo
    const units = (reached ? quantity : upTo) - below
    const unit = parseDecimal(decimalOf(tier.unit_amount_decimal) ?? decimalOf(tier.unit_amount) ?? '0')!
    const flat = parseDecimal(decimalOf(tier.flat_amount_decimal) ?? decimalOf(tier.flat_amount) ?? '0')!
    const charged = price.tiers_mode === 'volume' ? quantity : units
    const amount = add({ ...unit, numerator: unit.numerator * charged }, charged > 0n ? flat : NOTHING)
    if (price.tiers_mode !== 'volume') sum = add(sum, amount)
    else if (reached) return amount
    if (reached) return sum
    below = upTo
  }
  return sum
}

/** Of discounts only those for ever: the others end, and no later word says so. Amounts off are a month's where there is one price to take them from. */
function lessDiscounts(amount: Fraction, of: StripeObject, single: boolean): Fraction {
  let left = amount
  for (const discount of [of.discount, ...listOf(of.discounts)].filter(isObject)) {
    const coupon = [discount.coupon, at(discount, 'source', 'coupon')].find(isObject)
    if (coupon === undefined || coupon.duration !== 'forever') continue
    const percent = parseDecimal(decimalOf(coupon.percent_off) ?? '')
    if (percent !== null)
      left = times(left, {
        numerator: 100n * percent.denominator - percent.numerator,
        denominator: 100n * percent.denominator,
      })
    const off = single ? parseDecimal(decimalOf(coupon.amount_off) ?? '') : null
    if (off !== null) left = add(left, { ...off, numerator: -off.numerator })
  }
  return left
}

function add(a: Fraction, b: Fraction): Fraction {
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  }
}

function times(a: Fraction, b: Fraction): Fraction {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator }
}

function divide(a: Fraction, b: Fraction): Fraction {
  return times(a, { numerator: b.denominator, denominator: b.numerator })
}
