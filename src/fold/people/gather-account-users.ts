import { DAY_MAX, type Day } from '../../core/time.ts'
import type { RowSource } from '../fill-lanes.ts'
import type { FoldScope } from '../fold-input.ts'
import { addSpan, drainSpans } from '../fold-windows.ts'
import { gatherGroup } from './gather-group.ts'
import { type Clips, gatherUsers, type LatestDays, type UserScope } from './gather-users.ts'
import type { SlotRows } from './group-rows.ts'
import type { Member, MemberSpan } from './list-members.ts'
import type { Group, People } from './list-people.ts'

/** Who holds one of the roles of a set, and when: adjoining spans as one. */
type Held = { readonly slot: number; readonly spans: readonly MemberSpan[] }

/** Counts members by role set, and gathers every distinct-people node of the account. */
export function gatherAccountUsers(
  { input, source }: FoldScope,
  given: {
    readonly people: People
    readonly members: readonly Member[]
    readonly rows: SlotRows | null
    readonly memberCounts: readonly Float64Array[]
  },
): void {
  const { plan, space, days } = input
  const held = plan.roleSets.map((roles) => holdersOf(given.members, roles))
  held.forEach((of, at) => {
    countMembers(of, { days, diff: space.diff, counts: given.memberCounts[at]! })
  })
  if (plan.account.userPasses.length === 0) return
  const { personOf, groups } = setApart(given.people, held, days)
  const windows = {
    ...{ lanes: space.account.lanes, calendar: space.calendar, from: days.from, to: days.to },
    ...{ diff: space.diff, spare: space.spare },
  }
  const scope: UserScope = {
    windows,
    personOf,
    slotOfRow: space.slots.ofRow,
    spansOf: (roleSet, person) => held[roleSet]!.find(({ slot }) => slot === person)?.spans ?? NO_SPANS,
    clips: clipsOf(space.latest, held, personOf.length),
    gathered: space.gathered,
    latest: space.latest,
  }
  const rowsOf = (slot: number): Int32Array => given.rows?.of(slot) ?? rowsOfActor(source, given.people.actors[slot]!)
  for (const pass of plan.account.userPasses) {
    gatherUsers(scope, pass, source)
    for (const group of groups) gatherGroup(scope, pass, { group, source, rowsOf })
  }
}

const NO_SPANS: readonly MemberSpan[] = []

function rowsOfActor({ block, start, end }: RowSource, actor: number): Int32Array {
  const rows: number[] = []
  for (let r = start; r < end; r++) if (block.actor[r] === actor) rows.push(r)
  return Int32Array.from(rows)
}

function holdersOf(members: readonly Member[], roles: readonly string[] | null): readonly Held[] {
  const holders: Held[] = []
  for (const member of members) {
    const { slot, spans: all } = member
    const spans = roles === null ? all : all.filter(({ role }) => role !== null && roles.includes(role))
    if (spans.length === 1) holders.push(spans === all ? member : { slot, spans })
    else if (spans.length > 1) holders.push({ slot, spans: joinSpans(spans) })
  }
  return holders
}

function joinSpans(spans: readonly MemberSpan[]): MemberSpan[] {
  const joined: MemberSpan[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last !== undefined && last.to + 1 === span.from) joined[joined.length - 1] = { ...last, to: span.to }
    else joined.push(span)
  }
  return joined
}

type Counting = { readonly days: { from: Day; to: Day }; readonly diff: Float64Array; readonly counts: Float64Array }

function countMembers(held: readonly Held[], { days, diff, counts }: Counting): void {
  for (const { spans } of held)
    for (const span of spans) addSpan(diff, days, { first: span.from, last: span.to, amount: 1 })
  drainSpans(diff, days, counts)
}

type Apart = { readonly personOf: Int32Array; readonly groups: readonly Group[] }

/** Who left and came back, or changed roles back and forth, has more than one span: they join the groups, counted day by day. */
function setApart(people: People, held: readonly (readonly Held[])[], { from, to }: { from: Day; to: Day }): Apart {
  const several = new Set<number>()
  for (const of of held)
    for (const { slot, spans } of of) if (spans.length > 1 && people.personOf[slot]! >= 0) several.add(slot)
  if (several.size === 0) return people
  const personOf = people.personOf.slice()
  const groups = [...several].map((person) => {
    const slots = [...people.personOf.keys()].filter((slot) => people.personOf[slot] === person)
    for (const slot of slots) personOf[slot] = -1
    return { slots, eras: [{ from, to, personOf: slots.map(() => person) }] }
  })
  return { personOf, groups: [...people.groups, ...groups] }
}

function clipsOf(buffers: LatestDays, held: readonly (readonly Held[])[], stride: number): Clips {
  const size = held.length * stride
  if (buffers.clips.from.length < size) buffers.clips = { from: new Int32Array(size * 2), to: new Int32Array(size * 2) }
  const { from, to } = buffers.clips
  from.fill(DAY_MAX, 0, size)
  to.fill(0, 0, size)
  held.forEach((of, roleSet) => {
    for (const { slot, spans } of of) {
      if (spans.length > 1) continue
      from[roleSet * stride + slot] = spans[0]!.from
      to[roleSet * stride + slot] = spans[0]!.to
    }
  })
  return { stride, from, to }
}
