import type { EpisodePage, EpisodeQuery, EpisodeRow } from '../../contract/episodes.ts'
import type { SignalList, SignalRow } from '../../contract/signals.ts'
import { titleOf } from '../../contract/title-of.ts'
import { telltaleError } from '../../core/errors.ts'
import { MS_PER_DAY } from '../../core/time.ts'
import type { EntityRef } from '../../core/transition.ts'
import { traitOf } from '../../ingest/trait-table.ts'
import type { CommittedTransition } from '../../store/control/commit-judgement.ts'
import { countOpenings, type EpisodeFilter, listOpenings, readEpisodes } from '../../store/control/read-judgement.ts'
import { type ReasonAct, readActsSince } from '../../store/control/task-acts.ts'
import type { Project } from '../project.ts'
import type { OpenEpisodes } from './open-episodes.ts'
import { addOutcomes } from './read-outcomes.ts'
import { toEpisodeRow } from './to-episode-row.ts'

/** The signals catalogue, with how many are open and how many opened in the last 28 days. */
export async function readSignals(project: Project, { bySignal: open }: OpenEpisodes): Promise<SignalList> {
  const recent = await countOpenings(project.control, project.clock.now() - 28 * MS_PER_DAY)
  const today = project.zone.dayOf(project.clock.now())
  const acts = actsBySignal(await readActsSince(project.control, today - 27))
  return {
    data: project.config.judged.model.signals.map((signal) => ({
      key: signal.key,
      title: titleOf(signal.key),
      type: signal.type,
      level: signal.level,
      sentence: signal.sentence,
      clock: signal.clock.kind,
      enabled: signal.enabled,
      openCount: open.get(signal.key) ?? 0,
      opened28d: recent.get(signal.key)?.opened ?? 0,
      accounts28d: recent.get(signal.key)?.accounts ?? 0,
      acts28d: acts.get(signal.key) ?? NO_ACTS,
      predicts: signal.predicts,
      suggest: signal.suggest,
    })),
  }
}

const NO_ACTS: SignalRow['acts28d'] = { done: 0, snoozed: 0, dismissed: 0 }

/** The id of a reason that is an episode begins with its signal. */
function actsBySignal(acts: readonly ReasonAct[]): ReadonlyMap<string, SignalRow['acts28d']> {
  const bySignal = new Map<string, SignalRow['acts28d']>()
  for (const { reason, what } of acts) {
    const signal = decodeURIComponent(reason.split('/')[0]!)
    const counts = bySignal.get(signal) ?? NO_ACTS
    bySignal.set(signal, { ...counts, [what]: counts[what] + 1 })
  }
  return bySignal
}

/** Episodes as they were decided, newest first. The cursor is the id of the last opening given. */
export async function readEpisodePage(project: Project, query: EpisodeQuery): Promise<EpisodePage> {
  const { model } = project.config.judged
  checkFilter(project, query)
  const types = new Set(
    model.signals
      .filter((signal) => query.type === undefined || signal.type === query.type)
      .map((signal) => signal.key),
  )
  const since = query.since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(query.since)
  const filter: EpisodeFilter = {
    state: query.state,
    limit: query.type === undefined && query.since === undefined ? query.limit + 1 : 1_000_000,
    ...(query.signal === undefined ? {} : { signal: query.signal }),
    ...(query.account === undefined ? {} : { account: query.account }),
    ...(query.person === undefined ? {} : { person: query.person }),
    ...(query.cursor === undefined ? {} : { beforeId: readCursor(query.cursor) }),
  }
  const openings = (await listOpenings(project.control, filter)).filter(
    (one) => query.type === undefined || types.has(one.name),
  )
  const groups = await readEpisodes(project.control, openings, { evidence: query.evidence !== 'without' })
  const recent = groups.filter((changes) => changes.some((change) => change.at >= since))
  const page = recent.slice(0, query.limit)
  const last = page.at(-1)?.[0]
  const rows = page.flatMap((changes) => toRow(project, changes))
  return {
    data: await addOutcomes(project, rows, { model, at: project.clock.now() }),
    nextCursor: recent.length > query.limit && last !== undefined ? String(last.id) : null,
  }
}

function toRow(project: Project, changes: readonly CommittedTransition[]): EpisodeRow[] {
  const [opening] = changes
  const row =
    opening === undefined
      ? null
      : toEpisodeRow(project.config.judged.model, changes, nameOfEntity(project, opening.entity))
  return row === null ? [] : [row]
}

/** What an entity is called now: the account's or person's name, else its key. */
export function nameOfEntity(project: Project, entity: EntityRef): string {
  const { accountTraits, personTraits } = project.applier.attribution
  const name =
    entity.level === 'account'
      ? traitOf(accountTraits, entity.account, 'name')?.value
      : traitOf(personTraits, entity.person, 'name')?.value
  return name === undefined || name === null || name === ''
    ? entity.level === 'account'
      ? entity.account
      : entity.person.slice(2)
    : String(name)
}

/** A name nobody has is a slip, not an empty answer. @throws unknown_name, not_found */
export function checkFilter(
  project: Project,
  { signal, account }: { readonly signal?: string | undefined; readonly account?: string | undefined },
): void {
  if (signal !== undefined) checkSignal(project, signal)
  if (account !== undefined && project.store.dictionary.account.idOf(account) === undefined)
    throw telltaleError('not_found', { what: 'account', name: account.slice(0, 200) })
}

/** @throws unknown_name */
export function checkSignal(project: Project, key: string): void {
  const keys = project.config.judged.model.signals.map((signal) => signal.key)
  if (!keys.includes(key))
    throw telltaleError('unknown_name', { what: 'signal', name: key.slice(0, 200), valid: keys.join(', ') || 'none' })
}

function readCursor(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor)
  throw telltaleError('bad_argument', {
    argument: 'cursor',
    value: cursor.slice(0, 100),
    expected: '`nextCursor` of a page',
  })
}
