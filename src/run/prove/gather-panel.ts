import type { Model, Outcome } from '../../config/model.ts'
import { segmentGroups } from '../../config/segment-groups.ts'
import type { DatedOutcome } from '../../judge/date-outcomes.ts'
import { buildPanel, type Sampled } from '../../proof/panel/build-panel.ts'
import { chooseAsOfs } from '../../proof/panel/choose-as-ofs.ts'
import type { Followed } from '../../proof/panel/label-moment.ts'
import type { Panel, PanelIndicator } from '../../proof/panel/panel.ts'
import type { BeginningNodes, EntitySample, SampledBeginning, Sampling } from '../../proof/panel/sample-entity.ts'
import type { Keeping, KeptDays } from '../../proof/what-if/keep-daily.ts'
import type { ReferenceRow } from '../../store/analytic/analytic-store.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { foldReferences } from '../decide/compute-references.ts'
import { threadsFor } from '../decide/replay-accounts.ts'
import { replayAlone } from '../decide/replay-alone.ts'
import { planModel } from '../plan-model.ts'
import type { Planned } from '../planned.ts'
import type { Project } from '../project.ts'
import { datePast } from './date-past.ts'
import { type Proving, thinnedTo } from './proving.ts'
import { type Beginning, readBeginnings } from './read-beginnings.ts'
import { type ReplayedChange, toChange } from './replayed-change.ts'

export type PanelAsked = {
  /** Its rules are judged on the way; without rules nothing is. */
  readonly model: Model
  readonly level?: 'account' | 'member'
  /** Nodes of the level's graph that become indicators; absent: those that the configuration names. */
  readonly nodes?: readonly number[]
  readonly outcomes: readonly Outcome[]
  readonly every: 'week' | 'day'
  /** Which moments become rows; absent: all at which the entity was there. */
  readonly takes?: Parameters<typeof buildPanel>[0]['takes']
  /** Onboarding to be noted of accounts; absent: none. */
  readonly beginning?: BeginningNodes | null
  /** Every day of what a rule compares, to be kept; absent: nothing is. */
  readonly keeping?: Keeping | null
  /** As it was read already; absent: it is read. */
  readonly recorded?: Recorded
} & Proving

export type Gathered = {
  readonly panel: Panel
  readonly days: DayRange
  readonly planned: Planned
  readonly references: readonly ReferenceRow[]
  /** By account id, in order of time. */
  readonly changes: ReadonlyMap<number, readonly ReplayedChange[]>
  readonly beginnings: ReadonlyMap<number, Beginning>
  /** By account id, where it was asked for. */
  readonly onboarding: ReadonlyMap<number, SampledBeginning>
  /** By account id, where it was asked for; and accounts of which it cannot be told whether all that their members did is theirs. */
  readonly kept: ReadonlyMap<number, KeptDays>
  readonly unclaimed: ReadonlySet<number>
}

/** What is gathered before outcomes are known: one pass over all accounts. */
type Passed = {
  readonly samples: ReadonlyMap<number, readonly EntitySample[]>
  readonly changes: ReadonlyMap<number, readonly ReplayedChange[]>
  readonly ghosts: number
  readonly unclaimed: ReadonlySet<number>
  readonly references: readonly ReferenceRow[]
}

/**
 * The panel: everybody as they were known at each of some closes, with what became of them; and what the rules of the model would have done. One pass of the fold in
 * the decision view, the same that `evaluate` and a replay make. Accounts that were merged are left out and counted. Nothing is kept.
 * @throws the reason of `stop`
 */
export async function gatherPanel(project: Project, asked: PanelAsked): Promise<Gathered> {
  const { model, level = 'account' } = asked
  const recorded = asked.recorded ?? (await readRecorded(project))
  const { days } = recorded
  const asOfs = chooseAsOfs(days, asked.every, project.zone)
  const planned = planModel(model, project.store, level === 'member' ? { judgesMembers: true } : {})
  const graph = model.graph[level]
  const nodes = asked.nodes ?? graph.flatMap(({ key }, node) => (key === null ? [] : [node]))
  const segments = model.segments.filter((segment) => segment.level === 'account').map(({ key }) => key)
  const sampling: Sampling = {
    days: asOfs.map(({ day }) => day),
    account: level === 'account' ? nodes : [],
    member: level === 'member' ? nodes : null,
    segments,
    beginning: level === 'account' ? (asked.beginning ?? null) : null,
    keeping: asked.keeping ?? null,
  }
  const passed = await passOver(project, asked, { planned, days, sampling })
  const at = project.zone.startOf(days.to + 1)
  const recordedFrom = project.zone.startOf(days.from)
  const beginnings = await readBeginnings(project, { model, at, recordedFrom })
  asked.stop.throwIfAborted()
  const outcomes = await datePast(project, { model, outcomes: asked.outcomes, changes: passed.changes })
  const of = { followed: { from: recordedFrom, until: at }, outcomes, beginnings, level }
  const panel = buildPanel({
    ...{ level, configHash: model.hash, asOfs },
    ...(asked.takes === undefined ? {} : { takes: asked.takes }),
    indicators: nodes.map((node) => toIndicator(model, level, node)),
    segments: segments.map((key) => ({ key, names: namesOf(model, key) })),
    outcomes: asked.outcomes.map(({ key }) => key),
    sampled: [...passed.samples].flatMap(([account, samples]) => toSampled(account, samples, of)),
    provenance: toProvenance(project, passed, { asked, recorded }),
  })
  const onboarding = ofAccounts(passed, ({ beginning }) => beginning)
  const kept = ofAccounts(passed, (sample) => sample.kept)
  const { changes, unclaimed, references } = passed
  return { panel, days, planned, references, changes, unclaimed, beginnings, onboarding, kept }
}

