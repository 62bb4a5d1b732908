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
  { bounds, rated }: Periods,
  visit: (movement: Movement) => void,
): void {
  const movement = { period: 0, start: 0, fx: 0, end: 0, category: null as Movement['category'], joinedAndLeft: false }
  const held = new Map<string, number>()
  let next = 0
  let isKnown = false
  // Of several currencies this is no amount, but 0 where nothing is paid in any.
  let total = 0
  const worth = (bound: number): number => {
    if (rated === null) return total
    let sum = 0
    for (const [currency, minor] of held) sum += rated(minor, currency, bound)
    return sum
  }
  const advance = (to: Millis): boolean => {
    let hadMrr = total > 0
    while (next < changes.length && changes[next]!.at < to) {
      const { at } = changes[next]!
      for (; next < changes.length && changes[next]!.at === at; next++) {
        const { by, currency } = changes[next]!
        total += by
        if (rated !== null) held.set(currency, (held.get(currency) ?? 0) + by)
      }
      hadMrr ||= total > 0
    }
    return hadMrr
  }
  isKnown = advance(bounds[0]!)
  for (let period = 0; period + 1 < bounds.length; period++) {
    const start = worth(period)
    const fx = worth(period + 1) - start
    const hadMrr = advance(bounds[period + 1]!)
    const end = worth(period + 1)
    if (start > 0 || end > 0 || hadMrr) {
      movement.period = period
      movement.start = start
      movement.fx = fx
      movement.end = end
      movement.category = categoryOf({ start: start + fx, end, isKnown })
      movement.joinedAndLeft = start === 0 && end === 0
      visit(movement)
    }
    isKnown ||= hadMrr
  }
}

/** What money of a currency is worth at a bound; null: there is one currency. */
export type Rated = (minor: number, currency: string, bound: number) => number

/** Tested in this order: new (the first MRR ever), churn, reactivation, expansion, contraction. */
function categoryOf({
  start,
  end,
  isKnown,
}: {
  start: number
  end: number
  isKnown: boolean
}): MovementCategory | null {
  if (start === 0 && end > 0 && !isKnown) return 'new'
  if (start > 0 && end === 0) return 'churn'
  if (start === 0 && end > 0) return 'reactivation'
  if (end > start) return 'expansion'
  return end < start ? 'contraction' : null
}
