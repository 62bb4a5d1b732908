import type { EntityRef } from '../../../core/transition.ts'
import { entityColumns } from '../commit-judgement.ts'
import type { ControlStore } from '../open-control-store.ts'

/** Which of the named states are open for an entity, by what was judged last. */
export async function readOpenStates(
  db: ControlStore,
  entity: EntityRef,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set()
  const { account, person } = entityColumns(entity)
  const rows = await db
    .selectFrom('signal_state')
    .select(['signal', 'state'])
    .where((e) => e.and({ account, person, level: entity.level }))
    .where('signal', 'in', [...names])
    .execute()
  return new Set(rows.flatMap(({ signal, state }) => (isOpen(state) ? [signal] : [])))
}

/** The accounts for which a state is open, in the order of their keys. */
export async function readHolders(db: ControlStore, name: string): Promise<string[]> {
  const rows = await db
    .selectFrom('signal_state')
    .select(['account', 'state'])
    .where('level', '=', 'account')
    .where('signal', '=', name)
    .orderBy('account')
    .execute()
  return rows.flatMap(({ account, state }) => (isOpen(state) ? [account] : []))
}

function isOpen(state: string): boolean {
  return (JSON.parse(state) as { readonly open?: boolean }).open === true
}
