import type { Day } from '../../../../core/time.ts'
import { listOf, type Sql, sql } from '../../../sql.ts'
import type { PersonGroup, PersonGrouping } from '../../analytic-store.ts'
import { readRows } from '../connection.ts'
import type { StoreContext } from '../store-context.ts'
import { enqueueWrite } from '../write-queue.ts'

/** Actors under whom they are joined to, ascending: those who survive within a range of ids, or whoever some actors are. */
export async function groupPersons(
  context: StoreContext,
  { joinedUpTo, whose }: PersonGrouping,
): Promise<readonly PersonGroup[]> {
  const joined = joinedSql(joinedUpTo)
  if ('actors' in whose) {
    const actors = Array.from(whose.actors)
    if (actors.length === 0) return []
    const known = await readJoined(context, sql`SELECT * FROM (${joined}) WHERE actor IN (${listOf(actors)})`)
    const persons = [...new Set(actors.map((actor) => known.get(actor) ?? actor))].sort((a, b) => a - b)
    return toGroups(
      persons,
      await readJoined(context, sql`SELECT * FROM (${joined}) WHERE person IN (${listOf(persons)}) ORDER BY actor`),
    )
  }
  const { from, to } = whose
  const known = await readJoined(
    context,
    sql`
      SELECT * FROM (${joined})
      WHERE actor BETWEEN ${from} AND ${to} OR person BETWEEN ${from} AND ${to}
      ORDER BY actor
    `,
  )
  const persons: number[] = []
  for (let actor = from; actor <= to; actor++) if (!known.has(actor)) persons.push(actor)
  return toGroups(persons, known)
}

/** Who each actor that was joined to another is, by what was known on a day; null: by all that is. */
export function joinedSql(upTo: Day | null): Sql {
  return sql`
    SELECT actor, last(person ORDER BY seq) AS person
    FROM link
    WHERE ${upTo === null ? sql`true` : sql`known_day <= ${upTo}`}
    GROUP BY actor
  `
}

async function readJoined(context: StoreContext, statement: Sql): Promise<ReadonlyMap<number, number>> {
  const rows = await enqueueWrite(context.queue, () => readRows(context.writer, statement))
  return new Map(rows.map((row) => [row.actor as number, row.person as number]))
}

function toGroups(persons: readonly number[], joined: ReadonlyMap<number, number>): readonly PersonGroup[] {
  const others = new Map<number, number[]>()
  for (const [actor, person] of joined) {
    const known = others.get(person)
    if (known === undefined) others.set(person, [actor])
    else known.push(actor)
  }
  return persons.map((person) => ({ person, actors: [person, ...(others.get(person) ?? [])] }))
}
