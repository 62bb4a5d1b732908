import type { EventPage, EventQuery, EventRecord } from '../../contract/events.ts'
import { telltaleError } from '../../core/errors.ts'
import { type Day, isoToDay, type Millis } from '../../core/time.ts'
import type { AccountTimeline, EventRow } from '../../store/analytic/rows.ts'
import type { Project } from '../project.ts'
import { joinsAsOf, namesOfPeople } from './load-account.ts'

/** Raw events as the wire has them, with the names of people as known at an instant. */
export function toEventRecords(
  project: Project,
  rows: readonly EventRow[],
  { timeline, at }: { timeline: AccountTimeline; at: Millis },
): EventRecord[] {
  const { dictionary } = project.store
  const personOf = joinsAsOf(timeline, at)
  const nameOf = namesOfPeople(project, timeline, at)
  const kinds = kindsByName(project)
  return rows.map((row) => ({
    messageId: row.messageId,
    name: row.name,
    kind: kinds.get(row.name) ?? 'other',
    call: row.call,
    ts: new Date(row.ts).toISOString(),
    knownAt: new Date(row.knownAt).toISOString(),
    account: row.account === 0 ? null : dictionary.account.keyOf(row.account),
    person: dictionary.actor.keyOf(personOf(row.actor)),
    personName: nameOf(row.actor).name,
    properties: JSON.parse(row.properties),
  }))
}

function kindsByName(project: Project): Map<string, string> {
  return new Map(
    project.config.judged.model.events.flatMap((event) => event.names.map((name) => [name, event.kind] as const)),
  )
}

export type EventsOf = {
  readonly account: number
  readonly timeline: AccountTimeline /** Only this person's. */
  readonly person: number | null
}

/** A page of an account's events, newest first. The cursor is the time and message id of the last one given. */
export async function readEventPage(project: Project, of: EventsOf, query: EventQuery): Promise<EventPage> {
  const close = query.asOf === undefined ? Number.POSITIVE_INFINITY : project.zone.startOf(dayOf(query.asOf) + 1)
  const days = {
    from: query.from === undefined ? 0 : dayOf(query.from),
    to: query.to === undefined ? 2_000_000 : dayOf(query.to),
  }
  const start = query.cursor === undefined ? 0 : readCursor(query.cursor)
  const personOf = joinsAsOf(of.timeline, Math.min(close, project.clock.now()))
  const rows: EventRow[] = []
  const latest = of.person === null && query.asOf === undefined ? start + query.limit + 1 : null
  for await (const block of project.store.scanEvents({
    accounts: Int32Array.of(of.account),
    names: namesOf(project, query.name),
    by: 'happened',
    days,
    latest,
  })) {
    for (const row of block)
      if (row.knownAt < close && (of.person === null || personOf(row.actor) === of.person)) rows.push(row)
  }
  if (latest === null) rows.sort((a, b) => b.ts - a.ts || b.n - a.n)
  const page = rows.slice(start, start + query.limit)
  const next = rows.length > start + query.limit ? String(start + query.limit) : null
  return {
    data: toEventRecords(project, page, { timeline: of.timeline, at: Math.min(close, project.clock.now()) }),
    nextCursor: next,
  }
}

/** A raw name, or a key of the configuration: the key wins. */
function namesOf(project: Project, name: string | undefined): readonly string[] | null {
  if (name === undefined) return null
  return project.config.judged.model.events.find((event) => event.key === name)?.names ?? [name]
}

function readCursor(cursor: string): number {
  if (/^\d{1,7}$/.test(cursor)) return Number(cursor)
  throw telltaleError('bad_argument', {
    argument: 'cursor',
    value: cursor.slice(0, 100),
    expected: '`nextCursor` of a page',
  })
}

function dayOf(text: string): Day {
  return isoToDay(text) ?? 0
}
