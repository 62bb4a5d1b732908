import { type Day, type Millis, MS_PER_DAY } from '../../core/time.ts'
import { daysBetween, isIn, type Measure, measured, shareOf } from './measured.ts'
import type { PayingAccount } from './read-money.ts'

const DAYS = 28
const TOUCHED_DAYS = 30

/** Of the accounts whose MRR rose in the last 28 days, those for which nobody had done a task before. */
export const measureUntouched: Measure<'untouched'> = async (_, { reading, last, group }) => {
  const { zone } = reading
  const [from, to] = [zone.startOf(last - DAYS + 1), zone.startOf(last + 1)]
  const touches = await reading.touches()
  let [total, untouched] = [0, 0]
  for (const one of (await reading.money()).accounts) {
    const { account } = one
    const within = one.changes.filter(({ at }) => at >= from && at < to)
    const rises = risesOf({ ...one, changes: within }, zone.dayOf)
    if (rises.length === 0 || !isIn(group, account, last)) continue
    total += 1
    const own = touches.get(account) ?? []
    const touched = rises.some((at) => own.some((touch) => touch <= at && touch > at - TOUCHED_DAYS * MS_PER_DAY))
    if (!touched) untouched += 1
  }
  const period = daysBetween(last - DAYS + 1, last)
  return measured({ ...shareOf(untouched, total), period }, 'nobody paid more than before in 28 days')
}

/** When MRR came to more than just before, at the same rates. */
function risesOf({ changes, mrrBefore }: PayingAccount, dayOf: (at: Millis) => Day): readonly Millis[] {
  const instants = [...new Set(changes.map(({ at }) => at))]
  return instants.filter((at) => mrrBefore(at + 1, dayOf(at)) > mrrBefore(at, dayOf(at)))
}
