import type { DuckDBConnection } from '@duckdb/node-api'
import type { AccountTimeline } from '../rows.ts'
import { readRows } from './connection.ts'
import type { RowsByAccount } from './read-by-account.ts'
import { linksOfSql, type Present, presentSql } from './timeline-sql.ts'

type Link = AccountTimeline['links'][number]
type FoundLink = Link & Present & { readonly seq: number }

/**
 * Joins of a few accounts: of the actors that are present there, then of those they were joined to. Asked for all at once, the engine would look
 * through every join there is for each step of the way.
 */
export async function followLinks(connection: DuckDBConnection, accounts: Int32Array): Promise<RowsByAccount<Link>> {
  const known = new Set<string>()
  const isNew = ({ account, actor }: Present): boolean => known.size < known.add(`${account} ${actor}`).size
  const found: FoundLink[] = []
  let present = ((await readRows(connection, presentSql(accounts))) as unknown as Present[]).filter(isNew)
  while (present.length > 0) {
    const joins = (await readRows(connection, linksOfSql(present))).map(toFoundLink)
    found.push(...joins)
    present = joins.map(({ account, person }) => ({ account, actor: person })).filter(isNew)
  }
  found.sort((a, b) => a.seq - b.seq)
  const links = new Map<number, Link[]>(Array.from(accounts, (account) => [account, []]))
  for (const { account, actor, person, knownAt } of found) links.get(account)?.push({ actor, person, knownAt })
  return (account) => links.get(account) ?? []
}

function toFoundLink(row: Readonly<Record<string, unknown>>): FoundLink {
  const { account, actor, person, seq } = row as unknown as FoundLink
  return { account, actor, person, seq, knownAt: row.known_at as number }
}
