import { type Day, type Millis, MS_PER_DAY } from '../../core/time.ts'
import { daysBetween, isIn, type Measure, measured, partOf, shareOf } from './measured.ts'
import type { PayingAccount } from './read-money.ts'

const DAYS = 28
const TOUCHED_DAYS = 30

/** Of the accounts whose MRR rose in the last 28 days, those for which nobody had done a task before. */
export const measureUntouched: Measure<'untouched'> = async (_, { reading, last, group }) => {
  const { zone } = reading
  const [from, to] = [zone.startOf(last - DAYS + 1), zone.startOf(last + 1)]
  const touches = await reading.touches()
  const [all, untouched] = [new Set<number>(), new Set<number>()]
  for (const one of (await reading.money()).accounts) {
    const { account } = one
    const within = one.changes.filter(({ at }) => at >= from && at < to)
    const rises = risesOf({ ...one, changes: within }, zone.dayOf)
    if (rises.length === 0 || !isIn(group, account, last)) continue
    all.add(account)
    const own = touches.get(account) ?? []
    const touched = rises.some((at) => own.some((touch) => touch <= at && touch > at - TOUCHED_DAYS * MS_PER_DAY))
    if (!touched) untouched.add(account)
  }
  const period = daysBetween(last - DAYS + 1, last)
  const who = partOf('account', all, (id) => untouched.has(id))
  return measured({ ...shareOf(untouched.size, all.size), period, ...who }, 'nobody paid more than before in 28 days')
}

/** When MRR came to more than just before, at the same rates. */
function risesOf({ changes, mrrBefore }: PayingAccount, dayOf: (at: Millis) => Day): readonly Millis[] {
  const instants = [...new Set(changes.map(({ at }) => at))]
  return instants.filter((at) => mrrBefore(at + 1, dayOf(at)) > mrrBefore(at, dayOf(at)))
}
