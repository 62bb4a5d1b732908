import type { Model } from '../../config/model.ts'
import { stateName } from '../../config/state-name.ts'
import type { ScoreChange } from '../../contract/scores.ts'
import type { Day } from '../../core/time.ts'
import type { Transition } from '../../core/transition.ts'
import type { Entity, MemberEntity } from '../../fold/entity.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import { makeFoldSpace } from '../../fold/fold-space.ts'
import type { ScoreScope } from '../../fold/score/score-scope.ts'
import { type ExplainedSignal, explainSignal } from '../../judge/explain-signal.ts'
import { type JudgedAccount, judgeAccount } from '../../judge/judge-account.ts'
import type { JudgedState, JudgedTransition, JudgeInput, Unclaimed } from '../../judge/judge-input.ts'
import { inOrder } from '../../judge/order-transitions.ts'
import type { SignalState } from '../../judge/signal-state.ts'
import type { DayRange, EventRow } from '../../store/analytic/rows.ts'
import type { Learn } from '../decide/decide-causes.ts'
import { stateKey } from '../decide/kept-states.ts'
import { learnFrom } from '../decide/learn-day.ts'
import { nameTransition } from '../decide/name-transition.ts'
import { replayedOf, replayUntilMerged, stateBefore } from '../decide/replay-accounts.ts'
import { replayCauses } from '../decide/replay-causes.ts'
import { streamRecentEvents } from '../decide/stream-recent-events.ts'
import { streamTriggeredEvents } from '../decide/stream-triggered-events.ts'
import { streamUnclaimed } from '../decide/stream-unclaimed.ts'
import { type Planned, withOwnBuffers } from '../planned.ts'
import type { Project } from '../project.ts'
import type { AccountInput } from '../stream-accounts.ts'
import { known } from './known.ts'
import { planOfDay } from './plan-of-day.ts'
import { readChanges } from './read-changes.ts'
import { type EntityStanding, readStanding } from './read-standing.ts'
import { referenceAsked } from './reference-of-days.ts'

/** A signal of one entity at the last day. `opening`: the last change that turned it on. `read`: the value of a node of its level that day; null: unknown. */
export type Explained = {
  readonly explained: ExplainedSignal
  readonly opening: JudgedTransition | null
  readonly read: (node: number) => number | null
}

export type ReplayedAccount = {
  readonly model: Model
  /** All changes up to the judged day, oldest first. */
  readonly transitions: readonly Transition[]
  /** Each signal of the account at the last day. */
  readonly account: readonly Explained[]
  /** Each signal of one member at the last day; empty when nobody was asked for. */
  readonly member: readonly Explained[]
  /** The account's scores and onboarding at the last day. */
  readonly standing: EntityStanding
}

export type ReplayOne = {
  readonly days: DayRange
  /** The config of the last day, or the present one. */
  readonly planned: Planned
  /** A member to explain too. */
  readonly person: number | null
  /** Say why scores are other than at the close of this day. */
  readonly since?: Day | null
}

/** Judges one account over its history as it was known day by day, and explains its signals at the last day: what page and `explain` are made of. */
export async function replayAccount(
  project: Project,
  input: AccountInput,
  { days, planned: shared, person, since = null }: ReplayOne,
): Promise<ReplayedAccount> {
  // Several pages are answered at a time, and days are closed beside them.
  const planned = withOwnBuffers(shared)
  const judging = await judgeInput(project, planned, { input, days })
  const judged = await judgeOverMerges(project, planned, { input, judging })
  const states = statesOf(judged.states)
  const openings = openingsOf(judged.transitions)
  const explain = (entity: Entity, of: number | null) =>
    explainEntity(planned.model, entity, { person: of, states, openings })
  const account = explain(judged.folded, null)
  const entity = judged.folded.from === days.from ? judged.folded : foldAccount({ ...judging.fold, lookBack: true })
  const scope = { entity, reference: judging.fold.reference ?? null, referenceLag: 0 }
  const changes = since === null ? NO_CHANGES : await changesSince(project, input, { planned, scope, since })
  const standing = readStanding({
    model: planned.model,
    ...{ scope, changes },
    stateOf: (name) => states.get(stateKey(name, null)),
  })
  const naming = {
    store: project.store,
    zone: project.zone,
    account: input.account,
    configHash: planned.model.hash,
    committedAt: 0,
  }
  const transitions = judged.transitions.map((one) =>
    nameTransition(one, { ...naming, cause: one.cause ?? 'behaviour' }),
  )
  return {
    model: planned.model,
    transitions,
    account,
    member: person === null ? [] : explainMember(judging, person, explain),
    standing,
  }
}

/** What was taken in is judged for itself until then, and from then on as the account; an account that was taken in is judged up to then. */
async function judgeOverMerges(
  project: Project,
  planned: Planned,
  { input: { account }, judging }: { readonly input: AccountInput; readonly judging: JudgeInput },
): Promise<JudgedAccount> {
  const { days, reference = null } = judging.fold
  const learn = learnFrom(project, planned.model, { days })
  const merging = await replayUntilMerged(project, { planned, days, reference, learn }, account)
  const own = learnFrom(project, planned.model, { days, whose: { account } })({ account })
  if (merging === null) return withCauses(judging, own)
  const { run, goesOn } = merging
  const before = replayedOf(run, account)
  if (!goesOn) return { ...judgeAccount(judging), ...before }
  const goingOn: JudgeInput = {
    ...judging,
    fold: { ...judging.fold, days: run.last.days },
    stateOf: (signal, person) => stateBefore(run, account, stateKey(signal, person)),
    judged: run.last.elsewhere,
  }
  const after = await withCauses(goingOn, own)
  const transitions = inOrder(planned.model, [...before.transitions, ...after.transitions])
  const states = new Map([...before.states, ...after.states].map((one) => [stateKey(one.signal, one.person), one]))
  return { folded: after.folded, transitions, states: [...states.values()] }
}

