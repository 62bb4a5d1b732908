import { readReference } from '../../fold/reference/collect-reference.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { commitJudgement } from '../../store/control/commit-judgement.ts'
import type { LeftClose } from '../../store/control/day-close.ts'
import { planModel } from '../plan-model.ts'
import type { Planned } from '../planned.ts'
import { commitDecided } from '../playbooks/commit-decided.ts'
import type { Project } from '../project.ts'
import { commitPersons, walkPersons, walkPersonsOf } from './close-persons.ts'
import { collectJudgement } from './collect-judgement.ts'
import { foldReferences } from './compute-references.ts'
import type { DayClose, WalkStep } from './day-close.ts'
import { addToFrame, frameRows, openFrame } from './draft-frame.ts'
import { followAccounts } from './follow-accounts.ts'
import { withHotTimelines } from './hot-timelines.ts'
import { type JudgedOne, type Judging, judgeAccounts } from './judge-accounts.ts'
import type { JudgedPersonOne } from './judge-persons.ts'
import { loadStates, type OwnStates, stateKey, streamStates } from './kept-states.ts'
import { learnFrom } from './learn-day.ts'
import { heldByChanges, takePiece } from './take-piece.ts'
import { tellListeners } from './tell-listeners.ts'
import { type Awaitable, whenReady } from './when-ready.ts'

/** Accounts of a piece when nothing waits for it: each is synced, which takes as long as a thousand quiet accounts. */
const WHOLE_PIECE = 10_000
/** Persons that go with the work of an account. */
const PERSONS_FOR_ACCOUNT = 5
/**
 * Accounts that are read by one question. While an answer is being read the engine keeps all that was written since the question, and does not write to
 * its file what it holds in memory: with a close of minutes beside 2,000 events a second, more than half of the memory it may use.
 */
const STRETCH = 1_000

/** Begins to close days that lie between two judgements: from here on the position is judged, and what the close has still to do is kept apart. */
export async function beginClose(
  project: Project,
  days: DayRange,
  position: { readonly log: string; readonly n: number },
): Promise<void> {
  const { account, actor } = project.store.dictionary
  const closing = { ...days, accounts: account.size(), actors: actor.size() }
  await commitJudgement(project.control, {
    ...{ transitions: [], states: [], judgedDay: null, committedAt: project.clock.now() },
    judged: { [position.log]: position.n },
    close: { kind: 'begun', days: closing },
  })
  project.closing = openClose(project, { days: closing, reached: 0, closed: [], closedPersons: [] })
}

/** The close as it was left, for a project that is opened. */
export function openClose(
  project: Pick<Project, 'store' | 'config' | 'folder' | 'control'>,
  { days: { accounts, actors, ...days }, reached, closed, closedPersons }: LeftClose,
): DayClose {
  const { store, config } = project
  const { account, actor } = store.dictionary
  const planned = planModel(config.judged.model, store)
  const learn = learnFrom(project, config.judged.model, { days })
  return {
    ...{ days, accounts, actors: actors ?? actor.size(), planned, learn, hot: new Map() },
    reached,
    closed: new Set(closed.flatMap((key) => account.idOf(key) ?? [])),
    closedPersons: new Set(closedPersons.flatMap((key) => actor.idOf(key) ?? [])),
    ...{ reference: null, walk: null, accountsDone: false, personWalk: null },
  }
}

/** Whether there is nothing to do for an account, any more or at all. */
function isClosed({ reached, closed, accounts }: DayClose, account: number): boolean {
  return account <= reached || account > accounts || closed.has(account)
}

/**
 * Judges the next few accounts of the close under way, or persons when these are done, and commits them; the last piece finishes it. `wait` false: only as many as are ready, so that
 * a tick need not wait. Returns how much was committed; null: no day is being closed.
 */
