import type { MovementCategory } from '../../contract/analyze/revenue.ts'
import type { Millis } from '../../core/time.ts'
import type { Change } from '../subscriptions/mrr-changes.ts'

/** What became of one account's MRR within a period; `category` null: it stayed as it was. */
export type Movement = {
  readonly period: number
  readonly start: number
  readonly end: number
  readonly category: MovementCategory | null
  /** It had MRR within the period and at neither end. */
  readonly joinedAndLeft: boolean
}

/**
 * Movements of one account over periods [bounds[i], bounds[i + 1]). What begins or ends at a bound belongs to the period that begins there: a subscription that
 * runs to the very end of the last period has not churned.
 */
export function foldMovements(changes: readonly Change[], bounds: readonly Millis[]): readonly Movement[] {
  const movements: Movement[] = []
  let next = 0
  let mrr = 0
  let isKnown = false
  const advance = (to: Millis): boolean => {
    let hadMrr = mrr > 0
    while (next < changes.length && changes[next]!.at < to) {
      const { at } = changes[next]!
      for (; next < changes.length && changes[next]!.at === at; next++) mrr += changes[next]!.by
      hadMrr ||= mrr > 0
    }
    return hadMrr
  }
  isKnown = advance(bounds[0]!)
  for (let period = 0; period + 1 < bounds.length; period++) {
    const start = mrr
    const hadMrr = advance(bounds[period + 1]!)
    if (start > 0 || mrr > 0 || hadMrr) {
      const category = categoryOf({ start, end: mrr, isKnown })
      movements.push({ period, start, end: mrr, category, joinedAndLeft: start === 0 && mrr === 0 })
    }
    isKnown ||= hadMrr
  }
  return movements
}

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
