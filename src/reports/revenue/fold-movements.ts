import type { MovementCategory } from '../../contract/analyze/revenue.ts'
import type { Millis } from '../../core/time.ts'
import type { Change } from '../subscriptions/mrr-changes.ts'

/** What became of one account's MRR within a period; `category` null: it stayed as it was. */
export type Movement = {
  readonly period: number
  /** At the rates of the start, where there are several currencies. */
  readonly start: number
  /** What the start is more or less at the rates of the end: no movement of theirs. 0 in one currency. */
  readonly fx: number
  readonly end: number
  readonly category: MovementCategory | null
  /** It had MRR within the period and at neither end. */
  readonly joinedAndLeft: boolean
}

/** Movements of one account, to be kept. */
export function foldMovements(
  changes: readonly Change[],
  bounds: readonly Millis[],
  rated: Rated | null = null,
): readonly Movement[] {
  const movements: Movement[] = []
  visitMovements(changes, { bounds, rated }, (movement) => movements.push({ ...movement }))
  return movements
}

/** Periods, and what money is worth at their bounds. */
export type Periods = { readonly bounds: readonly Millis[]; readonly rated: Rated | null }

/**
 * Visits the movements of one account over periods [bounds[i], bounds[i + 1]). What begins or ends at a bound belongs to the period that begins there: a subscription
 * that runs to the very end of the last period has not churned. The movement is used again for the next one: there are millions.
 */
export function visitMovements(
  changes: readonly Change[],
  periods: Periods,
  visit: (movement: Movement) => void,
): void {
  const { bounds, rated } = periods
  const movement = { period: 0, start: 0, fx: 0, end: 0, category: null as Movement['category'], joinedAndLeft: false }
  const held: Held = { next: 0, total: 0, ofCurrency: rated === null ? null : new Map() }
  let isKnown = advance(held, changes, bounds[0]!)
  for (let period = 0; period + 1 < bounds.length; period++) {
    const start = worthOf(held, rated, period)
    const fx = worthOf(held, rated, period + 1) - start
    const hadMrr = advance(held, changes, bounds[period + 1]!)
    const end = worthOf(held, rated, period + 1)
    if (start > 0 || end > 0 || hadMrr) {
      movement.period = period
      movement.start = start
      movement.fx = fx
      movement.end = end
      movement.category = categoryOf(start + fx, end, isKnown)
      movement.joinedAndLeft = start === 0 && end === 0
      visit(movement)
    }
    isKnown ||= hadMrr
  }
}

/** What an account has at an instant. */
type Held = {
  /** The first of the changes that are still to come. */
  next: number
  /** Of several currencies this is no amount, but 0 where nothing is paid in any. */
  total: number
  /** null: there is one currency. */
  readonly ofCurrency: Map<string, number> | null
}

/** Goes on with all changes before an instant. Returns whether it had MRR at any time on the way. */
function advance(held: Held, changes: readonly Change[], to: Millis): boolean {
  let hadMrr = held.total > 0
  while (held.next < changes.length && changes[held.next]!.at < to) {
    const { at } = changes[held.next]!
    for (; held.next < changes.length && changes[held.next]!.at === at; held.next++) hold(held, changes[held.next]!)
    hadMrr ||= held.total > 0
  }
  return hadMrr
}

function hold(held: Held, { by, currency }: Change): void {
  held.total += by
  held.ofCurrency?.set(currency, (held.ofCurrency.get(currency) ?? 0) + by)
}

function worthOf({ total, ofCurrency }: Held, rated: Rated | null, bound: number): number {
  if (rated === null || ofCurrency === null) return total
  let sum = 0
  for (const [currency, minor] of ofCurrency) sum += rated(minor, currency, bound)
  return sum
}

/** What money of a currency is worth at a bound; null: there is one currency. */
export type Rated = (minor: number, currency: string, bound: number) => number

/** Tested in this order: new (the first MRR ever), churn, reactivation, expansion, contraction. */
function categoryOf(start: number, end: number, isKnown: boolean): MovementCategory | null {
  if (start === 0 && end > 0 && !isKnown) return 'new'
  if (start > 0 && end === 0) return 'churn'
  if (start === 0 && end > 0) return 'reactivation'
  if (end > start) return 'expansion'
  return end < start ? 'contraction' : null
}