export async function closeSome(
  project: Project,
  { accounts, wait }: { readonly accounts: number; readonly wait: boolean },
): Promise<number | null> {
  const close = project.closing
  if (close === null) return null
  try {
    const transitions = close.accountsDone ? 0 : await closeAccounts(project, close, { accounts, wait })
    if (!close.accountsDone) return transitions
    close.personWalk ??= { steps: walkPersons(project, close), next: null }
    const piece = { most: accounts * PERSONS_FOR_ACCOUNT, wait, ended: false }
    const isOpen = (one: JudgedPersonOne): one is JudgedPersonOne => !close.closedPersons.has(one.input.fold.person)
    const of = { isOpen, heldBy: heldByChanges }
    const ofPersons = await commitPersons(project, close, takePiece(close.personWalk, piece, of))
    if (piece.ended) await commitEnd(project, close)
    return transitions + ofPersons
  } catch (error) {
    await breakOff(close)
    throw error
  }
}

async function closeAccounts(
  project: Project,
  close: DayClose,
  { accounts, wait }: { readonly accounts: number; readonly wait: boolean },
): Promise<number> {
  close.walk ??= { steps: walkAccounts(project, close), next: null }
  const piece = { most: accounts, wait, ended: false }
  const isOpen = (step: WalkStep): step is JudgedOne => step !== null && !isClosed(close, step.account)
  const kept = openFrame(project.config.judged).nodes.length
  const of = { isOpen, heldBy: (one: JudgedOne) => kept + heldByChanges(one) }
  const transitions = await commitPiece(project, close, { stream: takePiece(close.walk, piece, of), inTurn: true })
  close.accountsDone = piece.ended
  return transitions
}

/** What the close must be done with first. */
type Ahead = {
  readonly accounts: Int32Array
  /** Whoever they were on the days is closed as a person across accounts. */
  readonly actors?: Int32Array
  /** Keys of accounts that may be next. */
  readonly active?: readonly string[] | undefined
}

/**
 * Closes accounts, and persons across accounts, before their turn: what is judged of them later must find the day behind them. Whoever came since has nothing to
 * close, but reads the references of the day as the others do.
 */
export async function closeAhead(project: Project, { accounts, actors = NOBODY, active }: Ahead): Promise<void> {
  const close = project.closing
  if (close === null || accounts.length + actors.length === 0) return
  try {
    await awaitReference(project, close)
    await closeAccountsAhead(project, close, { accounts, active })
    if (actors.length > 0) await commitPersons(project, close, walkPersonsOf(project, close, actors))
  } catch (error) {
    await breakOff(close)
    throw error
  }
}

const NOBODY = new Int32Array(0)

async function closeAccountsAhead(project: Project, close: DayClose, { accounts, active }: Ahead): Promise<void> {
  const waiting = accounts.filter((account) => !isClosed(close, account))
  if (waiting.length === 0) return
  const store = withHotTimelines(project.store, close.hot, active)
  const states = await loadStates(project.control, store, waiting)
  const merged = mergedAccounts(project)
  const statesOf = (account: number) => states.get(account)
  const of = { store, planned: project.config.judged, accounts: waiting, statesOf, merged }
  await commitPiece(project, close, { stream: judgeClosing(close, of), inTurn: false })
}

/** Brings the close under way to its end; without one, nothing. */
export async function finishClose(project: Project): Promise<void> {
  while ((await closeSome(project, { accounts: WHOLE_PIECE, wait: true })) !== null);
}

/** References first, then every account that is not closed yet. */
async function* walkAccounts(project: Project, close: DayClose): AsyncGenerator<WalkStep> {
  const { store, control, config } = project
  const { planned, days } = close
  const kept = { upTo: close.reached, others: Int32Array.from(close.closed) }
  await store.trimFrame({ day: days.to, configHash: config.judged.model.hash }, kept)
  if (close.reference === null) {
    const before = await store.readReference(days.from - 1)
    const rows = yield* foldReferences(store, planned, { days, before })
    await store.writeReference(rows)
    close.reference = readReference(rows)
    yield null
  }
  const states = followAccounts(streamStates(control, store))
  const statesOf = (account: number) => whenReady(states.at(account), (own) => own?.states)
  for (let first = close.reached + 1; first <= close.accounts; first += STRETCH) {
    const accounts = Int32Array.from({ length: Math.min(STRETCH, close.accounts - first + 1) }, (_, i) => first + i)
    yield* judgeClosing(close, { store, planned, accounts, statesOf, merged: mergedAccounts(project) })
  }
}

