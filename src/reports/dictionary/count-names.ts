import type { Millis } from '../../core/time.ts'
import { counts } from '../../store/analytic/counting-sql.ts'
import { type Sql, sql } from '../../store/sql.ts'
import type { ReportSource } from '../question/report-source.ts'
import { addAll, addId, type IdSet, makeIdSet } from './id-set.ts'
import { readLatest } from './read-latest.ts'

/** How a name was used up to a stored message; but for `excluded`, and the instants of all, without those that are excluded. */
export type CountedName = {
  events: number
  excluded: number
  withoutAccount: number
  /** Ids that were sent, before they are joined. */
  readonly people: IdSet
  readonly accounts: IdSet
  /** The first and last of those that count, and of all. */
  readonly counted: Span
  readonly all: Span
  /** Properties of its latest events, the latest first. */
  latest: readonly Readonly<Record<string, unknown>>[]
}

/** Infinite where there is none. */
type Span = { first: Millis; last: Millis }

/** By fact, up to the message stored as `seq`. */
export type CountedNames = { seq: number; readonly byFact: Map<number, CountedName> }

type Store = ReportSource['store']

export function noNames(): CountedNames {
  return { seq: -1, byFact: new Map() }
}

/**
 * Adds what was stored behind the last message that was counted. Nothing is added before everything was read: whoever stops waiting leaves the counts as they were.
 * Events stored before must be as they were. `most`: so many latest events of a name are kept.
 */
export async function countNames(store: Store, names: CountedNames, most: number): Promise<void> {
  const upTo = await readLastStored(store)
  if (upTo <= names.seq) return
  const within = sql`event.seq > ${names.seq} AND event.seq <= ${upTo}`
  const volumes = await readRows(store, volumesSql(within), VOLUME_COLUMNS)
  const people = await readPairs(store, sql`actor`, within)
  const accounts = await readPairs(store, sql`account`, sql`account <> 0 AND ${within}`)
  const latest = await readLatest(store, { within, most })
  for (const row of volumes) addVolume(names, row)
  for (const [fact, ids] of people) addAll(nameOf(names, fact).people, ids)
  for (const [fact, ids] of accounts) addAll(nameOf(names, fact).accounts, ids)
  for (const [fact, rows] of latest) {
    const name = nameOf(names, fact)
    name.latest = [...rows, ...name.latest].slice(0, most)
  }
  names.seq = upTo
}

function nameOf({ byFact }: CountedNames, fact: number): CountedName {
  const known = byFact.get(fact)
  if (known !== undefined) return known
  const none = (): Span => ({ first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY })
  const name: CountedName = {
    ...{ events: 0, excluded: 0, withoutAccount: 0, latest: [] },
    ...{ people: makeIdSet(), accounts: makeIdSet(), counted: none(), all: none() },
  }
  byFact.set(fact, name)
  return name
}

async function readLastStored(store: Store): Promise<number> {
  const [last] = await readRows(store, sql`SELECT coalesce(max(seq), -1)::DOUBLE AS seq FROM event`, 1)
  return last![0]!
}

const VOLUME_COLUMNS = 8

function volumesSql(within: Sql): Sql {
  return sql`
    -- how each event name was used
    SELECT
      fact,
      count(*) FILTER (${counts(sql`flags`)})::DOUBLE AS events,
      count(*) FILTER (NOT ${counts(sql`flags`)})::DOUBLE AS excluded,
      count(*) FILTER (${counts(sql`flags`)} AND account = 0)::DOUBLE AS without_account,
      coalesce(min(ts) FILTER (${counts(sql`flags`)}), 'infinity'::DOUBLE) AS first,
      coalesce(max(ts) FILTER (${counts(sql`flags`)}), '-infinity'::DOUBLE) AS last,
      min(ts)::DOUBLE AS first_of_all,
      max(ts)::DOUBLE AS last_of_all
    FROM event
    WHERE ${within}
    GROUP BY fact
  `
}

function addVolume(names: CountedNames, row: readonly number[]): void {
  const [fact, events, excluded, withoutAccount] = row
  const [first, last, firstOfAll, lastOfAll] = row.slice(4)
  const name = nameOf(names, fact!)
  name.events += events!
  name.excluded += excluded!
  name.withoutAccount += withoutAccount!
  widen(name.counted, first!, last!)
  widen(name.all, firstOfAll!, lastOfAll!)
}

function widen(span: Span, first: Millis, last: Millis): void {
  span.first = Math.min(span.first, first)
  span.last = Math.max(span.last, last)
}

/** Who sent each event name, by fact. */
async function readPairs(store: Store, whose: Sql, within: Sql): Promise<ReadonlyMap<number, IdSet>> {
  const statement = sql`
    -- who sent each event name
    SELECT DISTINCT fact, ${whose}
    FROM event
    WHERE ${counts(sql`flags`)} AND ${within}
  `
  const byFact = new Map<number, IdSet>()
  for await (const block of store.report({ statement })) {
    const [facts, ids] = [block.numbers(0), block.numbers(1)]
    for (let row = 0; row < block.rows; row++) {
      const set = byFact.get(facts[row]!) ?? makeIdSet()
      byFact.set(facts[row]!, set)
      addId(set, ids[row]!)
    }
  }
  return byFact
}

async function readRows(store: Store, statement: Sql, columns: number): Promise<number[][]> {
  const rows: number[][] = []
  for await (const block of store.report({ statement })) {
    const values = Array.from({ length: columns }, (_, at) => block.numbers(at))
    for (let row = 0; row < block.rows; row++) rows.push(values.map((column) => column[row]!))
  }
  return rows
}