/** Causes are found by judging again, in buffers of their own: what was folded is read afterwards. */
async function withCauses(input: JudgeInput, learn: Learn): Promise<JudgedAccount> {
  const judged = judgeAccount(input)
  const { plan, space } = input.fold
  const again = { ...input, fold: { ...input.fold, space: makeFoldSpace(plan, space) } }
  return { ...judged, transitions: await replayCauses(again, judged.transitions, learn) }
}

/** By signal and person. */
export function statesOf(states: readonly JudgedState[]): ReadonlyMap<string, SignalState> {
  return new Map(
    states.flatMap(({ signal, person, state }) => (state === null ? [] : [[stateKey(signal, person), state] as const])),
  )
}

/** The last opening of each signal, by signal and person. */
export function openingsOf(transitions: readonly JudgedTransition[]): ReadonlyMap<string, JudgedTransition> {
  const openings = new Map<string, JudgedTransition>()
  for (const one of transitions)
    if (one.what === 'opened') openings.set(stateKey(stateName(one.signal), one.person), one)
  return openings
}

const NO_CHANGES: ReadonlyMap<string, ScoreChange> = new Map()

async function changesSince(
  project: Project,
  input: AccountInput,
  { planned, scope, since }: { readonly planned: Planned; readonly scope: ScoreScope; readonly since: Day },
): Promise<ReadonlyMap<string, ScoreChange>> {
  const { from, to } = scope.entity
  if (since < from || since >= to) return NO_CHANGES
  const kept = await planOfDay(project, since)
  const past = kept === 'unreadable' || kept.model.hash === planned.model.hash ? planned : kept
  const configOf = kept === 'unreadable' ? 'now' : 'day'
  return readChanges(project, input, { since, now: planned, past, scope, configOf })
}

async function judgeInput(
  project: Project,
  planned: Planned,
  { input, days }: { input: AccountInput; days: DayRange },
): Promise<JudgeInput> {
  const { store } = project
  const events: EventRow[] = []
  for await (const one of streamTriggeredEvents(store, planned.model, { accounts: Int32Array.of(input.account), days }))
    events.push(...one.events)
  const hours = streamRecentEvents(store, planned, { accounts: Int32Array.of(input.account), days })
  const recent: EventRow[] = []
  if (hours !== null) for await (const one of hours) recent.push(...one.events)
  return {
    model: planned.model,
    fold: {
      plan: planned.plan,
      space: planned.space,
      ...input,
      days,
      view: 'decision',
      recent: hours === null ? null : recent,
      reference: await referenceAsked(project, planned, days),
    },
    unclaimed: await readUnclaimed(project, planned, { account: input.account, days }),
    momentSpace: planned.momentSpace,
    stateOf: () => undefined,
    events,
    factId: store.dictionary.fact.idOf,
    actorKey: store.dictionary.actor.keyOf,
  }
}

async function readUnclaimed(
  { store }: Project,
  planned: Planned,
  { account, days }: { readonly account: number; readonly days: DayRange },
): Promise<Unclaimed | null> {
  const { facts, columns } = planned.plan
  const scan = { accounts: Int32Array.of(account), days: { from: 0, to: days.to }, knownUpTo: days.to, facts, columns }
  for await (const rows of streamUnclaimed(store, planned, scan) ?? [])
    return { ...rows, space: makeFoldSpace(planned.plan, planned.space) }
  return null
}

type Known = {
  readonly person: number | null
  readonly states: ReadonlyMap<string, SignalState>
  readonly openings: ReadonlyMap<string, JudgedTransition>
}

/** Each signal of the entity's level at the last of its days. */
export function explainEntity(model: Model, entity: Entity, { person, states, openings }: Known): Explained[] {
  const at = entity.to - entity.from
  // A member's buffers serve the next member, so its numbers are copied.
  const values = Float64Array.from(entity.values, (series) => series?.[at] ?? Number.NaN)
  const read = (node: number): number | null => known(values[node])
  return model.signals
    .filter((signal) => signal.level === entity.level)
    .map((signal) => {
      const key = stateKey(signal.key, person)
      return {
        explained: explainSignal({ model, signal }, entity, { at, state: states.get(key) }),
        opening: openings.get(key) ?? null,
        read,
      }
    })
}

/** Members are gone once the account is folded, so the one asked for is explained in a fold of its own. */
function explainMember(
  { fold }: JudgeInput,
  person: number,
  explain: (entity: Entity, of: number) => Explained[],
): Explained[] {
  let explained: Explained[] = []
  const onMember = (member: MemberEntity): void => {
    if (member.person === person) explained = explain(member, person)
  }
  foldAccount({ ...fold, onMember })
  return explained
}
