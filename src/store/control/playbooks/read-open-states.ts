import { inPieces } from '../in-pieces.ts'
import type { ControlStore } from '../open-control-store.ts'
import { columnsKey, type EntityColumns } from './begin-enrolments.ts'

type Asked = {
  readonly level: string
  readonly entities: readonly EntityColumns[]
  /** Of the states that are asked for. */
  readonly names: readonly string[]
}

/** Which of the named states are open for entities of a level, by what was judged last; by `columnsKey`, without those of whom none is. */
export async function readOpenStates(
  db: ControlStore,
  { level, entities, names }: Asked,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const open = new Map<string, Set<string>>()
  if (names.length === 0) return open
  for (const piece of inPieces(entities)) {
    const rows = await db
      .selectFrom('signal_state')
      .select(['account', 'person', 'signal', 'state'])
      .where('account', 'in', [...new Set(piece.map(({ account }) => account))])
      .where('person', 'in', [...new Set(piece.map(({ person }) => person))])
      .where('level', '=', level)
      .where('signal', 'in', [...names])
      .execute()
    for (const row of rows) {
      if (!isOpen(row.state)) continue
      const key = columnsKey(row)
      open.set(key, (open.get(key) ?? new Set()).add(row.signal))
    }
  }
  return open
}

type HoldersFilter = { readonly name: string; readonly after: string; readonly limit: number }

/** The next accounts for which a state is open, in the order of their keys behind one; fewer than `limit`: these are the last. */
export async function readHolders(db: ControlStore, { name, after, limit }: HoldersFilter): Promise<readonly string[]> {
  const holders: string[] = []
  for (let from = after; ; ) {
    const rows = await db
      .selectFrom('signal_state')
      .select(['account', 'state'])
      .where('account', '>', from)
      .where('level', '=', 'account')
      .where('signal', '=', name)
      .orderBy('account')
      .limit(limit)
      .execute()
    for (const { account, state } of rows) if (isOpen(state)) holders.push(account)
    if (holders.length >= limit) return holders.slice(0, limit)
    if (rows.length < limit) return holders
    from = rows.at(-1)!.account
  }
}

function isOpen(state: string): boolean {
  return (JSON.parse(state) as { readonly open?: boolean }).open === true
}
