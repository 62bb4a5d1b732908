import type { Millis } from '../core/time.ts'
import type { AnalyticStore } from '../store/analytic/analytic-store.ts'
import type { AccountTimeline, SubscriptionRow, TimelineNeeds } from '../store/analytic/rows.ts'
import type { JudgedMerge } from './decide/judged-merges.ts'

/** An account whose subscriptions are another's since an instant. */
export type TakenIn = { readonly account: string; readonly since: Millis }

/** The accounts that one took in, and those that these had taken in before. */
export function listTakenIn(merges: readonly JudgedMerge[], into: string): TakenIn[] {
  const found = new Map<string, Millis>()
  const follow = (account: string, since: Millis): void => {
    for (const merge of merges) {
      if (merge.into !== account || merge.from === into || found.has(merge.from)) continue
      const known = Math.max(since, merge.knownAt)
      found.set(merge.from, known)
      follow(merge.from, known)
    }
  }
  follow(into, Number.NEGATIVE_INFINITY)
  return [...found].map(([account, since]) => ({ account, since }))
}

export type TakenRows = TakenIn & { readonly rows: readonly SubscriptionRow[] }

/**
 * What an account pays with the accounts that it took in: two until that became known, one over all history after. Two subscriptions of one name are two, unless
 * the account only began to speak of it after it took in the other: then it goes on.
 */
export function takeInSubscriptions(own: readonly SubscriptionRow[], taken: readonly TakenRows[]): SubscriptionRow[] {
  const all = taken.flatMap(({ account, since, rows }) => {
    const used = new Set(own.filter(({ knownAt }) => knownAt < since).map(({ subscriptionId }) => subscriptionId))
    return rows.map((row) => ({
      ...row,
      subscriptionId: used.has(row.subscriptionId) ? `${account} ${row.subscriptionId}` : row.subscriptionId,
      knownAt: Math.max(row.knownAt, since),
    }))
  })
  return [...all, ...own].sort((a, b) => a.knownAt - b.knownAt)
}

/**
 * The store with what accounts pay told as it is since they took others in: their subscriptions and those of the others. `merges`: as they are when it is asked.
 */
export function withTakenIn(store: AnalyticStore, merges: readonly JudgedMerge[]): AnalyticStore {
  return {
    ...store,
    scanTimelines: (accounts, needs) =>
      merges.length === 0 || needs?.subscriptions === false
        ? store.scanTimelines(accounts, needs)
        : scanTakenIn({ store, merges }, accounts, needs),
  }
}

type Merged = { readonly store: AnalyticStore; readonly merges: readonly JudgedMerge[] }

async function* scanTakenIn(
  of: Merged,
  accounts: Int32Array | null,
  needs: TimelineNeeds | undefined,
): AsyncGenerator<readonly AccountTimeline[]> {
  const { keyOf } = of.store.dictionary.account
  const takenBy = listTakers(of, accounts)
  const rowsOf = await readSubscriptions(of.store, [...takenBy.values()].flat())
  const takeIn = (timeline: AccountTimeline): AccountTimeline => {
    const taken = takenBy.get(keyOf(timeline.account))
    if (taken === undefined) return timeline
    const rows = taken.map((one) => ({ ...one, rows: rowsOf.get(one.account) ?? [] }))
    return { ...timeline, subscriptions: takeInSubscriptions(timeline.subscriptions, rows) }
  }
  for await (const page of of.store.scanTimelines(accounts, needs)) yield page.map(takeIn)
}

/** Those of the accounts asked for that took others in, with these. */
function listTakers({ store, merges }: Merged, accounts: Int32Array | null): ReadonlyMap<string, readonly TakenIn[]> {
  const asked = accounts === null ? null : new Set(accounts)
  const isAsked = (key: string): boolean => asked?.has(store.dictionary.account.idOf(key) ?? -1) !== false
  const takers = new Set(merges.map(({ into }) => into).filter(isAsked))
  return new Map([...takers].map((key) => [key, listTakenIn(merges, key)]))
}

const SUBSCRIPTIONS: TimelineNeeds = {
  ...{ people: false, accountTraits: [], personTraits: [], firstSeen: false, heard: false },
  subscriptions: true,
}

async function readSubscriptions(
  store: AnalyticStore,
  taken: readonly TakenIn[],
): Promise<ReadonlyMap<string, readonly SubscriptionRow[]>> {
  const { account } = store.dictionary
  const ids = Int32Array.from(new Set(taken.flatMap((one) => account.idOf(one.account) ?? [])))
  const rowsOf = new Map<string, readonly SubscriptionRow[]>()
  if (ids.length === 0) return rowsOf
  for await (const page of store.scanTimelines(ids, SUBSCRIPTIONS))
    for (const timeline of page) rowsOf.set(account.keyOf(timeline.account), timeline.subscriptions)
  return rowsOf
}
