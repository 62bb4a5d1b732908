import { type Day, type Millis, MS_PER_HOUR } from '../core/time.ts'
import type { EventRow } from '../store/analytic/rows.ts'
import type { Entity, MemberEntity } from './entity.ts'
import type { Member } from './people/list-members.ts'
import { type Joins, resolvePerson } from './people/resolve-person.ts'
import type { HoursStep } from './plan/fold-plan.ts'
import { type EventFact, readEvent } from './read-event.ts'
import { knownDayOf } from './sweep-timeline.ts'

type Recent = { readonly event: EventRow; readonly known: Day; readonly facts: readonly EventFact[] }
export type HoursInput = {
  readonly entity: Entity | MemberEntity
  readonly joins: Joins
  readonly members: readonly Member[]
  readonly recent: readonly EventRow[] | null
}

/** How the entity's `hours` numbers are computed; null without raw events (then they are unknown). */
export function hoursOf(input: HoursInput): ((step: HoursStep, out: Float64Array) => void) | null {
  if (input.recent === null) return null
  const { entity } = input
  const recent = input.recent.map((event) => ({
    event,
    known: knownDayOf(entity.knowing, event.knownAt),
    facts: readEvent(entity.plan, event),
  }))
  recent.sort((a, b) => a.event.ts - b.event.ts)
  return (step, out) => {
    for (let day = entity.from; day <= entity.to; day++)
      out[day - entity.from] = foldHours(input, recent, { step, day })
  }
}

type Moment = { readonly step: HoursStep; readonly day: Day }

function foldHours(input: HoursInput, recent: readonly Recent[], { step, day }: Moment): number {
  const { entity } = input
  const end = entity.knowing.asOf ?? entity.knowing.zone.startOf(day + 1) - 1
  const start = end - step.hours * MS_PER_HOUR
  const person = (one: Recent): number => resolvePerson(input.joins, one.event.actor, day)
  const reached = recent.slice(countUpTo(recent, start), countUpTo(recent, end))
  const within = reached.filter(({ known }) => known <= day)
  const own = 'person' in entity ? within.filter((one) => person(one) === entity.person) : within
  const matches = own.flatMap((one) =>
    one.facts
      .filter(({ fact }) => step.sets.some((set) => set.includes(fact)))
      .map((fact) => ({ ...fact, ts: one.event.ts, person: person(one) })),
  )
  return measure(input, matches, { step, day })
}

/** How many of the events, in order of time, happened up to an instant. */
function countUpTo(recent: readonly Recent[], ts: Millis): number {
  let low = 0
  let high = recent.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (recent[middle]!.event.ts <= ts) low = middle + 1
    else high = middle
  }
  return low
}

type Match = EventFact & { readonly ts: Millis; readonly person: number }

function measure(input: HoursInput, matches: readonly Match[], { step, day }: Moment): number {
  switch (step.how) {
    case 'count':
      return matches.length
    case 'sum':
      return matches.reduce((total, match) => total + match.sum, 0) / step.scale
    case 'latest':
      return latestOf(matches)
    case 'max':
      return matches.reduce((high, { gauge }) => (gauge <= high || Number.isNaN(gauge) ? high : gauge), Number.NaN)
    case 'days':
      return new Set(matches.map((match) => input.entity.knowing.zone.dayOf(match.ts))).size
    case 'features': {
      const used = step.sets.filter((set) => matches.filter(({ fact }) => set.includes(fact)).length >= step.minimum)
      return step.share ? used.length / step.sets.length : used.length
    }
    case 'users':
      return countUsers(input, matches, { step, day })
  }
}

function latestOf(matches: readonly Match[]): number {
  let latest: Match | undefined
  for (const match of matches)
    if (!Number.isNaN(match.gauge) && !(latest !== undefined && match.ts < latest.ts)) latest = match
  return latest?.gauge ?? Number.NaN
}

function countUsers(input: HoursInput, matches: readonly Match[], { step, day }: Moment): number {
  const persons = new Set(matches.map((match) => match.person))
  if (step.roleSet < 0) return persons.size
  const roles = input.entity.plan.roleSets[step.roleSet]!
  const held = (role: string | null): boolean => roles === null || (role !== null && roles.includes(role))
  const members = input.members.filter(({ spans }) =>
    spans.some((span) => span.from <= day && day <= span.to && held(span.role)),
  )
  return members.filter((member) => persons.has(member.person)).length
}
