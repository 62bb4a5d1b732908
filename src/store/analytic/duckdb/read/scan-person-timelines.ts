import type { DuckDBConnection } from '@duckdb/node-api'
import { joinSql, type Sql, sql } from '../../../sql.ts'
import type { PersonGroup } from '../../analytic-store.ts'
import type { PersonTimeline } from '../../rows.ts'
import { type Row, readRows } from '../connection.ts'
import type { StoreContext } from '../store-context.ts'
import { FIRST_SEEN_TRAIT } from './timeline-sql.ts'

/** Traits and joins of the persons, of all the actors each of them is, by surviving actor. */
export async function readPersonTimelines(
  { zone, closeDelayMs }: StoreContext,
  connection: DuckDBConnection,
  groups: readonly PersonGroup[],
): Promise<ReadonlyMap<number, PersonTimeline>> {
  const actors = groups.flatMap((group) => group.actors)
  const idsOf = (list: readonly number[]) => joinSql(list.map((actor) => sql`${actor}`))
  const ids = idsOf(actors)
  const traits = gather(await readRows(connection, traitsOfPersonsSql(ids)), 'person')
  const links = gather(await readRows(connection, linksOfPersonsSql(ids)), 'actor')
  const unsaid = actors.filter((actor) => traits.get(actor)?.some((row) => row.key === FIRST_SEEN_TRAIT) !== true)
  const events =
    unsaid.length === 0
      ? new Map<number, Row[]>()
      : gather(await readRows(connection, firstFactsSql(idsOf(unsaid))), 'actor')
  const all = <T>(of: PersonGroup, rows: ReadonlyMap<number, Row[]>, to: (row: Row) => T): T[] =>
    of.actors.flatMap((actor) => rows.get(actor) ?? []).map(to)
  return new Map(
    groups.map((group) => {
      const told = all(group, traits, toTrait)
      const heard = all(group, events, (row) => ({
        actor: row.actor as number,
        ts: row.first_ts as number,
        knownAt: zone.startOf(row.known_day as number) + closeDelayMs,
      }))
      const seen = [...told.map(signOf), ...heard]
      return [group.person, { seen, traits: told, links: all(group, links, toLink) }]
    }),
  )
}

function toTrait(row: Row): PersonTimeline['traits'][number] {
  return {
    person: row.person as number,
    key: row.key as string,
    value: JSON.parse(row.value as string) as string | number | boolean | null,
    from: row.from_ts as number,
    knownAt: row.known_at as number,
  }
}

function toLink(row: Row): PersonTimeline['links'][number] {
  return { actor: row.actor as number, person: row.person as number, knownAt: row.known_at as number }
}

/** The first sight that the applier keeps is told as text; any other trait tells that its subject was there when it was said. */
function signOf({ person, key, value, from, knownAt }: PersonTimeline['traits'][number]) {
  return { actor: person, ts: key === FIRST_SEEN_TRAIT ? Date.parse(String(value)) : from, knownAt }
}

function traitsOfPersonsSql(actors: Sql): Sql {
  return sql`
    -- what was known about the persons
    SELECT person, key, value, from_ts, known_at
    FROM trait
    WHERE person IN (${actors})
    ORDER BY seq
  `
}

function linksOfPersonsSql(actors: Sql): Sql {
  return sql`
    -- who turned out to be whom
    SELECT actor, person, known_at
    FROM link
    WHERE actor IN (${actors})
    ORDER BY seq
  `
}

function firstFactsSql(actors: Sql): Sql {
  return sql`
    -- when each actor was first heard of
    SELECT actor, heard.known_day AS known_day, heard.first_ts AS first_ts
    FROM (
      SELECT actor, min({'known_day': known_day, 'first_ts': first_ts}) AS heard
      FROM (
        SELECT actor, known_day, first_ts FROM facts_base WHERE actor IN (${actors}) AND first_ts IS NOT NULL
        UNION ALL
        SELECT actor, known_day, first_ts FROM facts_run WHERE actor IN (${actors}) AND first_ts IS NOT NULL
      )
      GROUP BY actor
    )
  `
}

function gather(rows: readonly Row[], by: 'actor' | 'person'): Map<number, Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const own = groups.get(row[by] as number)
    if (own === undefined) groups.set(row[by] as number, [row])
    else own.push(row)
  }
  return groups
}
