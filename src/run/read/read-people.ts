import type { EventPage, EventQuery } from '../../contract/events.ts'
import type { PersonDetail, PersonPage, PersonQuery, PersonRow } from '../../contract/people.ts'
import { dayToIso } from '../../core/time.ts'
import { stretchesOf, timeOf } from '../../ingest/actor-table.ts'
import { actorsOf, personOf } from '../../ingest/attribution-state.ts'
import { traitOf, traitsOf } from '../../ingest/trait-table.ts'
import { judgesPersons } from '../decide/judge-persons.ts'
import type { Project } from '../project.ts'
import { toExplanation } from './explain/to-explanation.ts'
import { loadAccount } from './load-account.ts'
import { configExplaining, planToExplain } from './plan-of-day.ts'
import { closedDay, firstDayOf } from './read-account-detail.ts'
import { type Actors, readEventsOfPerson } from './read-events.ts'
import { readMemberRows } from './read-members.ts'
import { addOutcomes } from './read-outcomes.ts'
import { replayAccount } from './replay-account.ts'
import { replayPerson } from './replay-person.ts'
import { groupEpisodes, toEpisodeRow } from './to-episode-row.ts'

/** Identified persons with the accounts they belong to now, by key. The cursor is the last key given. */
export function readPeople(project: Project, query: PersonQuery): PersonPage {
  const { excluded } = project.applier.attribution
  const { keys: actors, person, firstSeen } = project.applier.attribution.actors
  const needle = query.q?.toLowerCase() ?? ''
  const isPerson = (number: number): boolean => person[number] === number && !Number.isNaN(firstSeen[number])
  const all = actors.filter((key, number) => isPerson(number) && key.startsWith('u:'))
  const listed = excluded.size === 0 ? all : all.filter((key) => !excluded.has(key))
  const keys = listed.filter((key) => key > (query.cursor ?? '')).sort()
  const rows: PersonRow[] = []
  let at = 0
  for (; at < keys.length && rows.length < query.limit; at++) {
    const row = toPersonRow(project, keys[at] ?? '')
    if (needle === '' || row.key.toLowerCase().includes(needle) || row.name.toLowerCase().includes(needle))
      rows.push(row)
  }
  const nextCursor = at < keys.length ? (rows.at(-1)?.key ?? null) : null
  return { data: rows, nextCursor, excludedPeople: all.length - listed.length }
}

function toPersonRow(project: Project, key: string): PersonRow {
  const state = project.applier.attribution
  const now = project.clock.now()
  const text = (name: string): string | null => {
    const value = traitOf(state.personTraits, key, name)?.value
    return value === undefined || value === null || value === '' ? null : String(value)
  }
  const accounts = stretchesOf(state.actors, key).filter((one) => one.from <= now && (one.to === null || one.to > now))
  const first = timeOf(state.actors, 'firstSeen', key)
  return {
    key,
    name: text('name') ?? text('email') ?? key.slice(2),
    email: text('email'),
    accounts: accounts.map(({ account, role }) => ({
      account,
      name: String(traitOf(state.accountTraits, account, 'name')?.value ?? account),
      role,
    })),
    firstSeenDay: first === undefined ? null : dayToIso(project.zone.dayOf(first)),
  }
}

/** A person across accounts and in each of them: episodes and explanations of both. null: never heard of. */
export async function readPerson(
  project: Project,
  key: string,
  asOf: string | undefined,
): Promise<PersonDetail | null> {
  const found = findPerson(project, key)
  const latest = project.judgedDay
  if (found === null || latest === null) return null
  const state = project.applier.attribution
  const day = asOf === undefined ? latest : closedDay(asOf, latest)
  const row = toPersonRow(project, found)
  const detail: PersonDetail = {
    ...row,
    asOf: dayToIso(day),
    lastActiveDay: null,
    actors: [...actorsOf(state, found)],
    traits: [],
    traitHistory: await readTraitHistory(project, actorsNamed(project, found)),
    episodes: [],
    configOf: await configExplaining(project, day),
    explanations: [],
    recentEvents: [],
  }
  for (const [name, { value, from }] of traitsOf(state.personTraits, found)) {
    detail.traits.push({ key: name, value, from: new Date(from).toISOString(), knownAt: new Date(from).toISOString() })
  }
  await addAcross(project, detail, { person: found, day })
  for (const { account } of row.accounts) await addMembership(project, detail, { account, person: found, day })
  const recent = { limit: 50, asOf: dayToIso(day) }
  detail.recentEvents.push(...(await readEventsOfPerson(project, actorsNamed(project, found), recent)).data)
  return detail
}

