import type { EntityRef } from '../../core/transition.ts'
import type { SignalState } from '../../judge/signal-state.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'
import { readPersonStates, readStates } from '../../store/control/read-judgement.ts'

/** Sparse states by account id, then by signal and person. */
export type KeptStates = ReadonlyMap<number, ReadonlyMap<string, SignalState>>

export function stateKey(signal: string, person: number | null): string {
  return person === null ? signal : `${signal}\u0000${person}`
}

/** The kept states of some accounts, or of all, under the store's ids. */
export async function loadStates(
  control: ControlStore,
  store: AnalyticStore,
  accounts: Int32Array | null,
): Promise<KeptStates> {
  const keys = accounts === null ? null : Array.from(accounts, (id) => store.dictionary.account.keyOf(id))
  const states = new Map<number, Map<string, SignalState>>()
  for (const { signal, entity, state } of await readStates(control, keys)) {
    const id = idsOf(store, entity)
    if (id === null) continue
    const own = states.get(id.account) ?? new Map<string, SignalState>()
    states.set(id.account, own.set(stateKey(signal, id.person), state as SignalState))
  }
  return states
}

function idsOf({ dictionary }: AnalyticStore, entity: EntityRef): { account: number; person: number | null } | null {
  if (entity.level === 'person') return null
  const account = dictionary.account.idOf(entity.account)
  const person = entity.level === 'member' ? dictionary.actor.idOf(entity.person) : null
  return account === undefined || person === undefined ? null : { account, person }
}

/** The kept states of some persons across their accounts, or of all, by signal and the store's id. */
export async function loadPersonStates(
  control: ControlStore,
  store: AnalyticStore,
  persons: readonly number[] | null,
): Promise<ReadonlyMap<string, SignalState>> {
  const { actor } = store.dictionary
  const states = new Map<string, SignalState>()
  for (const { signal, entity, state } of await readPersonStates(control, persons?.map(actor.keyOf) ?? null)) {
    const person = entity.level === 'person' ? actor.idOf(entity.person) : undefined
    if (person !== undefined) states.set(stateKey(signal, person), state as SignalState)
  }
  return states
}
