import { telltaleError } from '../core/errors.ts'
import { placeIn } from '../core/place-in.ts'
import type { AccountQuery, AccountRow, AccountSort } from './accounts.ts'

/** What an accounts query means, over all rows: filter, order (ties by key, unknown last), one page. */
export function selectAccounts(rows: readonly AccountRow[], query: AccountQuery): Selected {
  return pickAccounts(orderAccounts(rows, query), query)
}

/** Puts a row in the place of one that it replaces, or adds it (null), in rows that are in the order of a query. */
export function replaceInOrder(
  ordered: AccountRow[],
  { sort, order }: Pick<AccountQuery, 'sort' | 'order'>,
  { before, after }: { readonly before: AccountRow | null; readonly after: AccountRow },
): void {
  const sign = order === 'asc' ? 1 : -1
  const placeOf = (row: AccountRow): number => {
    const valued = { row, value: sortValue(row, sort) }
    return placeIn(ordered, (one) => compareRows({ row: one, value: sortValue(one, sort) }, valued, sign) < 0)
  }
  if (before !== null) ordered.splice(placeOf(before), 1)
  ordered.splice(placeOf(after), 0, after)
}

type Selected = { data: AccountRow[]; nextCursor: string | null; total: number }

/** All rows in the order of a query: every one has its place, whatever is asked of them. */
export function orderAccounts(
  rows: readonly AccountRow[],
  { sort, order }: Pick<AccountQuery, 'sort' | 'order'>,
): AccountRow[] {
  const sign = order === 'asc' ? 1 : -1
  const valued = rows.map((row) => ({ row, value: sortValue(row, sort) }))
  return valued.sort((a, b) => compareRows(a, b, sign)).map(({ row }) => row)
}

/** The page of a query, of rows in its order. */
export function pickAccounts(ordered: readonly AccountRow[], query: AccountQuery): Selected {
  const kept = isFiltered(query) ? ordered.filter((row) => matches(row, query)) : ordered
  const start = query.cursor === undefined ? (query.offset ?? 0) : readCursor(query.cursor)
  const data = kept.slice(start, start + query.limit)
  const next = start + data.length
  return { data, nextCursor: next < kept.length ? String(next) : null, total: kept.length }
}

function isFiltered({ q = '', type, signal, plan, assignee }: AccountQuery): boolean {
  return q !== '' || [type, signal, plan, assignee].some((one) => one !== undefined)
}

function matches(row: AccountRow, query: AccountQuery): boolean {
  const { q, type, signal, plan, assignee } = query
  if (plan !== undefined && row.plan !== plan) return false
  if (assignee !== undefined && row.assignee !== assignee) return false
  if (type !== undefined && !row.openSignals.some((open) => open.type === type)) return false
  if (signal !== undefined && !row.openSignals.some((open) => open.key === signal)) return false
  if (q === undefined || q === '') return true
  const needle = q.toLowerCase()
  return row.name.toLowerCase().includes(needle) || row.key.toLowerCase().includes(needle)
}

type Valued = { readonly row: AccountRow; readonly value: number | string | null }

function compareRows({ row: a, value: x }: Valued, { row: b, value: y }: Valued, sign: number): number {
  if (x === null || y === null) return x === y ? compareText(a.key, b.key) : x === null ? 1 : -1
  const order = typeof x === 'string' ? compareText(x, String(y)) : x - Number(y)
  return order === 0 ? compareText(a.key, b.key) : order * sign
}

function sortValue(row: AccountRow, sort: AccountSort): number | string | null {
  switch (sort) {
    case 'name':
      return row.name.toLowerCase()
    case 'members':
      return row.members
    case 'active':
      return row.activeMembers28
    case 'tenure':
      return row.tenureDays
    case 'mrr':
      return row.mrr === null ? null : row.mrr.minor
    case 'lastActive':
      return row.lastActiveDay
    case 'alerts':
      return alertRank(row)
    case 'events':
      return row.weeks.at(-1) ?? 0
  }
}

/** Risk where something is at stake, then other alerts of who pays, then those of who does not, risk first: most of these have left already. The dearest first. */
function alertRank({ openSignals, mrr }: AccountRow): number {
  const stake = Math.min(mrr?.minor ?? 0, 1e9) / 1e10
  if (openSignals.length === 0) return stake
  const risk = openSignals.some((open) => open.type === 'risk') ? 1 : 0
  return (mrr === null ? 1 : 3) + risk + stake
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function readCursor(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor)
  throw telltaleError('bad_argument', { argument: 'cursor', value: cursor, expected: '`nextCursor` of a page' })
}