/** Rows that the applier keeps for itself are no properties. */
const OWN = '$'

async function readTraitHistory({ store }: Project, { person, actors }: Actors): Promise<PersonDetail['traitHistory']> {
  const nothingElse = { days: { from: 0, to: 0 }, knownUpTo: null, facts: [], columns: [] }
  for await (const { timeline } of store.scanPersons({ persons: [{ person, actors }], ...nothingElse }))
    return timeline.traits
      .filter(({ key }) => !key.startsWith(OWN))
      .toSorted((a, b) => a.from - b.from || a.knownAt - b.knownAt)
      .map(({ key, value, from, knownAt }) => ({
        ...{ key, value },
        from: new Date(from).toISOString(),
        knownAt: new Date(knownAt).toISOString(),
      }))
  return []
}

type Of = { readonly person: string; readonly day: number }

async function addAcross(project: Project, detail: PersonDetail, { person, day }: Of): Promise<void> {
  if (!judgesPersons(project.config.judged)) return
  const { model, transitions, explained } = await replayPerson(project, person, {
    to: day,
    configOf: configOf(project, day),
  })
  const rows = groupEpisodes(transitions).flatMap((changes) => toEpisodeRow(model, changes, detail.name) ?? [])
  detail.episodes.push(...(await addOutcomes(project, rows.reverse(), { model, at: seenBy(project, day) })))
  detail.explanations.push(...explained.map((one) => toExplanation(model, one)))
}

/** Up to when outcomes are seen: the close of a past day, else now. */
function seenBy({ judgedDay, clock, zone }: Project, day: number): number {
  return day === judgedDay ? clock.now() : zone.startOf(day + 1) - 1
}

/** A past day is explained with the config of that day. */
function configOf(project: Project, day: number): 'day' | 'now' {
  return day === project.judgedDay ? 'now' : 'day'
}

async function addMembership(
  project: Project,
  detail: PersonDetail,
  { account, person, day }: Of & { readonly account: string },
): Promise<void> {
  const input = await loadAccount(project, account)
  const id = project.store.dictionary.actor.idOf(person)
  if (input === null || id === undefined) return
  const replayed = await replayAccount(project, input, {
    days: { from: Math.min(firstDayOf(project, input, day), day), to: day },
    planned: configOf(project, day) === 'now' ? project.config.judged : await planToExplain(project, day),
    person: id,
  })
  const own = replayed.transitions.filter((one) => one.entity.level === 'member' && one.entity.person === person)
  const rows = groupEpisodes(own).flatMap((changes) => toEpisodeRow(replayed.model, changes, detail.name) ?? [])
  const at = seenBy(project, day)
  detail.episodes.push(...(await addOutcomes(project, rows, { model: replayed.model, at })))
  detail.explanations.push(...replayed.member.map((one) => toExplanation(replayed.model, one)))
  const last = (await readMemberRows(project, input, day)).find((row) => row.person === person)?.lastActiveDay ?? null
  if (last !== null && (detail.lastActiveDay === null || last > detail.lastActiveDay)) detail.lastActiveDay = last
}

/** By key as stored (`u:ana`), or by the id as sent. */
function findPerson(project: Project, key: string): string | null {
  const { attribution } = project.applier
  const known = [key, `u:${key}`, `a:${key}`].find((one) => timeOf(attribution.actors, 'firstSeen', one) !== undefined)
  return known === undefined ? null : personOf(attribution, known)
}

/** Raw events of a person, newest first, whatever account they count for. */
export async function readPersonEvents(project: Project, key: string, query: EventQuery): Promise<EventPage | null> {
  const person = findPerson(project, key)
  return person === null ? null : readEventsOfPerson(project, actorsNamed(project, person), query)
}

function actorsNamed(project: Project, key: string): Actors {
  const { actor } = project.store.dictionary
  const actors = actorsOf(project.applier.attribution, key).flatMap((one) => actor.idOf(one) ?? [])
  return { person: actor.idOf(key) ?? 0, name: toPersonRow(project, key).name, actors }
}
