import { readInPieces } from './in-pieces.ts'
import type { ControlStore } from './open-control-store.ts'

/** Names of the states of milestones begin with this. */
const MILESTONES = 'milestone.'

/** The milestones that accounts, all of them or some, have done, by account. */
export async function readReachedMilestones(
  db: ControlStore,
  accounts: readonly string[] | null,
): Promise<Map<string, Set<string>>> {
  const all = db
    .selectFrom('signal_state')
    .select(['account', 'signal', 'state'])
    .where('level', '=', 'account')
    .where('signal', '>=', MILESTONES)
    .where('signal', '<', 'milestone/')
  const rows =
    accounts === null
      ? await all.execute()
      : await readInPieces(accounts, (piece) => all.where('account', 'in', piece).execute())
  const reached = new Map<string, Set<string>>()
  for (const { account, signal, state } of rows) {
    const { open }: { readonly open: boolean } = JSON.parse(state)
    if (!open) continue
    const own = reached.get(account)
    if (own === undefined) reached.set(account, new Set([signal.slice(MILESTONES.length)]))
    else own.add(signal.slice(MILESTONES.length))
  }
  return reached
}
