import { expect, test } from 'vitest'
import { ARCHIVED_TABLES, exportSql, importSql } from '../../src/store/analytic/duckdb/archive-tables.ts'
import { mergeSql } from '../../src/store/analytic/duckdb/compact-facts.ts'
import { eventsSql } from '../../src/store/analytic/duckdb/read/scan-events.ts'
import { baseSql, fewSql, recentSql } from '../../src/store/analytic/duckdb/read/scan-facts.ts'
import {
  firstSeenSql,
  linksOfSql,
  linksSql,
  membersSql,
  personTraitsSql,
  presentSql,
  signsSql,
} from '../../src/store/analytic/duckdb/read/timeline-sql.ts'
import { pathLiteral, renderSql, type Sql, sql } from '../../src/store/sql.ts'

const filter = sql`day BETWEEN ${20_000} AND ${20_027} AND account IN (${1}, ${7})`
const within = sql`account BETWEEN ${1} AND ${4_000}`
const event = ARCHIVED_TABLES[0]!

/** A dozen statements to be read as prose; everything else is asserted by results. */
const STATEMENTS: Readonly<Record<string, Sql>> = {
  'facts-base': baseSql(['sum', 'firstTs'], filter, false),
  'facts-few': fewSql(['sum'], {
    each: [1, 7].map((account) => sql`account = ${account} AND day >= ${20_000}`),
    all: filter,
  }),
  'facts-recent': recentSql(['sum'], filter),
  'facts-merge': mergeSql(42),
  'events-by-account': eventsSql(
    { accounts: Int32Array.of(7), names: null, by: 'known', days: { from: 20_000, to: 20_001 }, latest: null },
    { facts: [3, 9], moved: { low: 1_772_000_000_000, high: 1_772_100_000_000 } },
  ),
  'events-latest': eventsSql(
    { accounts: Int32Array.of(7), names: null, by: 'happened', days: { from: 20_000, to: 20_001 }, latest: 12 },
    { facts: null, moved: null },
  ),
  'timeline-members': membersSql(within),
  'timeline-person-traits': personTraitsSql(within, ['title']),
  'timeline-links': linksSql(within),
  'timeline-present': presentSql(Int32Array.of(7, 9)),
  'timeline-links-of': linksOfSql([3, 5]),
  'timeline-first-seen': firstSeenSql(within),
  'timeline-signs': signsSql(within),
  'archive-export': exportSql(event, sql`stored.log = ${1} AND stored.n > ${0}`),
  'archive-import': importSql(event, sql`[${pathLiteral('archive/2026-03-02-event-live-1-40.parquet')}]`),
}

test.each(Object.keys(STATEMENTS))('%s', async (name) => {
  const { text, values } = renderSql(STATEMENTS[name]!)
  const bound = values.map((value, i) => `-- $${i + 1} = ${JSON.stringify(value)}`).join('\n')
  await expect(`${text}\n${bound}\n`).toMatchFileSnapshot(`../snapshots/duckdb/${name}.sql`)
})
