import { stateName } from '../../config/state-name.ts'
import type { Day } from '../../core/time.ts'
import type { Reference } from '../../fold/entity.ts'
import { readReference } from '../../fold/reference/collect-reference.ts'
import { type Cut, cutDays, type Stretch } from '../../judge/cut-days.ts'
import type { JudgedState, JudgedTransition } from '../../judge/judge-input.ts'
import { judgedRules } from '../../judge/judged-rules.ts'
import { mergeStates } from '../../judge/merge-states.ts'
import { inOrder } from '../../judge/order-transitions.ts'
import { isDefaultState, type SignalState } from '../../judge/signal-state.ts'
import { toMergeTransitions } from '../../judge/to-merge-transitions.ts'
import type { DayRange, EventRow } from '../../store/analytic/rows.ts'
import { LIVE_LOG } from '../data-folder.ts'
import type { Planned } from '../planned.ts'
import type { Project } from '../project.ts'
import type { LearnOf } from './decide-causes.ts'
import { type JudgedOne, judgeAccounts } from './judge-accounts.ts'
import type { JudgedMerge } from './judged-merges.ts'
import { stateKey } from './kept-states.ts'
import { type ReplayedOne, type ReplayingAlone, replayAlone } from './replay-alone.ts'
import { replayCauses } from './replay-causes.ts'
import { streamTriggeredEvents } from './stream-triggered-events.ts'
import { tellCauses } from './tell-causes.ts'

export type ReplayingAccounts = {
  readonly planned: Planned
  /** null: all. */
  readonly accounts: Int32Array | null
  readonly days: DayRange
  readonly reference: Reference | null
  /** null: nobody asks for the causes of what changed. */
  readonly learn: LearnOf | null
}

/** Days of accounts, taken together, from which on a second thread is worth its start: it compiles for a second what takes two seconds here. */
const WORTH_THREADS = 500_000

/** How many threads judge so many days of accounts. */
export function threadsFor({ threads }: Project, work: number): number {
  return work < WORTH_THREADS ? 1 : threads
}

/** An account is taken in by another: judged up to then, and no more. */
type AccountCut = Cut & { readonly leaving: number; readonly staying: number }

/**
 * Judges accounts over days from nothing, as living through them judges them: two that merge each for itself until the merge is known, then their episodes go
 * over. Changes before `toldFrom` whose episodes have ended by then may come without evidence.
 */
export async function* replayAccounts(
  project: Project,
  {
    references,
    toldFrom,
    ...asked
  }: Omit<ReplayingAccounts, 'reference'> & Pick<ReplayingAlone, 'references'> & { readonly toldFrom: Day },
): AsyncGenerator<ReplayedOne> {
  const { accounts, days, planned } = asked
  const { store } = project
  const bound = bindCuts(cutsWithin(project, days))
  const alone = accounts === null ? null : accounts.filter((account) => !bound.has(account))
  const work = (alone?.length ?? store.dictionary.account.size()) * (days.to - days.from + 1)
  const threads = threadsFor(project, work)
  const passOver = (account: number): boolean => bound.has(account)
  const reference = readReference(references)
  if (alone?.length !== 0) {
    const judged = replayAlone({ store, planned, accounts: alone, passOver, days, references, toldFrom, threads })
    const { learn } = asked
    yield* learn === null ? judged : tellCauses(store, { planned, days, reference, learn, toldFrom }, judged)
  }
  if (bound.size === 0) return
  const replaying = { ...asked, reference }
  for (const cuts of new Set(bound.values())) {
    if (accounts !== null && !accounts.some((account) => bound.get(account) === cuts)) continue
    const run = await judgeUntilMerged(project, replaying, cuts)
    await judgeApart(run, run.last)
    for (const account of run.accounts.keys())
      if (accounts === null || accounts.includes(account)) yield { account, ...replayedOf(run, account) }
  }
}

/** What is known of an account before the last of the merges that it has to do with is behind it; null: it has to do with none. */
export async function replayUntilMerged(
  project: Project,
  replaying: Omit<ReplayingAccounts, 'accounts'>,
  account: number,
): Promise<{ readonly run: MergingRun; readonly goesOn: boolean } | null> {
  const cuts = bindCuts(cutsWithin(project, replaying.days)).get(account)
  if (cuts === undefined) return null
  const run = await judgeUntilMerged(project, { ...replaying, accounts: null }, cuts)
  return { run, goesOn: run.staying.has(account) }
}

/** Merges known on the days, in order of the log. */
function cutsWithin({ merges, store }: Project, days: DayRange): AccountCut[] {
  return merges
    .filter(({ day }) => day >= days.from && day <= days.to)
    .sort((a, b) => a.n - b.n)
    .flatMap((merge) => toCut(merge, store.dictionary.account.idOf))
}

function toCut({ from, into, knownAt, day, n }: JudgedMerge, idOf: (key: string) => number | undefined): AccountCut[] {
  const [leaving, staying] = [idOf(from), idOf(into)]
  if (leaving === undefined || staying === undefined) return []
  const comesAfter = (event: EventRow): boolean => (event.log === LIVE_LOG ? event.n < n : event.knownAt < knownAt)
  return [{ leaving, staying, knownAt, day, comesAfter }]
}

