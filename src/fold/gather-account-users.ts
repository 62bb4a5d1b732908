import type { FoldScope } from './fold-input.ts'
import { gatherGroup, gatherUsers, type UserScope } from './fold-users.ts'
import { addSpan, drainSpans } from './fold-windows.ts'
import type { Member, MemberSpan } from './list-members.ts'
import type { People } from './list-people.ts'

/** Counts members by role set, and gathers every distinct-people node of the account. */
export function gatherAccountUsers(
  { input, source, axis }: FoldScope,
  given: {
    readonly people: People
    readonly members: readonly Member[]
    readonly memberCounts: readonly Float64Array[]
  },
): void {
  const { plan, space, days } = input
  const windows = { lanes: space.account.lanes, calendar: space.calendar, ...days, diff: space.diff, axis }
  const spansOf = plan.roleSets.map((roles) => spansByPerson(given.members, roles))
  spansOf.forEach((spans, at) => {
    for (const list of spans.values())
      for (const span of list) addSpan(space.diff, days, { first: span.from, last: span.to, amount: 1 })
    drainSpans(space.diff, days, given.memberCounts[at]!)
  })
  const scope: UserScope = {
    windows,
    people: given.people,
    slotOf: space.slots.slotOf,
    spansOf,
    gathered: space.gathered,
    latest: space.latest,
  }
  for (const pass of plan.account.userPasses) {
    gatherUsers(scope, pass, source)
    for (const group of given.people.groups)
      gatherGroup(scope, pass, { group, source, rowsOf: (slot) => rowsOfSlot(scope, source, slot) })
  }
}

function rowsOfSlot({ people }: UserScope, { block, start, end }: FoldScope['source'], slot: number): Int32Array {
  const actor = people.actors[slot]!
  const rows: number[] = []
  for (let r = start; r < end; r++) if (block.actor[r] === actor) rows.push(r)
  return Int32Array.from(rows)
}

function spansByPerson(
  members: readonly Member[],
  roles: readonly string[] | null,
): Map<number, readonly MemberSpan[]> {
  const spans = new Map<number, readonly MemberSpan[]>()
  for (const member of members) {
    const held =
      roles === null ? member.spans : member.spans.filter(({ role }) => role !== null && roles.includes(role))
    if (held.length > 0) spans.set(member.slot, held)
  }
  return spans
}
