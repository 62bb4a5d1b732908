import { ruleOfState, stateName } from '../../config/state-name.ts'
import type { Day } from '../../core/time.ts'
import type { Cause, EntityRef, Transition } from '../../core/transition.ts'
import type { JudgedAccount } from '../../judge/judge-account.ts'
import { judgedRules } from '../../judge/judged-rules.ts'
import type { SignalState } from '../../judge/signal-state.ts'
import { commitJudgement, type Judgement, type StateChange } from '../../store/control/commit-judgement.ts'
import { readStates } from '../../store/control/read-judgement.ts'
import type { PositionVector } from '../../store/log/log-record.ts'
import type { Project } from '../project.ts'
import { computeReferences } from './compute-references.ts'
import { EVERY_EVENT, judgePersons } from './judge-persons.ts'
import { entityOf, NO_ACCOUNT, nameTransition } from './name-transition.ts'
import { replayAccounts } from './replay-accounts.ts'

export type Seeding = {
  readonly cause: Extract<Cause, 'config' | 'import'>
  /** Positions of the logs that are judged by this. */
  readonly judged: PositionVector
  readonly progress: (accounts: number, total: number) => void
}

/**
 * Sets the states to what a replay of all history up to the last closed day gives, silently: one transition for every entity whose signal turns out to be open
 * where it was not, or the other way round, under the given cause, so that nothing is ever sent for it. Ordinals go on from those that were given.
 */
export async function seedStates(
  project: Project,
  { cause, judged, progress }: Seeding,
): Promise<{ opened: number; closed: number }> {
  const to = project.judgedDay
  const from = await firstDay(project)
  if (to === null || from === null || from > to) return noHistory(project, judged)
  const replayed = await replayStates(project, { from, to }, progress)
  const kept = await readStates(project.control, null)
  const judgement = compareStates(project, {
    replayed,
    kept: new Map(kept.map((row) => [entryKey(row.signal, row.entity), row])),
    cause,
    day: to,
  })
  await commitJudgement(project.control, {
    ...judgement,
    committedAt: project.clock.now(),
    judged,
    judgedDay: null,
  })
  project.seeded += 1
  const count = (what: string): number => judgement.transitions.filter((one) => one.what === what).length
  return { opened: count('opened'), closed: count('closed') }
}

/** Nothing to replay: only the positions are noted. */
async function noHistory(project: Project, judged: PositionVector): Promise<{ opened: number; closed: number }> {
  await commitJudgement(project.control, {
    transitions: [],
    states: [],
    judged,
    judgedDay: null,
    committedAt: project.clock.now(),
  })
  return { opened: 0, closed: 0 }
}

export async function firstDay(project: Project): Promise<Day | null> {
  const { firstTs } = await project.store.counts()
  return firstTs === null ? null : project.zone.dayOf(firstTs)
}

type Replayed = {
  readonly signal: string
  readonly entity: EntityRef
  readonly state: SignalState
  readonly opening: (Transition & { fresh: boolean }) | null
}

async function replayStates(
  project: Project,
  days: { from: Day; to: Day },
  progress: Seeding['progress'],
): Promise<Map<string, Replayed>> {
  const { store, config } = project
  const references = await computeReferences(store, config.judged, days)
  await store.writeReference(references.filter((row) => row.day === days.to))
  // What stands at the end is all that is told.
  const asked = { planned: config.judged, accounts: null, days, references, toldFrom: days.to + 1, learn: null }
  const replayed = new Map<string, Replayed>()
  const total = store.dictionary.account.size()
  for await (const { account, states, transitions } of replayAccounts(project, asked)) {
    progress(account, total)
    const key = store.dictionary.account.keyOf(account)
    if (project.merges.some(({ from }) => from === key)) continue
    note(project, replayed, { account, states, transitions })
  }
  const persons = { store, planned: config.judged, persons: null, days, stateOf: () => undefined, events: EVERY_EVENT }
  for await (const one of judgePersons(persons)) note(project, replayed, { account: NO_ACCOUNT, ...one })
  return replayed
}

