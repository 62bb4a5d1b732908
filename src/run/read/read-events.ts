import type { EventPage, EventQuery, EventRecord } from '../../contract/events.ts'
import { telltaleError } from '../../core/errors.ts'
import { DAY_MAX, type Day, isoToDay, type Millis } from '../../core/time.ts'
import type { EventScan } from '../../store/analytic/analytic-store.ts'
import type { AccountTimeline, EventRow } from '../../store/analytic/rows.ts'
import type { Project } from '../project.ts'
import { joinsAsOf, namesOfPeople } from './load-account.ts'

/** Raw events as the wire has them, with the names of people as known at an instant. */
export function toEventRecords(
  project: Project,
  rows: readonly EventRow[],
  { timeline, at }: { timeline: AccountTimeline; at: Millis },
): EventRecord[] {
  const personOf = joinsAsOf(timeline, at)
  const nameOf = namesOfPeople(project, timeline, at)
  const { keyOf } = project.store.dictionary.actor
  return recordsOf(project, rows, (actor) => ({ person: keyOf(personOf(actor)), name: nameOf(actor).name }))
}

/** Whose an event of an actor is. */
export type Naming = (actor: number) => { readonly person: string; readonly name: string }

/** Stored events as the wire has them. */
export function recordsOf(project: Project, rows: readonly EventRow[], naming: Naming): EventRecord[] {
  const { dictionary } = project.store
  const kinds = kindsByName(project)
  return rows.map((row) => {
    const { person, name: personName } = naming(row.actor)
    return {
      messageId: row.messageId,
      name: row.name,
      kind: kinds.get(row.name) ?? 'other',
      call: row.call,
      ts: new Date(row.ts).toISOString(),
      knownAt: new Date(row.knownAt).toISOString(),
      account: row.account === 0 ? null : dictionary.account.keyOf(row.account),
      person,
      personName,
      properties: JSON.parse(row.properties),
    }
  })
}

/** Of the events that the configuration lists. */
function kindsByName(project: Project): Map<string, string> {
  return new Map(
    project.config.judged.model.events.flatMap((event) => event.names.map((name) => [name, event.kind] as const)),
  )
}

export type EventsOf = { readonly account: number; readonly timeline: AccountTimeline }

/** A page of an account's events, newest first. The cursor is how many were given before. */
export async function readEventPage(project: Project, of: EventsOf, query: EventQuery): Promise<EventPage> {
  const { rows, nextCursor } = await readPage(project, { accounts: Int32Array.of(of.account) }, query)
  const at = Math.min(closeOf(project, query), project.clock.now())
  return { data: toEventRecords(project, rows, { timeline: of.timeline, at }), nextCursor }
}

/** A person under all ids that were joined to them. */
export type Actors = { readonly person: number; readonly name: string; readonly actors: readonly number[] }

/** A page of what a person did, whatever account it counts for, or none, and also where it is left out of every number; newest first. */
export async function readEventsOfPerson(project: Project, of: Actors, query: EventQuery): Promise<EventPage> {
  const whose = { accounts: null, actors: of.actors, withExcluded: true }
  const { rows, nextCursor } = await readPage(project, whose, query)
  const whom = { person: project.store.dictionary.actor.keyOf(of.person), name: of.name }
  return { data: recordsOf(project, rows, () => whom), nextCursor }
}

type Whose = Pick<EventScan, 'accounts' | 'actors' | 'withExcluded'>
type Page = { readonly rows: readonly EventRow[]; readonly nextCursor: string | null }

async function readPage(project: Project, whose: Whose, query: EventQuery): Promise<Page> {
  const close = closeOf(project, query)
  const days = {
    from: query.from === undefined ? 0 : dayOf(query.from),
    to: query.to === undefined ? DAY_MAX : dayOf(query.to),
  }
  const start = query.cursor === undefined ? 0 : readCursor(query.cursor)
  const rows: EventRow[] = []
  const latest = query.asOf === undefined ? start + query.limit + 1 : null
  const names = namesOf(project, query.name)
  for await (const block of project.store.scanEvents({ ...whose, names, by: 'happened', days, latest }))
    for (const row of block) if (row.knownAt < close) rows.push(row)
  if (latest === null) rows.sort((a, b) => b.ts - a.ts || b.n - a.n)
  const nextCursor = rows.length > start + query.limit ? String(start + query.limit) : null
  return { rows: rows.slice(start, start + query.limit), nextCursor }
}

function closeOf({ zone }: Project, { asOf }: EventQuery): Millis {
  return asOf === undefined ? Number.POSITIVE_INFINITY : zone.startOf(dayOf(asOf) + 1)
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
