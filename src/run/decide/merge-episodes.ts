import { ruleOfState } from '../../config/state-name.ts'
import type { EntityRef, Transition } from '../../core/transition.ts'
import { type MergeChange, mergeStates } from '../../judge/merge-states.ts'
import type { SignalState } from '../../judge/signal-state.ts'
import { type CommittedTransition, commitJudgement, type Judgement } from '../../store/control/commit-judgement.ts'
import { endEnrolmentsOf } from '../../store/control/playbooks/enrolments.ts'
import { readStates, readTransitions } from '../../store/control/read-judgement.ts'
import { LIVE_LOG } from '../data-folder.ts'
import type { Project } from '../project.ts'
import { closeAhead } from './close-days.ts'
import { type JudgedMerge, keepMerges } from './judged-merges.ts'

type Kept = { readonly signal: string; readonly entity: EntityRef; readonly state: SignalState }
type Change = Pick<Judgement, 'transitions' | 'states'>

/** Two accounts become one, and so do their episodes, with cause merge. */
export async function mergeEpisodes(project: Project, merge: JudgedMerge): Promise<readonly CommittedTransition[]> {
  const { control, clock } = project
  await closeAhead(project, { accounts: idsOf(project, merge) })
  if (project.merges.every(({ n }) => n !== merge.n)) project.merges.push(merge)
  await keepMerges(control, project.merges)
  forgetTakers(project, merge)
  const kept = (await readStates(control, [merge.from, merge.into])) as Kept[]
  const leaving = kept.filter(({ entity }) => 'account' in entity && entity.account === merge.from)
  const change: { transitions: Change['transitions'][number][]; states: Change['states'][number][] } = {
    transitions: [],
    states: [],
  }
  for (const one of leaving) {
    const entity = { ...one.entity, account: merge.into } as EntityRef
    const staying = kept.find((other) => other.signal === one.signal && sameEntity(other.entity, entity))?.state
    const { state, changes } = mergeStates(one.state, staying)
    const transitions = toTransitions(project, merge, { leaving: one, entity, changes })
    change.transitions.push(...(await withOpening(project, one, transitions)))
    change.states.push({ ...one, state: null }, { signal: one.signal, entity, state })
  }
  const committedAt = clock.now()
  const committed = await commitJudgement(
    control,
    { ...change, judged: { [LIVE_LOG]: merge.n }, judgedDay: null, committedAt },
    // A merge sends nothing: playbooks are over for the account that is no more.
    (tx) => endEnrolmentsOf(tx, merge.from, committedAt),
  )
  // Bands change with closes otherwise, and are kept until the next one.
  project.rows.at = ''
  return committed
}

/** What the account pays is more from now on than when its timeline was kept. */
function forgetTakers({ hot, store }: Project, { into }: JudgedMerge): void {
  const id = store.dictionary.account.idOf(into)
  if (id !== undefined) hot.delete(id)
}

function idsOf({ store }: Project, { from, into }: JudgedMerge): Int32Array {
  return Int32Array.from([from, into].flatMap((key) => store.dictionary.account.idOf(key) ?? [])).sort()
}

function sameEntity(a: EntityRef, b: EntityRef): boolean {
  if (a.level !== b.level || a.level === 'person' || b.level === 'person') return false
  if (a.account !== b.account) return false
  return a.level === 'account' || (b.level === 'member' && a.person === b.person)
}

type Pair = { readonly leaving: Kept; readonly entity: EntityRef; readonly changes: readonly MergeChange[] }
type MergeTransition = Transition & { fresh: boolean }

function toTransitions(project: Project, merge: JudgedMerge, { leaving, entity, changes }: Pair): MergeTransition[] {
  const { subject, key } = ruleOfState(leaving.signal)
  return changes.map(({ of, what, ordinal }) => ({
    ...{ subject, name: key, ordinal, what, cause: 'merge', fresh: false },
    ...{ at: merge.knownAt, asOf: merge.day, position: null, values: [], evidence: [] },
    entity: of === 'leaving' ? leaving.entity : entity,
    configHash: project.config.judged.model.hash,
  }))
}

/** What opened the episode explains it under its new name too. */
async function withOpening(project: Project, { signal, entity }: Kept, transitions: readonly MergeTransition[]) {
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