type JudgedEntity = Pick<JudgedAccount, 'states' | 'transitions'> & { readonly account: number }

function note(
  { store, config }: Project,
  replayed: Map<string, Replayed>,
  { account, states, transitions }: JudgedEntity,
): void {
  for (const { signal, person, state } of states) {
    if (state === null) continue
    const entity = entityOf(store, account, person)
    const opening = transitions.findLast(
      (one) => stateName(one.signal) === signal && one.person === person && one.what === 'opened',
    )
    const naming = { store, account, configHash: config.judged.model.hash, cause: 'import' as const, committedAt: 0 }
    replayed.set(entryKey(signal, entity), {
      signal,
      entity,
      state,
      opening: opening === undefined ? null : nameTransition(opening, naming),
    })
  }
}

function entryKey(signal: string, entity: EntityRef): string {
  return JSON.stringify([
    signal,
    entity.level,
    'account' in entity ? entity.account : '',
    'person' in entity ? entity.person : '',
  ])
}

type Comparison = {
  readonly replayed: ReadonlyMap<string, Replayed>
  readonly kept: ReadonlyMap<string, { readonly signal: string; readonly entity: EntityRef; readonly state: unknown }>
  readonly cause: Cause
  readonly day: Day
}

function compareStates(
  project: Project,
  { replayed, kept, cause, day }: Comparison,
): Pick<Judgement, 'transitions' | 'states'> {
  const transitions: Judgement['transitions'][number][] = []
  const states: StateChange[] = []
  const rules = judgedRules(project.config.judged.model)
  const judged = new Set(rules.filter(({ enabled }) => enabled).map(stateName))
  for (const [key, { signal, entity, state, opening }] of replayed) {
    const before = kept.get(key)?.state as SignalState | undefined
    if (before !== undefined && isOfToday(before, day)) continue
    const opens = state.open && before?.open !== true
    const ordinal =
      before === undefined
        ? state.ordinal
        : opens
          ? Math.max(before.ordinal + 1, state.ordinal)
          : Math.max(before.ordinal, state.ordinal)
    states.push({
      signal,
      entity,
      state: { ...state, ordinal: state.open && !opens ? (before?.ordinal ?? ordinal) : ordinal },
    })
    if (opens && opening !== null) transitions.push({ ...opening, ordinal, cause, fresh: false })
    if (!state.open && before?.open === true)
      transitions.push(closing(project, { signal, entity, ordinal: before.ordinal, cause, day }))
  }
  for (const [key, { signal, entity, state }] of kept) {
    const before = state as SignalState
    if (replayed.has(key) || (judged.has(signal) && isOfToday(before, day))) continue
    states.push({ signal, entity, state: { ...before, open: false, run: 0, escalated: false } })
    if (before.open) transitions.push(closing(project, { signal, entity, ordinal: before.ordinal, cause, day }))
  }
  return { transitions, states }
}

/** What an event did after the last closed day stands: the replay ends there. */
function isOfToday({ openedDay, closedDay, matchedDay }: SignalState, lastClosed: Day): boolean {
  return [openedDay, closedDay, matchedDay].some((day) => day !== null && day > lastClosed)
}

type Closing = {
  readonly signal: string
  readonly entity: EntityRef
  readonly ordinal: number
  readonly cause: Cause
  readonly day: Day
}

/** A state that a changed config or an import ends: no number of its own explains it. */
function closing(project: Project, { signal, entity, ordinal, cause, day }: Closing): Transition & { fresh: boolean } {
  const at = project.zone.startOf(day + 1)
  const { subject, key } = ruleOfState(signal)
  const base = {
    subject,
    name: key,
    entity,
    ordinal,
    what: 'closed' as const,
    at,
    asOf: day,
    position: null,
  }
  return { ...base, configHash: project.config.judged.model.hash, cause, values: [], evidence: [], fresh: false }
}
