import type { Model } from '../../../config/model.ts'
import { titleOf } from '../../../contract/title-of.ts'
import type { Day } from '../../../core/time.ts'
import { readLastActs } from '../../../store/control/task-acts.ts'
import { listReasons, type OpenEpisode } from '../../../worklist/list-reasons.ts'
import type { WorkToPlan } from '../../../worklist/plan-worklist.ts'
import type { Act, Measured, Reason, WorkAccount } from '../../../worklist/task.ts'
import type { Gains } from '../../playbooks/holdout/kept-gains.ts'
import { tasksOfPlaybooks } from '../../playbooks/tasks-of-playbooks.ts'
import type { Project } from '../../project.ts'
import type { GatheredWork } from '../gather-work.ts'
import type { OpenEpisode as KeptEpisode } from '../open-episodes.ts'
import { episodeId } from '../to-episode-row.ts'

type ListedWork = Omit<WorkToPlan, 'horizon'>

/** What asks for work about some of the accounts, and what was done about it. */
export async function listWork(
  project: Project,
  work: GatheredWork,
  accounts: readonly WorkAccount[],
): Promise<ListedWork> {
  const keys = accounts.map(({ key }) => key)
  const given = await tasksOfPlaybooks(project, work.gains, keys)
  const reasons = reasonsOf(project, work, { accounts, given })
  const ids = reasons.map(({ id }) => id)
  return { ...work, accounts, reasons, acts: byReason(await readLastActs(project.control, ids)) }
}

/** The same about all of them, so many at a time. */
export async function* listAllWork(project: Project, work: GatheredWork, piece: number): AsyncGenerator<ListedWork> {
  const given = await tasksOfPlaybooks(project, work.gains, null)
  const acts = byReason(await readLastActs(project.control))
  for (let at = 0; at < work.accounts.length; at += piece) {
    const accounts = work.accounts.slice(at, at + piece)
    yield { ...work, accounts, reasons: reasonsOf(project, work, { accounts, given }), acts }
  }
}

function byReason(acts: readonly Act[]): Map<string, Act> {
  return new Map(acts.map((act) => [act.reason, act]))
}

type Asking = {
  readonly accounts: readonly WorkAccount[]
  readonly given: ReadonlyMap<string, readonly OpenEpisode[]>
}

function reasonsOf(project: Project, work: GatheredWork, { accounts, given }: Asking): Reason[] {
  const { worklist, today, began, gains } = work
  const stays = accounts.flatMap(({ key }) => work.stays.get(key) ?? [])
  const bySignal = gainsBySignal(project.config.judged.model, gains)
  const episodes = accounts.flatMap(({ key }) => [
    ...episodesAsking(project, work.open.of(key), bySignal),
    ...(given.get(key) ?? []),
  ])
  return listReasons({ worklist, today, accounts, episodes, stays, began })
}

/** What the best of the playbooks that begin with a signal has been measured to bring. */
function gainsBySignal({ playbooks }: Model, gains: Gains): ReadonlyMap<string, Measured> {
  const best = new Map<string, Measured>()
  for (const { key, trigger } of playbooks) {
    const gain = gains[key]
    if (gain === undefined || (trigger.kind !== 'signal' && trigger.kind !== 'stays')) continue
    if (gain.gain > (best.get(trigger.signal)?.gain ?? 0)) best.set(trigger.signal, gain)
  }
  return best
}

/** Those of signals that suggest something. Persons across accounts are in no account's worklist. */
function episodesAsking(
  project: Project,
  open: readonly KeptEpisode[],
  bySignal: ReadonlyMap<string, Measured>,
): OpenEpisode[] {
  const { signals } = project.config.judged.model
  return open.flatMap((episode) => {
    const { name, entity, escalated } = episode
    const signal = signals.find(({ key }) => key === name)
    if (signal?.suggest == null || entity.level === 'person') return []
    const { type, suggest, clock } = signal
    const member = entity.level === 'member' ? entity.person : null
    const said = { title: titleOf(name), type, suggest, escalated, measured: bySignal.get(name) }
    const seen = seenOn(project, episode, clock.kind === 'trend')
    return [{ id: episodeId(episode), account: entity.account, member, ...said, since: episode.asOf, seen }]
  })
}

/** A trend opens at the close of a day, so that it is seen on the next; what an import brought was not seen before it. */
function seenOn({ zone }: Project, { asOf, committedAt }: KeptEpisode, trend: boolean): Day {
  return Math.max(trend ? asOf + 1 : asOf, zone.dayOf(committedAt))
}
