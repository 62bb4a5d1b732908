import { ruleOfState } from '../../config/state-name.ts'
import type { Day } from '../../core/time.ts'
import type { EntityRef, Transition } from '../../core/transition.ts'
import type { SignalState } from '../../judge/signal-state.ts'
import { type CommittedTransition, commitJudgement, type Judgement } from '../../store/control/commit-judgement.ts'
import { readStates, readTransitions } from '../../store/control/read-judgement.ts'
import { LIVE_LOG } from '../data-folder.ts'
import type { Project } from '../project.ts'
import { closeAhead } from './close-days.ts'
import { type JudgedMerge, keepMerges } from './judged-merges.ts'

type Kept = { readonly signal: string; readonly entity: EntityRef; readonly state: SignalState }
type Change = Pick<Judgement, 'transitions' | 'states'>

/**
 * Two accounts become one: of a signal that is open for both, the older episode goes on and the other closes, with cause merge. An episode of the account
 * that goes away can only go on under the other one's name: it closes there and opens here, behind every ordinal given so far.
 */
export async function mergeEpisodes(project: Project, merge: JudgedMerge): Promise<readonly CommittedTransition[]> {
  const { control, clock } = project
  await closeAhead(project, idsOf(project, merge))
  if (project.merges.every(({ n }) => n !== merge.n)) project.merges.push(merge)
  await keepMerges(control, project.merges)
  const kept = (await readStates(control, [merge.from, merge.into])) as Kept[]
  const leaving = kept.filter(({ entity }) => 'account' in entity && entity.account === merge.from)
  const change: { transitions: Change['transitions'][number][]; states: Change['states'][number][] } = {
    transitions: [],
    states: [],
  }
  for (const one of leaving) {
    const entity = { ...one.entity, account: merge.into } as EntityRef
    const staying = kept.find((other) => other.signal === one.signal && sameEntity(other.entity, entity))?.state
    const result = mergeState(project, merge, { leaving: one, entity, staying })
    change.transitions.push(...(await withOpening(project, one, result.transitions)))
    change.states.push({ ...one, state: null }, { signal: one.signal, entity, state: result.state })
  }
  return commitJudgement(control, {
    ...change,
    judged: { [LIVE_LOG]: merge.n },
    judgedDay: null,
    committedAt: clock.now(),
  })
}

function idsOf({ store }: Project, { from, into }: JudgedMerge): Int32Array {
  return Int32Array.from([from, into].flatMap((key) => store.dictionary.account.idOf(key) ?? [])).sort()
}

function sameEntity(a: EntityRef, b: EntityRef): boolean {
  if (a.level !== b.level || a.level === 'person' || b.level === 'person') return false
  if (a.account !== b.account) return false
  return a.level === 'account' || (b.level === 'member' && a.person === b.person)
}

type Pair = { readonly leaving: Kept; readonly entity: EntityRef; readonly staying: SignalState | undefined }
type Merged = { readonly state: SignalState; readonly transitions: readonly (Transition & { fresh: boolean })[] }

function mergeState(project: Project, merge: JudgedMerge, { leaving, entity, staying }: Pair): Merged {
  const { signal, state } = leaving
  const { subject, key } = ruleOfState(signal)
  const told = (what: 'opened' | 'closed', of: EntityRef, ordinal: number): Transition & { fresh: boolean } => ({
    ...{ subject, name: key, entity: of, ordinal, what, cause: 'merge', fresh: false },
    ...{ at: merge.knownAt, asOf: merge.day, position: null, values: [], evidence: [] },
    configHash: project.config.judged.model.hash,
  })
  const closing = state.open ? [told('closed', leaving.entity, state.ordinal)] : []
  if (staying?.open && (!state.open || (staying.openedDay ?? 0) <= (state.openedDay ?? 0)))
    return { state: staying, transitions: closing }
  const closedDay = latest(staying?.closedDay ?? null, state.closedDay)
  const before = Math.max(state.ordinal, staying?.ordinal ?? 0)
  if (!state.open) return { state: { ...state, ordinal: before, closedDay }, transitions: [] }
  if (staying?.open) closing.push(told('closed', entity, staying.ordinal))
  return {
    state: { ...state, ordinal: before + 1, closedDay },
    transitions: [...closing, told('opened', entity, before + 1)],
  }
}

function latest(a: Day | null, b: Day | null): Day | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b)
}

/** What opened the episode explains it under its new name too. */
async function withOpening(project: Project, { signal, entity }: Kept, transitions: Merged['transitions']) {
  if (transitions.every(({ what }) => what !== 'opened') || !('account' in entity)) return transitions
  const { subject, key } = ruleOfState(signal)
  const filter = { account: entity.account, name: key, limit: 1_000, order: 'newest' } as const
  const opening = (await readTransitions(project.control, filter)).find(
    (one) => one.subject === subject && one.what === 'opened' && sameEntity(one.entity, entity),
  )
  if (opening === undefined) return transitions
  const { values, evidence } = opening
  return transitions.map((one) => (one.what === 'opened' ? { ...one, values, evidence } : one))
}
