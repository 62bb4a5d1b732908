import type { Day } from '../../../../core/time.ts'
import { type Identifier, id, joinSql, type Sql, sql } from '../../../sql.ts'
import type { PersonGroup, PersonScan } from '../../analytic-store.ts'
import type { FactColumn, PersonRows, PersonTimeline } from '../../rows.ts'
import { accountsOf } from '../presence.ts'
import type { StoreContext } from '../store-context.ts'
import { enqueueWrite } from '../write-queue.ts'
import { copyRows, type FactRows, makeFactRows, toBlock } from './fact-block.ts'
import { type FactCursor, openCursor, readNext } from './fact-cursor.ts'
import { groupPersons, joinedSql } from './group-persons.ts'
import { loadPresence } from './load-presence.ts'
import { COLUMN_SQL, openSnapshot } from './scan-facts.ts'
import { readPersonTimelines } from './scan-person-timelines.ts'

const PAGE_PERSONS = 4_000

/**
 * Streams persons in ascending order of the surviving actor, each with the facts of all its actors in every account and in none, by day and known day. The facts do
 * not lie in that order: asked for everybody, the engine sorts them.
 */
export async function* scanPersons(context: StoreContext, scan: PersonScan): AsyncGenerator<PersonRows> {
  const everybody = { from: 1, to: context.keys.actor.committed }
  const joinedUpTo = scan.joinedUpTo ?? null
  const groups = scan.persons ?? (await groupPersons(context, { joinedUpTo, whose: everybody }))
  const facts = scan.facts?.flatMap((fact) => context.keys.fact.ids.get(fact) ?? []) ?? null
  if (groups.length === 0) return
  const filter = factFilter(scan, { facts, within: scan.persons === null ? null : await placesOf(context, groups) })
  const [connection, other] = await openSnapshot(context)
  const cursor = await openCursor(connection, personFactsSql(scan.columns, filter, joinedUpTo), true)
  try {
    for (let at = 0; at < groups.length; at += PAGE_PERSONS) {
      const page = groups.slice(at, at + PAGE_PERSONS)
      const timelines = await readPersonTimelines(context, other, page)
      for (const group of page) yield await takePerson(cursor, { group, timelines, columns: scan.columns })
    }
  } finally {
    await cursor.chunks.return(undefined)
    connection.closeSync()
    other.closeSync()
  }
}

type Places = { readonly actors: readonly number[]; readonly accounts: readonly number[] }

/** Few persons are read where they left facts: the base lies in order of accounts. */
async function placesOf(context: StoreContext, groups: readonly PersonGroup[]): Promise<Places> {
  if (!context.presence.loaded) await enqueueWrite(context.queue, () => loadPresence(context))
  const actors = groups.flatMap((group) => group.actors)
  return { actors, accounts: [0, ...new Set(actors.flatMap((actor) => accountsOf(context.presence.facts, actor)))] }
}

type Narrowed = { readonly facts: readonly number[] | null; readonly within: Places | null }

function factFilter({ days, knownUpTo }: PersonScan, { facts, within }: Narrowed): Sql {
  const list = (values: readonly number[]) => joinSql(values.map((value) => sql`${value}`))
  return joinSql(
    [
      sql`day BETWEEN ${days.from} AND ${days.to}`,
      ...(knownUpTo === null ? [] : [sql`known_day <= ${knownUpTo}`]),
      ...(facts === null ? [] : [facts.length === 0 ? sql`false` : sql`fact IN (${list(facts)})`]),
      ...(within === null ? [] : [sql`account IN (${list(within.accounts)}) AND actor IN (${list(within.actors)})`]),
    ],
    ' AND ',
  )
}

/** All facts of the actors by the person they are, by what was known on a day (null: now); a superseding row comes after the others of its known day. */
export function personFactsSql(columns: readonly FactColumn[], filter: Sql, joinedUpTo: Day | null): Sql {
  const from = (table: Identifier, supersedes: Sql) => sql`
    SELECT ${joinSql([sql`account, day, known_day, fact, actor, n, ${supersedes} AS supersedes`, ...columns.map((c) => COLUMN_SQL[c])])}, chunk
    FROM ${table}
    WHERE ${filter}
  `
  return sql`
    -- facts of every account and of none, in order of persons
    SELECT told.* EXCLUDE (chunk)
    FROM (
      ${from(id('facts_base'), sql`0`)}
      UNION ALL
      ${from(id('facts_run'), sql`0`)}
      UNION ALL
      ${from(id('facts_correction'), sql`1`)}
    ) told
    LEFT JOIN (${joinedSql(joinedUpTo)}) joined USING (actor)
    ORDER BY coalesce(person, actor), day, known_day, supersedes, chunk
  `
}

type Taking = {
  readonly group: PersonGroup
  readonly timelines: ReadonlyMap<number, PersonTimeline>
  readonly columns: readonly FactColumn[]
}

const NOTHING_KNOWN: PersonTimeline = { seen: [], traits: [], links: [] }

/** The next rows of the stream, as far as they are the person's. */
async function takePerson(cursor: FactCursor, { group, timelines, columns }: Taking): Promise<PersonRows> {
  const actors = new Set(group.actors)
  const rows: FactRows = makeFactRows(64, columns.length)
  while (!cursor.done && actors.has(cursor.rows.actor[cursor.at]!)) {
    let end = cursor.at + 1
    while (end < cursor.rows.rows && actors.has(cursor.rows.actor[end]!)) end++
    copyRows(rows, cursor.rows, { from: cursor.at, to: end })
    cursor.at = end
    if (end === cursor.rows.rows) await readNext(cursor)
  }
  const block = toBlock(rows, columns)
  return { ...group, block, start: 0, end: block.rows, timeline: timelines.get(group.person) ?? NOTHING_KNOWN }
}