/** The cuts that an account has to do with, itself or through others: those that become one account share them. */
function bindCuts(cuts: readonly AccountCut[]): ReadonlyMap<number, readonly AccountCut[]> {
  const bound = new Map<number, readonly AccountCut[]>()
  for (const cut of cuts) {
    const earlier = new Set([...(bound.get(cut.leaving) ?? []), ...(bound.get(cut.staying) ?? [])])
    const together = [...cuts.filter((one) => earlier.has(one)), cut]
    for (const { leaving, staying } of together) bound.set(leaving, together).set(staying, together)
  }
  return bound
}

type Known = { readonly states: Map<string, JudgedState>; readonly transitions: JudgedTransition[] }

/** What changes while accounts that become one are judged. */
export type MergingRun = {
  readonly project: Project
  readonly replaying: ReplayingAccounts
  readonly accounts: ReadonlyMap<number, Known>
  /** Those that none has taken in yet. */
  readonly staying: Set<number>
  /** What is judged behind the last merge. */
  readonly last: Stretch<AccountCut>
}

async function judgeUntilMerged(
  project: Project,
  replaying: ReplayingAccounts,
  cuts: readonly AccountCut[],
): Promise<MergingRun> {
  const stretches = cutDays(replaying.days, cuts)
  const ids = [...new Set(cuts.flatMap(({ leaving, staying }) => [leaving, staying]))].sort((a, b) => a - b)
  const accounts = new Map(ids.map((id): [number, Known] => [id, { states: new Map(), transitions: [] }]))
  const run = { project, replaying, accounts, staying: new Set(ids), last: stretches.at(-1)! }
  for (const stretch of stretches.slice(0, -1)) {
    await judgeApart(run, stretch)
    if (stretch.cut !== null) takeIn(run, stretch.cut)
  }
  return run
}

async function judgeApart(run: MergingRun, stretch: Stretch<AccountCut>): Promise<void> {
  const { project, replaying, accounts, staying } = run
  const stateOf = (account: number) => (signal: string, person: number | null) =>
    stateBefore(run, account, stateKey(signal, person))
  for await (const one of judgeStretch(project, replaying, { stretch, accounts: Int32Array.from(staying), stateOf })) {
    const known = accounts.get(one.account)!
    // Evidence is found when it is first read, and only until the next account is judged.
    const told = one.transitions.map((change) => ({ ...change, evidence: change.evidence }))
    known.transitions.push(...(replaying.learn === null ? told : await causesOf(one, told, replaying.learn)))
    for (const state of one.states) known.states.set(stateKey(state.signal, state.person), state)
  }
}

function causesOf(
  { account, input }: JudgedOne,
  told: readonly JudgedTransition[],
  learn: LearnOf,
): Promise<JudgedTransition[]> {
  return replayCauses(input, told, learn({ account }, input.dayOpen === true ? input.events : undefined))
}

export function stateBefore({ accounts }: MergingRun, account: number, key: string): SignalState | undefined {
  return accounts.get(account)?.states.get(key)?.state ?? undefined
}

type StretchOf = {
  readonly stretch: Stretch<AccountCut>
  readonly accounts: Int32Array
  readonly stateOf: Parameters<typeof judgeAccounts>[0]['stateOf']
}

function judgeStretch(
  { store }: Project,
  { planned, reference }: ReplayingAccounts,
  { stretch: { days, dayOpen, elsewhere }, accounts, stateOf }: StretchOf,
) {
  const events = streamTriggeredEvents(store, planned.model, { accounts, days })
  const seen = { accounts, days, events, judged: elsewhere, dayOpen }
  return judgeAccounts({ store, planned, reference, stateOf, view: 'decision', ...seen })
}

function takeIn({ replaying, accounts, staying: left }: MergingRun, cut: AccountCut): void {
  const [leaving, staying] = [accounts.get(cut.leaving)!, accounts.get(cut.staying)!]
  const rules = new Map(judgedRules(replaying.planned.model).map((rule) => [stateName(rule), rule]))
  for (const [key, { signal: name, person, state }] of leaving.states) {
    const signal = rules.get(name)
    if (state === null || signal?.enabled !== true) continue
    const merged = mergeStates(state, staying.states.get(key)?.state ?? undefined)
    const at = { signal, leaving: person, staying: person, knownAt: cut.knownAt, day: cut.day }
    toMergeTransitions(merged.changes, at, leaving.transitions).forEach((transition, i) => {
      const of = merged.changes[i]!.of === 'leaving' ? leaving : staying
      of.transitions.push(transition)
    })
    staying.states.set(key, { signal: name, person, state: merged.state })
  }
  leaving.states.clear()
  left.delete(cut.leaving)
}

/** What was found of one of the accounts; its transitions in order. */
export function replayedOf({ replaying, accounts }: MergingRun, account: number): Omit<ReplayedOne, 'account'> {
  const { states, transitions } = accounts.get(account)!
  return {
    transitions: inOrder(replaying.planned.model, [...transitions]),
    states: [...states.values()].filter(({ state }) => state !== null && !isDefaultState(state)),
  }
}
