import { personOf } from '../../ingest/attribution-state.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'
import type { AccountTimeline, TimelineNeeds } from '../../store/analytic/rows.ts'
import type { AppliedStretch } from '../apply/apply-logs.ts'
import type { Project } from '../project.ts'

/** Timelines of accounts that were judged lately, so that the next event of theirs need not read them again. Oldest first. */
export type HotTimelines = Map<number, AccountTimeline>

/** Rows of timelines that are held at most; about 100 bytes each. */
const ROWS_MAX = 400_000

/** Others that are read along where an account is read at all: nearly all of what that takes is the question itself. */
const ALONG = 16

/**
 * The store with timelines of hot accounts answered from memory. Always to be asked for the same parts, those of the config in force. Only for lists of accounts:
 * a pass over all of them would push the hot ones out. `active`: keys of accounts that may be asked for next.
 */
export function withHotTimelines(
  store: AnalyticStore,
  hot: HotTimelines,
  active: readonly string[] = [],
): AnalyticStore {
  return {
    ...store,
    scanTimelines: (accounts, needs) =>
      accounts === null ? store.scanTimelines(null, needs) : scanHot({ store, hot, needs, active }, accounts),
  }
}

type Scanning = {
  readonly store: AnalyticStore
  readonly hot: HotTimelines
  readonly needs: TimelineNeeds | undefined
  readonly active: readonly string[]
}

async function* scanHot(scanning: Scanning, accounts: Int32Array): AsyncGenerator<readonly AccountTimeline[]> {
  const { store, hot, needs } = scanning
  const cold = accounts.filter((account) => !hot.has(account))
  const read = new Map<number, AccountTimeline>()
  if (cold.length > 0)
    for await (const page of store.scanTimelines(withOthers(scanning, cold), needs))
      for (const timeline of page) read.set(timeline.account, timeline)
  for (const timeline of read.values()) keep(hot, timeline)
  const timelines = Array.from(accounts, (account) => hot.get(account) ?? read.get(account)).filter(
    (one) => one !== undefined,
  )
  for (const timeline of timelines) keep(hot, timeline)
  cool(hot)
  yield timelines.sort((a, b) => a.account - b.account)
}

/** The cold accounts, and a few active ones that are cold too. */
function withOthers({ store, hot, active }: Scanning, cold: Int32Array): Int32Array {
  const ids = new Set(cold)
  for (const key of active) {
    if (ids.size >= cold.length + ALONG) break
    const id = store.dictionary.account.idOf(key)
    if (id !== undefined && !hot.has(id)) ids.add(id)
  }
  return Int32Array.from(ids)
}

function keep(hot: HotTimelines, timeline: AccountTimeline): void {
  hot.delete(timeline.account)
  hot.set(timeline.account, timeline)
}

/** Lets the accounts go that were judged longest ago. */
function cool(hot: HotTimelines): void {
  let rows = 0
  for (const timeline of hot.values()) rows += rowsOf(timeline)
  for (const [account, timeline] of hot) {
    if (rows <= ROWS_MAX) return
    rows -= rowsOf(timeline)
    hot.delete(account)
  }
}

function rowsOf({ members, traits, personTraits, links, subscriptions }: AccountTimeline): number {
  return 1 + members.length + traits.length + personTraits.length + links.length + subscriptions.length
}

/**
 * Forgets what a stretch made old. The first event of a joined actor in an account brings the actor's join into the account's timeline, though nothing was
 * said of persons.
 */
export function forgetOld(project: Project, stretch: AppliedStretch): void {
  for (const hot of hotOf(project)) if (hot.size > 0) forgetOldOf(project, hot, stretch)
}

/** Forgets all, since something was told of many accounts, or other parts are asked for. */
export function forgetAll(project: Project): void {
  for (const hot of hotOf(project)) hot.clear()
}

function hotOf({ hot, closing }: Project): readonly HotTimelines[] {
  return closing === null ? [hot] : [hot, closing.hot]
}

function forgetOldOf({ store, applier }: Project, hot: HotTimelines, { batch, outcome }: AppliedStretch): void {
  for (const account of outcome.retimed) hot.delete(account)
  const { rows, actor, account } = batch.events
  for (let row = 0; row < rows; row++) {
    const key = account.values[account.index[row]!]
    const by = actor.values[actor.index[row]!]!
    if (key === undefined || personOf(applier.attribution, by) === by) continue
    const id = store.dictionary.account.idOf(key)
    if (id !== undefined) hot.delete(id)
  }
}
