import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import type { Change } from '../subscriptions/mrr-changes.ts'
import { daysBetween, isIn, type Measure, measured, shareOf } from './measured.ts'

const DAYS = 28
const TOUCHED_DAYS = 30

/** Of the accounts whose MRR rose in the last 28 days, those for which nobody had done a task before. */
export const measureUntouched: Measure<'untouched'> = async (_, { reading, last, group }) => {
  const { zone } = reading
  const [from, to] = [zone.startOf(last - DAYS + 1), zone.startOf(last + 1)]
  const touches = await reading.touches()
  let [total, untouched] = [0, 0]
  for (const { account, changes } of (await reading.money()).accounts) {
    const rises = risesOf(changes).filter((at) => at >= from && at < to)
    if (rises.length === 0 || !isIn(group, account, last)) continue
    total += 1
    const own = touches.get(account) ?? []
    const touched = rises.some((at) => own.some((touch) => touch <= at && touch > at - TOUCHED_DAYS * MS_PER_DAY))
    if (!touched) untouched += 1
  }
  const period = daysBetween(last - DAYS + 1, last)
  return measured({ ...shareOf(untouched, total), period }, 'nobody paid more than before in 28 days')
}

/** When MRR came to more than just before, all changes of one instant together. */
function risesOf(changes: readonly Change[]): readonly Millis[] {
  const byInstant = new Map<Millis, number>()
  for (const { at, by } of changes) byInstant.set(at, (byInstant.get(at) ?? 0) + by)
  return [...byInstant].filter(([, by]) => by > 0).map(([at]) => at)
}
