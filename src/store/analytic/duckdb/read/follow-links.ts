import type { DuckDBConnection } from '@duckdb/node-api'
import type { AccountTimeline } from '../../rows.ts'
import { type Row, readRows } from '../connection.ts'
import { linksOfSql } from './timeline-sql.ts'

type Link = AccountTimeline['links'][number]
type FoundLink = Link & { readonly seq: number }
type LinksOf = ReadonlyMap<number, readonly FoundLink[]>

/** An actor that left facts in an account, or belongs to it. */
export type Present = { readonly account: number; readonly actor: number }

/**
 * Joins of a few accounts, in the order they were applied: of the actors that are present there, then of those they were joined to. Asked for all at once, the engine
 * would look through every join there is for each step of the way.
 */
export async function followLinks(
  connection: DuckDBConnection,
  present: readonly Present[],
): Promise<ReadonlyMap<number, readonly Link[]>> {
  const actorsOf = new Map<number, number[]>()
  for (const { account, actor } of present) {
    const actors = actorsOf.get(account)
    if (actors === undefined) actorsOf.set(account, [actor])
    else actors.push(actor)
  }
  const linksOf = await readLinks(
    connection,
    present.map(({ actor }) => actor),
  )
  return new Map([...actorsOf].map(([account, actors]) => [account, linksFrom(linksOf, actors)]))
}

async function readLinks(connection: DuckDBConnection, actors: readonly number[]): Promise<LinksOf> {
  const linksOf = new Map<number, FoundLink[]>()
  let next = [...new Set(actors)]
  while (next.length > 0) {
    for (const actor of next) linksOf.set(actor, [])
    const found = (await readRows(connection, linksOfSql(next))).map(toFoundLink)
    for (const link of found) linksOf.get(link.actor)?.push(link)
    next = [...new Set(found.map(({ person }) => person))].filter((person) => !linksOf.has(person))
  }
  return linksOf
}

function linksFrom(linksOf: LinksOf, actors: readonly number[]): readonly Link[] {
  const links: FoundLink[] = []
  const reached = new Set(actors)
  // Those that are added meanwhile have their turn too.
  for (const actor of reached) {
    for (const link of linksOf.get(actor) ?? []) {
      links.push(link)
      reached.add(link.person)
    }
  }
  return links.sort((a, b) => a.seq - b.seq).map(({ actor, person, knownAt }) => ({ actor, person, knownAt }))
}

function toFoundLink({ actor, person, known_at, seq }: Row): FoundLink {
  return { actor: actor as number, person: person as number, knownAt: known_at as number, seq: seq as number }
}
