import { DAY_MAX, type Day } from '../core/time.ts'
import type { MemberEntity } from './entity.ts'
import { clearLanes, fillLanes, settleLanes } from './fill-lanes.ts'
import { foldEntity, seenFrom } from './fold-entity.ts'
import { hoursOf } from './fold-hours.ts'
import type { FoldScope } from './fold-input.ts'
import { valuesFor } from './fold-space.ts'
import type { Member } from './list-members.ts'
import type { People } from './list-people.ts'
import { addMember, closeRollUps, openRollUps } from './roll-up-members.ts'

const NOTHING: ReadonlyMap<number, Float64Array> = new Map()

/** Folds the members one by one, in the same buffers, and rolls them up: memory does not grow with their number. */
export function foldMembers(
  scope: FoldScope,
  people: People | null,
  members: readonly Member[],
): ReadonlyMap<number, Float64Array> {
  const { space, plan, days } = scope.input
  if (!space.foldsMembers || people === null) return NOTHING
  const rollUps = openRollUps(plan.account, days)
  const rows = groupBySlot(scope, people)
  const only = scope.input.onlyMember ?? null
  for (const member of members) {
    if (only !== null && member.person !== only) continue
    const entity = foldMember(scope, { people, member, rows })
    scope.input.onMember?.(entity)
    addMember(rollUps, entity)
  }
  return closeRollUps(rollUps)
}

type SlotRows = { readonly starts: Int32Array; readonly index: Int32Array }

/** The account's rows by actor, in their own order within each: a counting sort. */
function groupBySlot({ source, input }: FoldScope, people: People): SlotRows {
  const { slotOf } = input.space.slots
  const starts = new Int32Array(people.actors.length + 1)
  const index = new Int32Array(source.end - source.start)
  const slot = (r: number): number => slotOf[source.block.actor[r]!]! - 1
  for (let r = source.start; r < source.end; r++) if (slot(r) >= 0) starts[slot(r) + 1]! += 1
  for (let s = 0; s < people.actors.length; s++) starts[s + 1]! += starts[s]!
  const next = starts.slice()
  for (let r = source.start; r < source.end; r++) if (slot(r) >= 0) index[next[slot(r)]!++] = r
  return { starts, index }
}

type OneMember = { readonly people: People; readonly member: Member; readonly rows: SlotRows }

function foldMember(scope: FoldScope, { people, member, rows }: OneMember): MemberEntity {
  const { input, axis, knowing } = scope
  const { plan, space, days, timeline } = input
  const { lanes } = space.member
  clearLanes(lanes, plan.member, { axis, to: days.to })
  for (const part of member.parts) {
    const start = rows.starts[part.slot]!
    const end = rows.starts[part.slot + 1]!
    fillLanes(lanes, plan.member, { ...scope.source, start, end, index: rows.index, joined: part.joined })
  }
  settleLanes(lanes, plan.member)
  const actors = new Set(member.parts.map((part) => people.actors[part.slot]!))
  const entity: MemberEntity = {
    person: member.person,
    actors,
    present: presenceOf(member, days),
    plan,
    level: 'member',
    from: days.from,
    to: days.to,
    knowing,
    values: valuesFor(space.member, plan.member, days),
    accountTraits: timeline.traits,
    personTraits: timeline.personTraits.filter((row) => actors.has(row.person)),
    signals: new Map(),
    segments: new Map(),
  }
  foldEntity(
    {
      entity,
      windows: { lanes, calendar: space.calendar, from: days.from, to: days.to, diff: space.diff },
      firstSeen: seenFrom(firstDayOf(member)),
      subscriptions: [],
      gathered: [],
      memberCounts: [],
      rollUps: NOTHING,
      reference: null,
      referenceLag: 0,
      foldHours: hoursOf({ entity, joins: people.joins, members: [], recent: input.recent ?? null }),
    },
    plan.member,
  )
  return entity
}

function firstDayOf(member: Member): Day {
  return member.spans.reduce((first, span) => Math.min(first, span.from), DAY_MAX)
}

function presenceOf(member: Member, { from, to }: { from: Day; to: Day }): Uint8Array {
  const present = new Uint8Array(to - from + 1)
  for (const span of member.spans) {
    const first = Math.max(span.from, from)
    const last = Math.min(span.to, to)
    if (first <= last) present.fill(1, first - from, last - from + 1)
  }
  return present
}
