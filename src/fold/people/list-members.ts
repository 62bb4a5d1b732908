import { DAY_MAX, type Day } from '../../core/time.ts'
import { EXCLUDED } from '../../store/analytic/excluded-trait.ts'
import type { AccountTimeline, DayRange, MembershipRow, TraitRow } from '../../store/analytic/rows.ts'
import type { PersonActor } from '../entity.ts'
import { type Era, type Knowing, type Said, sweepTimeline } from '../sweep-timeline.ts'
import { excludedDays, withoutDays } from './excluded-days.ts'
import type { Group, People } from './list-people.ts'

/** Days (inclusive) on which somebody is a member, with the role held. */
export type MemberSpan = { readonly from: Day; readonly to: Day; readonly role: string | null }

export type Member = {
  /** Slot and actor id of the person. */
  readonly slot: number
  readonly person: number
  readonly spans: readonly MemberSpan[]
  readonly parts: readonly MemberPart[]
}

export type MemberPart = PersonActor & { readonly slot: number }

export type MembersInput = {
  readonly timeline: AccountTimeline
  readonly knowing: Knowing
  readonly slotOf: (actor: number) => number
  /** When the account itself is out of every number: then nobody is its member. */
  readonly excluded: readonly DayRange[]
}

/** Who belongs to the account on the judged days: by membership, never by activity; whoever is excluded does not. In order of the person's id. */
export function listMembers(people: People, input: MembersInput): Member[] {
  const members = listSettled(people, input)
  for (const group of people.groups) members.push(...listMoving(people, group, input))
  const { excluded } = input
  if (excluded.length > 0)
    for (const [i, member] of members.entries()) members[i] = { ...member, spans: withoutDays(member.spans, excluded) }
  return members.sort((a, b) => a.person - b.person)
}

/** Nearly always nobody is excluded: then no trait is looked at twice. */
function excludedByPerson(
  { personTraits }: AccountTimeline,
  knowing: Knowing,
): (person: number) => readonly DayRange[] {
  const told = new Map<number, TraitRow[]>()
  for (const row of personTraits) {
    if (row.key !== EXCLUDED) continue
    const own = told.get(row.person)
    if (own === undefined) told.set(row.person, [row])
    else own.push(row)
  }
  return (person) => (told.size === 0 ? NEVER : excludedDays(told.get(person) ?? [], knowing))
}

const NEVER: readonly DayRange[] = []

/** Persons whose actors are the same on every judged day. */
function listSettled(people: People, { timeline, knowing, slotOf }: MembersInput): Member[] {
  const rowsOf: (MembershipRow[] | undefined)[] = new Array(people.personOf.length)
  for (const row of timeline.members) {
    const person = people.personOf[slotOf(row.person)]!
    if (person < 0) continue
    const own = rowsOf[person]
    if (own === undefined) rowsOf[person] = [row]
    else own.push(row)
  }
  const partsOf = people.joins.size === 0 ? null : partsOfPersons(people)
  const excludedOf = excludedByPerson(timeline, knowing)
  const members: Member[] = []
  for (let slot = 0; slot < rowsOf.length; slot++) {
    const own = rowsOf[slot]
    if (own === undefined) continue
    const partOf = (part: number): MemberPart => ({ slot: part, actor: people.actors[part]!, joined: -DAY_MAX })
    const parts = partsOf?.get(slot)?.map(partOf) ?? [partOf(slot)]
    const person = people.actors[slot]!
    const spans = withoutDays(spansOf(own, knowing), excludedOf(person))
    members.push({ slot, person, spans, parts })
  }
  return members
}

function partsOfPersons(people: People): Map<number, number[]> {
  const parts = new Map<number, number[]>()
  people.personOf.forEach((person, slot) => {
    if (person < 0) return
    const list = parts.get(person)
    if (list === undefined) parts.set(person, [slot])
    else list.push(slot)
  })
  return parts
}

type MemberDraft = { readonly spans: MemberSpan[]; readonly joined: Map<number, Day> }

/** Persons of a group: who they are made of changes at each era, and one that was merged away is a member no longer. */
function listMoving(people: People, group: Group, { timeline, knowing, slotOf }: MembersInput): Member[] {
  const drafts = new Map<number, MemberDraft>()
  const excludedOf = excludedByPerson(timeline, knowing)
  group.eras.forEach((era, at) => {
    for (const person of new Set(era.personOf)) {
      const draft: MemberDraft = drafts.get(person) ?? { spans: [], joined: new Map() }
      drafts.set(person, draft)
      const slots = group.slots.filter((_, i) => era.personOf[i] === person)
      for (const slot of slots) if (!draft.joined.has(slot)) draft.joined.set(slot, at === 0 ? -DAY_MAX : era.from)
      const own = timeline.members.filter((row) => slots.includes(slotOf(row.person)))
      const counted = withoutDays(spansOf(own, knowing), excludedOf(people.actors[person]!))
      draft.spans.push(...clipSpans(counted, era))
    }
  })
  return [...drafts]
    .filter(([, draft]) => draft.spans.length > 0)
    .map(([slot, draft]) => ({
      slot,
      person: people.actors[slot]!,
      spans: draft.spans,
      parts: [...draft.joined].map(([part, joined]) => ({ slot: part, actor: people.actors[part]!, joined })),
    }))
}

function clipSpans(spans: readonly MemberSpan[], era: { from: Day; to: Day }): MemberSpan[] {
  return spans
    .map((span) => ({ ...span, from: Math.max(span.from, era.from), to: Math.min(span.to, era.to) }))
    .filter((span) => span.from <= span.to)
}

function spansOf(rows: readonly MembershipRow[], knowing: Knowing): MemberSpan[] {
  const said: Said<MembershipRow>[] = rows.map((row) => ({ value: row, from: row.from, knownAt: row.knownAt }))
  const spans: MemberSpan[] = []
  for (const era of sweepTimeline(said, knowing)) {
    const to = endOf(era, knowing)
    if (era.from <= to) spans.push({ from: era.from, to, role: era.value.role })
  }
  return spans
}

/** A membership that ends during a day is over at that day's close. */
function endOf(era: Era<MembershipRow>, { zone, asOf }: Knowing): Day {
  const { to } = era.value
  if (to === null) return era.to
  if (asOf !== null && to > asOf) return era.to
  return Math.min(era.to, zone.dayOf(to) - 1)
}
