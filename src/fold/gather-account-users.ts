import { DAY_MAX, type Day } from '../core/time.ts'
import type { RowSource } from './fill-lanes.ts'
import type { FoldScope } from './fold-input.ts'
import { addSpan, drainSpans } from './fold-windows.ts'
import { gatherGroup } from './gather-group.ts'
import { type Clips, gatherUsers, type UserScope } from './gather-users.ts'
import type { SlotRows } from './group-rows.ts'
import type { Member, MemberSpan } from './list-members.ts'
import type { Group, People } from './list-people.ts'

type SpansOf = ReadonlyMap<number, readonly MemberSpan[]>

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
  const { lanes } = space.account
  const spans = plan.roleSets.map((roles) => spansByPerson(given.members, roles))
  spans.forEach((of, at) => {
    countMembers(of, { days, diff: space.diff, counts: given.memberCounts[at]! })
  })
  const { personOf, groups } = setApart(given.people, spans, days)
  const scope: UserScope = {
    windows: { lanes, calendar: space.calendar, from: days.from, to: days.to, diff: space.diff, spare: space.spare },
    personOf,
    slotOf: space.slots.slotOf,
    spans,
    clips: clipsOf(spans, personOf.length),
    gathered: space.gathered,
    latest: space.latest,
  }
  const rowsOf = (slot: number): Int32Array => given.rows?.of(slot) ?? rowsOfActor(source, given.people.actors[slot]!)
  for (const pass of plan.account.userPasses) {
    gatherUsers(scope, pass, source)
    for (const group of groups) gatherGroup(scope, pass, { group, source, rowsOf })
  }
}

function rowsOfActor({ block, start, end }: RowSource, actor: number): Int32Array {
  const rows: number[] = []
  for (let r = start; r < end; r++) if (block.actor[r] === actor) rows.push(r)
  return Int32Array.from(rows)
}

/** Spans of membership in one of the roles, adjoining ones as one. */
function spansByPerson(members: readonly Member[], roles: readonly string[] | null): SpansOf {
  const spans = new Map<number, readonly MemberSpan[]>()
  for (const { slot, spans: all } of members) {
    const held = roles === null ? all : all.filter(({ role }) => role !== null && roles.includes(role))
    if (held.length > 0) spans.set(slot, held.length === 1 ? held : joinSpans(held))
  }
  return spans
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

function countMembers(spans: SpansOf, { days, diff, counts }: Counting): void {
  for (const list of spans.values())
    for (const span of list) addSpan(diff, days, { first: span.from, last: span.to, amount: 1 })
  drainSpans(diff, days, counts)
}

type Apart = { readonly personOf: Int32Array; readonly groups: readonly Group[] }

/** Who left and came back, or changed roles back and forth, has more than one span: they join the groups, counted day by day. */
function setApart(people: People, spans: readonly SpansOf[], { from, to }: { from: Day; to: Day }): Apart {
  const several = new Set<number>()
  for (const of of spans)
    for (const [person, list] of of) if (list.length > 1 && people.personOf[person]! >= 0) several.add(person)
  if (several.size === 0) return people
  const personOf = people.personOf.slice()
  const groups = [...several].map((person) => {
    const slots = [...people.personOf.keys()].filter((slot) => people.personOf[slot] === person)
    for (const slot of slots) personOf[slot] = -1
    return { slots, eras: [{ from, to, personOf: slots.map(() => person) }] }
  })
  return { personOf, groups: [...people.groups, ...groups] }
}

function clipsOf(spans: readonly SpansOf[], stride: number): Clips {
  const from = new Int32Array(spans.length * stride).fill(DAY_MAX)
  const to = new Int32Array(spans.length * stride)
  spans.forEach((of, roleSet) => {
    for (const [person, list] of of) {
      if (list.length > 1) continue
      from[roleSet * stride + person] = list[0]!.from
      to[roleSet * stride + person] = list[0]!.to
    }
  })
  return { stride, from, to }
}
