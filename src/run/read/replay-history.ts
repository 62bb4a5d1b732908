import type { EpisodePage } from '../../contract/episodes.ts'
import { telltaleError } from '../../core/errors.ts'
import { type Day, dayToIso } from '../../core/time.ts'
import type { Transition } from '../../core/transition.ts'
import { readReference } from '../../fold/reference/collect-reference.ts'
import type { JudgedTransition } from '../../judge/judge-input.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { pacedReferences } from '../decide/compute-references.ts'
import { EVERY_EVENT, judgePersons } from '../decide/judge-persons.ts'
import { learnFrom } from '../decide/learn-day.ts'
import { NO_ACCOUNT, nameTransition } from '../decide/name-transition.ts'
import { replayAccounts } from '../decide/replay-accounts.ts'
import { replayCauses } from '../decide/replay-causes.ts'
import { firstDay } from '../decide/seed-states.ts'
import { type Planned, withOwnBuffers } from '../planned.ts'
import type { Project } from '../project.ts'
import { planOfDay } from './plan-of-day.ts'
import { addOutcomes } from './read-outcomes.ts'
import { checkFilter, nameOfEntity } from './read-signals.ts'
import { groupEpisodes, toEpisodeRow } from './to-episode-row.ts'

export type ReplayQuery = {
  readonly days: DayRange
  /** With the config in force at the close of this day; null or absent: the present one. */
  readonly configDay?: Day | null
  readonly account?: string | undefined
  /** Only what is told of accounts themselves and their members; default: of persons across accounts too. */
  readonly whose?: 'accounts'
  readonly signal?: string | undefined
  readonly limit: number
}

/** Who waits for a replay: told how many accounts were judged of how many; `stop`: nobody does any more. */
export type Watching = {
  readonly stop?: AbortSignal
  readonly progress?: (done: number, total: number) => void
  /** Asked between accounts; all is done on this thread then. */
  readonly pause?: (() => Promise<void>) | undefined
}

/**
 * Judges the past again, day by day as it was known, with one config, from the first event on; gives the changes up to the last day asked for, with
 * evidence those of the days asked for and of what was open before them. Nothing is kept and nothing is sent: this is what would have been decided.
 */
export async function replayHistory(
  project: Project,
  { days, account, whose, configDay = null }: Pick<ReplayQuery, 'days' | 'account' | 'whose' | 'configDay'>,
  watching: Watching = {},
): Promise<Transition[]> {
  const { store, zone } = project
  const planned = withOwnBuffers(await configOf(project, configDay))
  const first = await firstDay(project)
  const id = account === undefined ? null : store.dictionary.account.idOf(account)
  if (first === null || id === undefined || first > days.to) return []
  const accounts = id === null ? null : Int32Array.of(id)
  const span = { from: first, to: days.to }
  const references = await pacedReferences(store, planned, { days: span, pause: watching.pause })
  const learn = learnFrom(project, planned.model, { days })
  const asked = { planned, accounts, days: span, references, toldFrom: days.from, learn }
  const transitions: Transition[] = []
  const take = (account: number, changes: readonly JudgedTransition[]): void => {
    const naming = { store, zone, account, configHash: planned.model.hash, committedAt: 0 }
    for (const change of changes)
      transitions.push(nameTransition(change, { ...naming, cause: change.cause ?? 'behaviour' }))
  }
  let done = 0
  const threads = watching.pause === undefined ? project.threads : 1
  for await (const one of replayAccounts({ ...project, threads }, asked)) {
    watching.stop?.throwIfAborted()
    await watching.pause?.()
    take(one.account, one.transitions)
    watching.progress?.(++done, id === null ? store.dictionary.account.size() : 1)
  }
  if (accounts === null && whose !== 'accounts') {
    const reference = readReference(references)
    const persons = { store, planned, persons: null, days: span, stateOf: () => undefined, reference }
    for await (const { input, transitions: judged } of judgePersons({ ...persons, events: EVERY_EVENT }))
      take(NO_ACCOUNT, await replayCauses(input, judged, learn({ actors: input.fold.actors })))
  }
  return transitions.sort((a, b) => a.at - b.at)
}

/** @throws bad_argument when the config of that day cannot be read any more: another would answer another question. */
async function configOf(project: Project, day: Day | null): Promise<Planned> {
  if (day === null) return project.config.judged
  const planned = await planOfDay(project, day)
  if (planned !== 'unreadable') return planned
  throw telltaleError('bad_argument', {
    argument: 'configAsOf',
    value: dayToIso(day),
    expected: 'a day whose configuration was kept by this version of Telltale',
  })
}

/** The episodes of a replay that were open on any of the days asked for, newest first. */
export async function replayEpisodes(project: Project, query: ReplayQuery): Promise<EpisodePage> {
  checkFilter(project, query)
  const { model } = await configOf(project, query.configDay ?? null)
  const groups = groupEpisodes(await replayHistory(project, query)).filter((changes) => {
    const [opening] = changes
    const closed = changes.find((change) => change.what === 'closed')
    return (
      (query.signal === undefined || opening?.name === query.signal) &&
      (closed === undefined || closed.asOf >= query.days.from)
    )
  })
  groups.reverse()
  const rows = groups
    .slice(0, query.limit)
    .flatMap(
      (changes) =>
        toEpisodeRow(model, changes, changes[0] === undefined ? '' : nameOfEntity(project, changes[0].entity)) ?? [],
    )
  return {
    data: await addOutcomes(project, rows, { model, at: project.clock.now() }),
    nextCursor: groups.length > query.limit ? String(query.limit) : null,
  }
}