type Closing = {
  readonly store: AnalyticStore
  readonly planned: Planned
  readonly accounts: Int32Array
  /** Undefined: all are the default. */
  readonly statesOf: (account: number) => Awaitable<OwnStates | undefined>
  /** Those that took others in: their past is that of several. */
  readonly merged: ReadonlySet<number>
}

function mergedAccounts({ merges, store }: Project): Set<number> {
  return new Set(merges.flatMap(({ into }) => store.dictionary.account.idOf(into) ?? []))
}

/** Events of the days were judged when they came; here event signals only lapse. */
function judgeClosing(close: DayClose, { statesOf, merged, ...of }: Closing): AsyncGenerator<JudgedOne> {
  const judging: Judging = {
    ...of,
    days: close.days,
    view: 'decision',
    stateOf: (account) =>
      whenReady(statesOf(account), (states) => (signal, person) => states?.get(stateKey(signal, person))),
    goesOn: (account) => !merged.has(account),
    reference: close.reference,
    events: null,
    passOver: (account) => isClosed(close, account),
  }
  return judgeAccounts(judging)
}

async function awaitReference(project: Project, close: DayClose): Promise<void> {
  while (close.reference === null) {
    close.walk ??= { steps: walkAccounts(project, close), next: null }
    close.walk.next ??= close.walk.steps.next()
    await close.walk.next
    close.walk.next = null
  }
}

/** Accounts that are committed together. `inTurn`: by the walk through all of them. */
type Judged = { readonly stream: AsyncIterable<JudgedOne>; readonly inTurn: boolean }

/** Frame first: rows of it that no commit follows are taken away by the next walk. */
async function commitPiece(project: Project, close: DayClose, { stream, inTurn }: Judged): Promise<number> {
  const { store, config } = project
  const accounts: number[] = []
  const frame = openFrame(config.judged)
  const onJudged = ({ account, folded }: JudgedOne): void => {
    accounts.push(account)
    addToFrame(frame, folded)
  }
  const judgement = await collectJudgement(project, { learn: close.learn, stream, onJudged })
  if (accounts.length === 0) return 0
  await store.writeFrame({ ...frameRows(frame), day: close.days.to, configHash: config.judged.model.hash })
  const committed = await commitDecided(project, {
    ...judgement,
    ...{ judged: {}, judgedDay: null },
    close: inTurn
      ? { kind: 'judged_up_to', account: accounts.at(-1)! }
      : { kind: 'judged', accounts: accounts.map(store.dictionary.account.keyOf) },
  })
  if (inTurn) close.reached = accounts.at(-1)!
  else for (const account of accounts) close.closed.add(account)
  tellListeners(project, committed)
  return committed.length
}

async function commitEnd(project: Project, close: DayClose): Promise<void> {
  await commitJudgement(project.control, {
    ...{ transitions: [], states: [], judged: {}, committedAt: project.clock.now() },
    judgedDay: close.days.to,
    close: { kind: 'finished' },
  })
  project.judgedDay = close.days.to
  project.closing = null
}

/** What was on its way is thrown away: the next piece begins a walk over what is not closed. */
async function breakOff(close: DayClose): Promise<void> {
  const walks = [close.walk, close.personWalk]
  close.walk = null
  close.personWalk = null
  for (const walk of walks) {
    await walk?.next?.catch(() => undefined)
    await walk?.steps.return(undefined).catch(() => undefined)
  }
}