/** What was noted of accounts themselves, whose sample comes behind those of their members. */
function ofAccounts<T>({ samples }: Passed, noted: (sample: EntitySample) => T | null): Map<number, T> {
  const found = new Map<number, T>()
  for (const [account, own] of samples) {
    const last = own.at(-1)
    const one = last === undefined ? null : noted(last)
    if (one !== null) found.set(account, one)
  }
  return found
}

/** How much is recorded. `days`: from the first event on, to the last closed day by which something had been recorded; `to` before `from`: there is none. */
export type Recorded = { readonly days: DayRange } & Pick<Panel['provenance'], 'events' | 'arrivalAssumed'>

export async function readRecorded({ store, zone, judgedDay }: Project): Promise<Recorded> {
  const { firstTs, lastTs, events, arrivalAssumed } = await store.counts()
  const first = firstTs === null ? Number.NaN : zone.dayOf(firstTs)
  const last = lastTs === null ? Number.NaN : Math.min(judgedDay ?? Number.NaN, zone.dayOf(lastTs))
  return { days: last >= first ? { from: first, to: last } : { from: 0, to: -1 }, events, arrivalAssumed }
}

type Passing = { readonly planned: Planned; readonly days: DayRange; readonly sampling: Sampling }

async function passOver(project: Project, asked: PanelAsked, passing: Passing): Promise<Passed> {
  const { store } = project
  const { planned, days, sampling } = passing
  const accounts = store.dictionary.account.size()
  const samples = new Map<number, readonly EntitySample[]>()
  const changes = new Map<number, readonly ReplayedChange[]>()
  const unclaimed = new Set<number>()
  let ghosts = 0
  if (days.to < days.from) return { samples, changes, ghosts, unclaimed, references: [] }
  const merged = mergedAccounts(project)
  const references = await referencesOf(project, asked, passing)
  const thinned = thinnedTo(accounts, asked)
  const { unhurried } = asked
  const threads = unhurried === undefined ? threadsFor(project, accounts * (days.to - days.from + 1)) : 1
  const replaying = { store, planned, accounts: null, days, references, toldFrom: null, threads, sampling }
  for await (const one of replayAlone({
    ...replaying,
    passOver: (account) => merged.has(account) || account % thinned !== 0,
  })) {
    asked.stop.throwIfAborted()
    asked.progress(accounts + one.account, 2 * accounts)
    if (one.rows === 0) ghosts += 1
    if (one.unclaimed === true) unclaimed.add(one.account)
    samples.set(one.account, one.samples ?? [])
    changes.set(one.account, one.transitions.map(toChange))
    await unhurried?.pause()
  }
  return { samples, changes, ghosts, unclaimed, references }
}

async function referencesOf({ store }: Project, { stop, progress, unhurried }: PanelAsked, { planned, days }: Passing) {
  const accounts = store.dictionary.account.size()
  const folding = foldReferences(store, planned, { days })
  for (let read = 1; ; read++) {
    stop.throwIfAborted()
    progress(Math.min(read, accounts), 2 * accounts)
    await unhurried?.pause()
    const step = await folding.next()
    if (step.done === true) return step.value
  }
}

function mergedAccounts({ merges, store }: Project): ReadonlySet<number> {
  const { idOf } = store.dictionary.account
  return new Set(merges.flatMap(({ from, into }) => [idOf(from) ?? 0, idOf(into) ?? 0]))
}

function toIndicator(model: Model, level: 'account' | 'member', node: number): PanelIndicator {
  const { key, label, unit, id } = model.graph[level][node]!
  return { key: key ?? label, label, unit, definition: id }
}

function namesOf(model: Model, key: string): readonly string[] {
  return segmentGroups(model.segments.find((segment) => segment.key === key)?.rule)
}

type Of = {
  readonly followed: Followed
  readonly outcomes: ReadonlyMap<number, readonly DatedOutcome[]>
  readonly beginnings: ReadonlyMap<number, Beginning>
  readonly level: 'account' | 'member'
}

function toSampled(
  account: number,
  samples: readonly EntitySample[],
  { followed, outcomes, beginnings, level }: Of,
): Sampled[] {
  const dated = outcomes.get(account)
  if (dated === undefined) return []
  const of = { account, followed, outcomes: dated, signUp: beginnings.get(account)?.signUp ?? null }
  const wanted = samples.filter(({ person }) => (person === null) === (level === 'account'))
  return wanted.map((sample) => ({ entity: { ...of, person: sample.person }, sample }))
}

function toProvenance(
  project: Project,
  { ghosts }: Passed,
  { asked, recorded: { events, arrivalAssumed } }: { readonly asked: PanelAsked; readonly recorded: Recorded },
): Panel['provenance'] {
  const thinned = thinnedTo(project.store.dictionary.account.size(), asked)
  return { events, arrivalAssumed, merged: mergedAccounts(project).size, ghosts, thinned }
}
