import type { ReferenceRow } from '../../store/analytic/analytic-store.ts'
import type { ColleagueRow } from '../../store/analytic/counts-of-all.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { EntityScope } from '../entity-scope.ts'

/** Under this population a reference holds, by the account's id, how many users of its members' business mail domains are elsewhere. */
export const COLLEAGUES = '$colleagues'
/** In place of an account's id: the day was counted, so that an account without a row has none. */
const COUNTED = ''

/** References of the days from what the store counts by account and mail domain. */
export function toColleagues(rows: readonly ColleagueRow[], days: DayRange): ReferenceRow[] {
  const elsewhere = new Map<string, number>()
  for (let day = days.from; day <= days.to; day++) elsewhere.set(`${day} ${COUNTED}`, 0)
  for (const { day, account, persons } of rows) {
    const key = `${day} ${account}`
    elsewhere.set(key, (elsewhere.get(key) ?? 0) + persons)
  }
  return [...elsewhere].map(([key, n]) => {
    const [day = '', quantity = ''] = key.split(' ')
    return { day: Number(day), segment: COLLEAGUES, quantity, n, points: Float64Array.of(n) }
  })
}

/** Unknown on days that were not counted. */
export function foldColleagues(
  { entity, account, reference, referenceLag }: Pick<EntityScope, 'entity' | 'account' | 'reference' | 'referenceLag'>,
  out: Float64Array,
): void {
  const counted = reference?.(COLLEAGUES, COUNTED)
  const own = account === null ? undefined : reference?.(COLLEAGUES, String(account))
  for (let i = 0; i < out.length; i++) {
    const day = entity.from + i - referenceLag
    const isCounted = account !== null && counted?.points[day - counted.from] !== undefined
    out[i] = isCounted ? (own?.points[day - own.from]?.[0] ?? 0) : Number.NaN
  }
}
