import type { EntityRef } from '../../core/transition.ts'
import type { SignalState } from '../../judge/signal-state.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'
import { readPersonStates, readStates, streamStateAccounts } from '../../store/control/read-judgement.ts'

/** The sparse states of an account and its members, by signal and person. */
export type OwnStates = ReadonlyMap<string, SignalState>

export function stateKey(signal: string, person: number | null): string {
  return person === null ? signal : `${signal}\u0000${person}`
}

/** Accounts whose states are read at a time. */
const PAGE_ACCOUNTS = 200

type StatesOf = { readonly account: number; readonly states: OwnStates }

/**
 * The kept states of all accounts, an account at a time in ascending order; of those that have some when it begins: who gets the first ones meanwhile does so by being
 * judged already.
 */
export async function* streamStates(control: ControlStore, store: AnalyticStore): AsyncGenerator<StatesOf> {
  const owners = await accountsWithStates(control, store)
  for (let from = 0; from < owners.length; from += PAGE_ACCOUNTS) {
    const page = owners.subarray(from, from + PAGE_ACCOUNTS)
    const kept = await loadStates(control, store, page)
    for (const account of page) {
      const states = kept.get(account)
      if (states !== undefined) yield { account, states }
    }
  }
}

/** Their ids, rising. Of a million accounts often few have any. */
async function accountsWithStates(control: ControlStore, store: AnalyticStore): Promise<Int32Array> {
  const ids: number[] = []
  for await (const key of streamStateAccounts(control)) {
    const id = store.dictionary.account.idOf(key)
    if (id !== undefined) ids.push(id)
  }
  return Int32Array.from(ids).sort()
}

/** The kept states of some accounts, under the store's ids. */
export async function loadStates(
  control: ControlStore,
  store: AnalyticStore,
  accounts: Int32Array,
): Promise<ReadonlyMap<number, OwnStates>> {
  const keys = Array.from(accounts, (id) => store.dictionary.account.keyOf(id))
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
