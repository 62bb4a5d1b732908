import { addMonths, type Day } from '../../core/time.ts'
import type { GivenTable } from '../../store/analytic/analytic-store.ts'
import type { Asking } from './asking.ts'
import { readSignUps } from './read-sign-ups.ts'

/** Ages of an account in whole calendar months, from when on each begins. */
const BANDS = [
  { name: 'under 1 month', months: 0 },
  { name: '1 to 3 months', months: 1 },
  { name: '3 to 6 months', months: 3 },
  { name: '6 to 12 months', months: 6 },
  { name: '12 months and more', months: 12 },
] as const

/** What was done before the account said it was created, it did when it was youngest. */
const EVER = -8_640_000_000_000_000

/** The band of an age, as of a day; before it began, the youngest. */
export function tenureAt(since: Day, day: Day): string {
  return (BANDS.findLast(({ months }) => addMonths(since, months) <= day) ?? BANDS[0]).name
}

/** `tenure_of`: the band of each account's age, from when on. */
export async function tenureTable(asking: Asking): Promise<GivenTable> {
  const accounts: number[] = []
  const starts: number[] = []
  const bands: string[] = []
  for (const [account, { told, seen }] of await readSignUps(asking, 'account')) {
    const since = told ?? seen
    if (since === null) continue
    const day = asking.zone.dayOf(since)
    for (const { name, months } of BANDS) {
      accounts.push(account)
      starts.push(months === 0 ? EVER : asking.zone.startOf(addMonths(day, months)))
      bands.push(JSON.stringify(name))
    }
  }
  return {
    name: 'tenure_of',
    rows: accounts.length,
    columns: [
      { name: 'account', data: { kind: 'int', values: accounts } },
      { name: 'from_ts', data: { kind: 'bigint', values: starts } },
      { name: 'band', data: { kind: 'text', values: bands } },
    ],
  }
}
