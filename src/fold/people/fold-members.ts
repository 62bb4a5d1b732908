import { DAY_MAX, type Day, type Millis } from '../../core/time.ts'
import type { DayRange, TraitRow } from '../../store/analytic/rows.ts'
import { axisOf } from '../axis-of.ts'
import type { Entity, MemberEntity, PersonActor } from '../entity.ts'
import { clearLanes, fillLanes, settleLanes } from '../fill-lanes.ts'
import { foldEntity, seenFrom } from '../fold-entity.ts'
import { hoursOf } from '../fold-hours.ts'
import type { FoldScope } from '../fold-input.ts'
import { valuesFor } from '../fold-space.ts'
import { type MaskPool, resetMasks, takeMask } from '../mask-pool.ts'
import type { SlotRows } from './group-rows.ts'
import { joinTraits, type PersonTrait } from './join-traits.ts'
import type { Member } from './list-members.ts'
import type { People } from './list-people.ts'
import { addMember, closeRollUps, openRollUps } from './roll-up-members.ts'

type MembersOfAccount = {
  /** Folded as far as it rests on no member. */
  readonly account: Entity
  readonly members: readonly Member[]
  readonly rows: SlotRows | null
}

const NOTHING: ReadonlyMap<number, Float64Array> = new Map()

/** Folds the members one by one, in the same buffers, and rolls them up: memory does not grow with their number. */
export function foldMembers(
  scope: FoldScope,
  people: People | null,
  { account, members, rows }: MembersOfAccount,
): ReadonlyMap<number, Float64Array> {
  const { space, plan, days } = scope.input
  if (!space.foldsMembers || people === null || rows === null) return NOTHING
  const rollUps = openRollUps(plan.account, days)
  const only = scope.input.onlyMember ?? null
  const traits = traitsByPerson(scope.input.timeline.personTraits)
  const all: Members = { account, people, rows, traits, signals: new Map(), segments: new Map() }
  for (const member of members) {
    if (only !== null && member.person !== only) continue
    if (!space.judgesMembers && member.spans.every((span) => span.to < days.from || span.from > days.to)) continue
    const entity = foldMember(scope, all, member)
    scope.input.onMember?.(entity)
    addMember(rollUps, entity)
  }
  return closeRollUps(rollUps)
}

type Members = {
  readonly account: Entity
  readonly people: People
  readonly rows: SlotRows
  readonly traits: ReadonlyMap<number, readonly PersonTrait[]>
  /** Emptied for each member: most judge nothing and are in no segment. */
  readonly signals: Map<string, Uint8Array>
  readonly segments: Map<string, Int16Array>
}

function foldMember(scope: FoldScope, members: Members, member: Member): MemberEntity {
  const { input, knowing } = scope
  const { plan, space, days, timeline } = input
  const { lanes } = space.member
  const masks = resetMasks(space.member.masks, days.to - days.from + 1)
  const presence = presenceOf(member, days, masks)
  clearLanes(lanes, plan.member, { axis: axisOf(plan.member, scope.earliest, days.from), to: days.to })
  for (const part of member.parts) {
    const start = members.rows.starts[part.slot]!
    const end = members.rows.starts[part.slot + 1]!
    if (start < end)
      fillLanes(lanes, plan.member, { ...scope.source, start, end, index: members.rows.index, joined: part.joined })
  }
  settleLanes(lanes, plan.member)
  members.signals.clear()
  members.segments.clear()
  const entity: MemberEntity = {
    person: member.person,
    actors: member.parts,
    ...presence,
    plan,
    level: 'member',
    ofAccount: members.account,
    from: days.from,
    to: days.to,
    ...{ knowing, reference: input.reference ?? null },
    values: valuesFor(space.member, plan.member, days),
    accountTraits: timeline.traits,
    personTraits: traitsOf(scope, members.traits, member.parts),
    signals: members.signals,
    masks,
    segments: members.segments,
  }
  foldEntity(
    {
      entity,
      windows: { lanes, calendar: space.calendar, from: days.from, to: days.to, diff: space.diff, spare: space.spare },
      firstSeen: seenFrom(firstDayOf(member)),
      subscriptions: [],
      ...{ gathered: [], memberCounts: [], rollUps: NOTHING, account: null },
      reference: input.reference ?? null,
      referenceLag: knowing.asOf === null ? 0 : 1,
      foldHours: hoursOf({ entity, joins: members.people.joins, members: [], recent: input.recent ?? null }),
      rows: {
        block: input.block,
        start: input.start,
        end: input.end,
        actors: member.parts,
        report: scope.source.report,
      },
      reached: scope.reached(member.person),
      past: null,
      holdsRole: (roles) => daysInRole(member, roles, { days, masks }),
      firstSeenAt: () => seenFrom(joinedAt(scope, member)),
    },
    plan.member.steps,
  )
  return entity
}

/** Once for the account: looking through everybody's traits for every member would grow with the square of their number. */
function traitsByPerson(rows: readonly PersonTrait[]): Map<number, PersonTrait[]> {
  const byPerson = new Map<number, PersonTrait[]>()
  for (const row of rows) {
    const own = byPerson.get(row.person)
    if (own === undefined) byPerson.set(row.person, [row])
    else own.push(row)
  }
  return byPerson
}

const NO_TRAITS: readonly PersonTrait[] = []

function traitsOf(
  { input }: FoldScope,
  traits: ReadonlyMap<number, readonly PersonTrait[]>,
  actors: readonly PersonActor[],
): readonly TraitRow[] {
  if (traits.size === 0) return NO_TRAITS
  const [first] = actors
  if (actors.length === 1 && first?.joined === -DAY_MAX) return traits.get(first.actor) ?? NO_TRAITS
  return joinTraits(input.plan, input.timeline.personTraits, actors)
}

/** The instant at which the person became a member: that of the first membership, not before the day on which it was known. */
function joinedAt({ input }: FoldScope, member: Member): Millis {
  const actors = new Set(member.parts.map(({ actor }) => actor))
  const own = input.timeline.members.filter((row) => actors.has(row.person))
  const first = own.reduce((at, row) => Math.min(at, row.from), Number.POSITIVE_INFINITY)
  return Math.max(first, input.plan.zone.startOf(firstDayOf(member)))
}

function firstDayOf(member: Member): Day {
  return member.spans.reduce((first, span) => Math.min(first, span.from), DAY_MAX)
}

function daysInRole(
  { spans }: Member,
  roles: readonly string[],
  { days: { from, to }, masks }: { readonly days: DayRange; readonly masks: MaskPool },
): Uint8Array {
  const held = takeMask(masks).fill(0)
  for (const span of spans) {
    if (span.role === null || !roles.includes(span.role)) continue
    const first = Math.max(span.from, from)
    const last = Math.min(span.to, to)
    if (first <= last) held.fill(1, first - from, last - from + 1)
  }
  return held
}

type Presence = Pick<MemberEntity, 'present' | 'firstPresent' | 'lastPresent'>

function presenceOf(member: Member, { from, to }: { from: Day; to: Day }, masks: MaskPool): Presence {
  const present = takeMask(masks).fill(0)
  let firstPresent = to - from + 1
  let lastPresent = -1
  for (const span of member.spans) {
    const first = Math.max(span.from, from) - from
    const last = Math.min(span.to, to) - from
    if (first > last) continue
    present.fill(1, first, last + 1)
    firstPresent = Math.min(firstPresent, first)
    lastPresent = Math.max(lastPresent, last)
  }
  return { present, firstPresent, lastPresent }
}
