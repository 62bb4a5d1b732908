import { stateName } from '../../config/state-name.ts'
import type { Day } from '../../core/time.ts'
import type { Cause, EntityRef } from '../../core/transition.ts'
import { readReference } from '../../fold/reference/collect-reference.ts'
import type { JudgedAccount } from '../../judge/judge-account.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { commitJudgement, entityColumns, type Judgement } from '../../store/control/commit-judgement.ts'
import { readOwners, readPersonStates, readStates } from '../../store/control/read-judgement.ts'
import type { PositionVector } from '../../store/log/log-record.ts'
import type { Project } from '../project.ts'
import { type Comparison, compareStates, type Replayed } from './compare-states.ts'
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

/** Accounts, with their members, and persons that are judged and committed together: what is held of all of them at a time. */
const PAGE_OWNERS = 200

/**
 * Sets the states to what a replay of all history up to the last closed day gives, silently: one transition for every entity whose signal turns out to be open
 * where it was not, or the other way round, under the given cause, so that nothing is ever sent for it. Ordinals go on from those that were given.
 * It is committed in pages, the judged positions last: broken off, it is done again, and what was committed of it comes out the same.
 */
export async function seedStates(
  project: Project,
  { cause, judged, progress }: Seeding,
): Promise<{ opened: number; closed: number }> {
  const to = project.judgedDay
  const from = await firstDay(project)
  const counts = { opened: 0, closed: 0 }
  if (to !== null && from !== null && from <= to) {
    for await (const page of inPages(replayOwners(project, { from, to }, progress))) {
      const { transitions } = await commitPage(project, page, { cause, day: to })
      for (const { what } of transitions) if (what !== 'escalated') counts[what] += 1
    }
    project.seeded += 1
  }
  await commitJudgement(project.control, {
    ...{ transitions: [], states: [], judgedDay: null, committedAt: project.clock.now() },
    judged,
  })
  return counts
}

/** An account or a person, with what a replay ends with of it; of an account, of its members too. */
type ReplayedOwner = { readonly owner: EntityRef; readonly replayed: readonly Replayed[] }

async function* inPages(owners: AsyncIterable<ReplayedOwner>): AsyncGenerator<readonly ReplayedOwner[]> {
  let page: ReplayedOwner[] = []
  for await (const one of owners) {
    if (page.push(one) < PAGE_OWNERS) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

async function commitPage(
  project: Project,
  page: readonly ReplayedOwner[],
  of: Pick<Comparison, 'cause' | 'day'>,
): Promise<Pick<Judgement, 'transitions'>> {
  const { control, clock } = project
  const owners = page.map(({ owner }) => owner)
  const accounts = owners.flatMap((owner) => (owner.level === 'account' ? [owner.account] : []))
  const persons = owners.flatMap((owner) => (owner.level === 'person' ? [owner.person] : []))
  const kept = [...(await readStates(control, accounts)), ...(await readPersonStates(control, persons))]
  const change = compareStates(project, { ...of, kept, replayed: page.flatMap(({ replayed }) => replayed) })
  await commitJudgement(control, { ...change, judged: {}, judgedDay: null, committedAt: clock.now() })
  return change
}

export async function firstDay(project: Project): Promise<Day | null> {
  const { firstTs } = await project.store.counts()
  return firstTs === null ? null : project.zone.dayOf(firstTs)
}

/** Accounts in ascending order, persons across accounts, and last those with states that the replay knows nothing of. */
async function* replayOwners(
  project: Project,
  days: DayRange,
  progress: Seeding['progress'],
): AsyncGenerator<ReplayedOwner> {
  const replayed = new Set<string>()
  for await (const one of replayEverybody(project, days, progress)) {
    replayed.add(ownerKey(one.owner))
    yield one
  }
  for (const owner of await readOwners(project.control))
    if (!replayed.has(ownerKey(owner))) yield { owner, replayed: [] }
}

function ownerKey(owner: EntityRef): string {
  return JSON.stringify(entityColumns(owner))
}

async function* replayEverybody(
  project: Project,
  days: DayRange,
  progress: Seeding['progress'],
): AsyncGenerator<ReplayedOwner> {
  const { store, config } = project
  const references = await computeReferences(store, config.judged, days)
  await store.writeReference(references.filter((row) => row.day === days.to))
  // What stands at the end is all that is told.
  const asked = { planned: config.judged, accounts: null, days, references, toldFrom: days.to + 1, learn: null }
  const total = store.dictionary.account.size()
  for await (const one of replayAccounts(project, asked)) {
    progress(one.account, total)
    const key = store.dictionary.account.keyOf(one.account)
    if (project.merges.some(({ from }) => from === key)) continue
    yield { owner: { level: 'account', account: key }, replayed: toReplayed(project, one) }
  }
  const reference = readReference(references)
  const of = { store, planned: config.judged, persons: null, days, reference }
  const persons = { ...of, stateOf: () => undefined, events: EVERY_EVENT }
  for await (const { input, ...one } of judgePersons(persons)) {
    const owner = entityOf(store, NO_ACCOUNT, input.fold.person)
    yield { owner, replayed: toReplayed(project, { account: NO_ACCOUNT, ...one }) }
  }
}

type JudgedOwner = Pick<JudgedAccount, 'states' | 'transitions'> & { readonly account: number }

function toReplayed({ store, zone, config }: Project, { account, states, transitions }: JudgedOwner): Replayed[] {
  const naming = {
    ...{ store, zone, account, configHash: config.judged.model.hash },
    ...{ cause: 'import' as const, committedAt: 0 },
  }
  return states.flatMap(({ signal, person, state }) => {
    if (state === null) return []
    const opening = transitions.findLast(
      (one) => stateName(one.signal) === signal && one.person === person && one.what === 'opened',
    )
    const named = opening === undefined ? null : nameTransition(opening, naming)
    return [{ signal, entity: entityOf(store, account, person), state, opening: named }]
  })
}
