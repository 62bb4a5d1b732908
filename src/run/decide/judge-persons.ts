import type { Day } from '../../core/time.ts'
import type { Reference } from '../../fold/entity.ts'
import type { PersonJudgeInput } from '../../judge/judge-input.ts'
import { type JudgedPerson, judgePerson } from '../../judge/judge-person.ts'
import { judgedRules } from '../../judge/judged-rules.ts'
import type { AnalyticStore, EventScan, PersonGroup } from '../../store/analytic/analytic-store.ts'
import type { DayRange, EventRow, PersonRows } from '../../store/analytic/rows.ts'
import type { Planned } from '../planned.ts'
import { namesOfHours, REACH_DAYS } from './stream-recent-events.ts'
import { namesOfModel, triggerNames } from './stream-triggered-events.ts'

/** Persons whose events are read at a time. */
const PAGE_PERSONS = 1_000

export type JudgingPersons = {
  readonly store: AnalyticStore
  readonly planned: Planned
  /** null: everybody. */
  readonly persons: readonly PersonGroup[] | null
  /** Persons are told apart by what was known on that day; absent: by all that is known. */
  readonly joinedUpTo?: Day
  readonly days: DayRange
  readonly stateOf: PersonJudgeInput['stateOf']
  /** Of the days; of the day before where the day is open. */
  readonly reference: Reference | null
  /** Whether event signals are judged at the events of the days, and which of these were judged before or are not seen yet; null: none is. */
  readonly events: { readonly judged: (event: EventRow) => boolean; readonly seen: (event: EventRow) => boolean } | null
  /** Only the events: the day is not over. */
  readonly dayOpen?: boolean
}

/** Every event of the days is judged: a replay knows them all. */
export const EVERY_EVENT: JudgingPersons['events'] = { judged: () => false, seen: () => true }

export type JudgedPersonOne = JudgedPerson & { readonly input: PersonJudgeInput }

/** Judges persons across their accounts, one at a time: the second pass, which nothing but signals of the level person asks for. */
export async function* judgePersons(judging: JudgingPersons): AsyncGenerator<JudgedPersonOne> {
  const { store, planned, persons, days, joinedUpTo } = judging
  if (!judgesPersons(planned)) return
  const { facts, columns } = planned.plan
  const joins = joinedUpTo === undefined ? {} : { joinedUpTo }
  const scan = { persons, ...joins, days: { from: 0, to: days.to }, knownUpTo: days.to, facts, columns }
  let page: PersonRows[] = []
  for await (const rows of store.scanPersons(scan)) {
    page.push(rows)
    if (page.length < PAGE_PERSONS) continue
    yield* judgePage(judging, page)
    page = []
  }
  yield* judgePage(judging, page)
}

/** Whether anything is said of persons across accounts. */
export function judgesPersons({ model }: Pick<Planned, 'model'>): boolean {
  return judgedRules(model).some(({ level, enabled }) => level === 'person' && enabled)
}

async function* judgePage(judging: JudgingPersons, page: readonly PersonRows[]): AsyncGenerator<JudgedPersonOne> {
  const events = await readEvents(judging, page)
  const recent = await readRecent(judging, page)
  for (const rows of page) {
    const input = toInput(judging, rows, { events, recent })
    yield { input, ...judgePerson(input) }
  }
}

type ByPerson = ReadonlyMap<number, readonly EventRow[]>

/** All events of the days, of the persons that a signal may be judged at on one of them. */
async function readEvents(
  { store, planned, days, events }: JudgingPersons,
  page: readonly PersonRows[],
): Promise<ByPerson> {
  const names = triggerNames(planned.model, 'persons')
  if (events === null || names.length === 0) return new Map()
  const triggered = await readOf(store, page, { days, names })
  const concerned = page.filter(({ person }) => triggered.has(person))
  const all = await readOf(store, concerned, { days, names: namesOfModel(planned.model) })
  return new Map([...all].map(([person, rows]) => [person, rows.filter(events.seen)]))
}

/** What windows of hours count; null: there are none. */
async function readRecent(
  { store, planned, days }: JudgingPersons,
  page: readonly PersonRows[],
): Promise<ByPerson | null> {
  const names = namesOfHours(planned, ['person'])
  if (names.length === 0) return null
  return readOf(store, page, { names, days: { from: days.from - REACH_DAYS, to: days.to } })
}

async function readOf(
  store: AnalyticStore,
  page: readonly PersonRows[],
  { days, names }: Pick<EventScan, 'days' | 'names'>,
): Promise<Map<number, EventRow[]>> {
  const personOf = new Map(page.flatMap(({ person, actors }) => actors.map((actor) => [actor, person] as const)))
  const found = new Map<number, EventRow[]>()
  const scan = { accounts: null, actors: [...personOf.keys()], names, by: 'known', days, latest: null } as const
  for await (const rows of store.scanEvents(scan)) {
    for (const row of rows) {
      const person = personOf.get(row.actor) ?? row.actor
      const own = found.get(person)
      if (own === undefined) found.set(person, [row])
      else own.push(row)
    }
  }
  return found
}

const NOTHING: readonly EventRow[] = []

function toInput(
  { store, planned, days, stateOf, reference, events, dayOpen }: JudgingPersons,
  rows: PersonRows,
  read: { readonly events: ByPerson; readonly recent: ByPerson | null },
): PersonJudgeInput {
  const recent = read.recent === null ? null : (read.recent.get(rows.person) ?? NOTHING)
  return {
    model: planned.model,
    fold: { ...rows, plan: planned.plan, space: planned.space, days, view: 'decision', recent, reference },
    momentSpace: planned.momentSpace,
    stateOf,
    events: read.events.get(rows.person) ?? NOTHING,
    factId: store.dictionary.fact.idOf,
    actorKey: store.dictionary.actor.keyOf,
    ...(events === null ? {} : { judged: events.judged }),
    ...(dayOpen === undefined ? {} : { dayOpen }),
  }
}
