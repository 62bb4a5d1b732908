import type { AccountMatch } from '../../config/sources.ts'
import { type Customer, matchAccount } from '../../ingest/stripe/match-account.ts'
import { idOf, isObject, type StripeObject, textOf } from '../../ingest/stripe/stripe-object.ts'
import type { Told } from '../../ingest/stripe/tell-terms.ts'
import type { Billed, Terms } from '../../ingest/stripe/terms-of.ts'
import type { KeptRow, SyncState } from '../../store/sources/sync-state.ts'

/** What is known of a subscription: of whom, its terms so far, and what of them was told to which account. */
export type KeptSubscription = {
  readonly customer: string
  readonly metadata: StripeObject
  readonly terms: readonly Terms[]
  readonly unpriced: string | null
  readonly told: Told | null
}

const CUSTOMER = 'stripe:customer'
const SUBSCRIPTION = 'stripe:subscription'
const BILLED = 'stripe:billed'
const EVENT = 'stripe:event'

/** What an object says was said at `at` (seconds), the `rank`th of that second. */
export type Said = { readonly at: number; readonly rank: number }

/** What Stripe said so far, kept beside what was told of it. */
export type StripeBook = ReturnType<typeof openBook>

export function openBook(state: SyncState) {
  return {
    state,
    /** `same`: it is as it was; `stale`: something later was said of it before. */
    keepCustomer: (customer: StripeObject, said: Said): 'new' | 'same' | 'stale' => {
      const id = idOf(customer.id)
      if (id === null) return 'stale'
      const told = toCustomer(id, customer)
      const before = state.row(CUSTOMER, id)?.told
      if (!keep(state, CUSTOMER, { key: id, told, said })) return 'stale'
      return before === JSON.stringify(told) ? 'same' : 'new'
    },
    customer: (id: string): Customer => readTold<Customer>(state.row(CUSTOMER, id)) ?? toCustomer(id, {}),
    keepSubscription: (id: string, kept: KeptSubscription, said: Said): boolean =>
      keep(state, SUBSCRIPTION, { key: id, told: kept, said }),
    /** What is kept of it, whoever spoke last. */
    replaceSubscription: (id: string, kept: KeptSubscription): void => {
      const hash = state.row(SUBSCRIPTION, id)?.hash ?? ''
      state.keepRow(SUBSCRIPTION, { key: id, hash, told: JSON.stringify(kept) })
    },
    /** What was told is noted whoever spoke last. */
    noteTold: (id: string, told: Told | null): void => {
      const row = state.row(SUBSCRIPTION, id)
      const kept = readTold<KeptSubscription>(row)
      if (row !== null && kept !== null)
        state.keepRow(SUBSCRIPTION, { key: id, hash: row.hash, told: JSON.stringify({ ...kept, told }) })
    },
    subscription: (id: string): KeptSubscription | null => readTold(state.row(SUBSCRIPTION, id)),
    subscriptions: (): { readonly id: string; readonly kept: KeptSubscription }[] =>
      [...state.rowsOf(SUBSCRIPTION)].map((row) => ({ id: row.key, kept: readTold<KeptSubscription>(row)! })),
    isLater: (id: string, said: Said): boolean => isLater(state.row(SUBSCRIPTION, id), said),
    keepBilled: (invoice: string, billed: Billed & { readonly subscription: string }): void =>
      state.keepRow(BILLED, { key: invoice, hash: '', told: JSON.stringify(billed) }),
    billed: (): ReadonlyMap<string, readonly Billed[]> => {
      const all = [...state.rowsOf(BILLED)].map((row) => readTold<Billed & { subscription: string }>(row)!)
      return groupBilled(all)
    },
    knowsEvent: (id: string): boolean => state.row(EVENT, id) !== null,
    keepEvent: (id: string, at: number): void => state.keepRow(EVENT, { key: id, hash: String(at), told: null }),
    /** Stripe sends one again for three days; after thirty it is forgotten. */
    dropEvents: (before: number): void => {
      for (const row of [...state.rowsOf(EVENT)]) if (Number(row.hash) < before) state.dropRow(row.id)
    },
    dropBilled: (): void => state.dropTarget(BILLED),
    dropAll: (): void => {
      for (const name of [CUSTOMER, SUBSCRIPTION, BILLED, EVENT, 'stripe']) state.dropTarget(name)
    },
  }
}

function groupBilled<T extends { readonly subscription: string }>(all: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) groups.set(one.subscription, [...(groups.get(one.subscription) ?? []), one])
  return groups
}

function readTold<T>(row: Pick<KeptRow, 'told'> | null): T | null {
  return row?.told == null ? null : (JSON.parse(row.told) as T)
}

function keep(
  state: SyncState,
  target: string,
  { key, told, said }: { readonly key: string; readonly told: object; readonly said: Said },
): boolean {
  if (!isLater(state.row(target, key), said)) return false
  state.keepRow(target, { key, hash: `${said.at} ${said.rank}`, told: JSON.stringify(told) })
  return true
}

/** Of two that were said in one second, what ends something is later than what changes it, and that later than what begins it. */
function isLater(row: KeptRow | null, { at, rank }: Said): boolean {
  const [before = 0, rankBefore = 0] = (row?.hash ?? '0 0').split(' ').map(Number)
  return at > before || (at === before && rank >= rankBefore)
}

function toCustomer(id: string, { name, email, metadata }: StripeObject): Customer {
  return { id, name: textOf(name), email: textOf(email), metadata: isObject(metadata) ? metadata : {} }
}

/** The account of a subscription, by the rules. */
export function accountOfSubscription(
  book: StripeBook,
  { customer, metadata }: KeptSubscription,
  { rules, accountWith }: Matching,
): string | null {
  return matchAccount(rules, { customer: book.customer(customer), metadata }, accountWith)
}

export type Matching = {
  readonly rules: readonly AccountMatch[]
  readonly accountWith: (trait: string, value: string) => string | null
}
