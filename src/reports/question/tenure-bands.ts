import { dayOfTime } from '../../core/day-of-time.ts'
import { addMonths, type Day } from '../../core/time.ts'
import type { GivenTable } from '../../store/analytic/analytic-store.ts'
import type { TraitValue } from '../../store/analytic/message.ts'
import { sql } from '../../store/sql.ts'
import { type Asking, readTexts } from './asking.ts'

/** Ages of an account in whole calendar months, from when on each begins. */
const BANDS = [
  { name: 'under 1 month', months: 0 },
  { name: '1 to 3 months', months: 1 },
  { name: '3 to 6 months', months: 3 },
  { name: '6 to 12 months', months: 6 },
  { name: '12 months and more', months: 12 },
] as const

/** Since when accounts are there: the created-at trait as last told, else when they were first seen. */
export async function readSignUps(asking: Asking): Promise<ReadonlyMap<number, Day>> {
  const { dialect } = asking.source.store
  const rows = await readTexts(
    asking,
    3,
    sql`
      -- since when accounts are there
      SELECT
        account::VARCHAR,
        (${dialect.valueAtMost(sql`value`, [sql`from_ts`, sql`seq`])}
          FILTER (key = ${asking.source.model.account.createdAtTrait})) AS created,
        (${dialect.valueAtLeast(sql`value`, [sql`from_ts`, sql`seq`])} FILTER (key = '$first_seen')) AS first_seen
      FROM trait
      WHERE person = 0
      GROUP BY account
      ORDER BY account
    `,
  )
  const days = new Map<number, Day>()
  for (const [account, created, seen] of rows) {
    const day = dayOfJson(created, asking) ?? dayOfJson(seen, asking)
    if (day !== null) days.set(Number(account), day)
  }
  return days
}

function dayOfJson(json: string | null | undefined, { zone }: Asking): Day | null {
  return dayOfTime(JSON.parse(json ?? 'null') as TraitValue, zone)
}

/** `tenure_of`: the band of each account's age, from when on. */
export async function tenureTable(asking: Asking): Promise<GivenTable> {
  const accounts: number[] = []
  const starts: number[] = []
  const bands: string[] = []
  for (const [account, day] of await readSignUps(asking)) {
    for (const { name, months } of BANDS) {
      accounts.push(account)
      starts.push(asking.zone.startOf(addMonths(day, months)))
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
