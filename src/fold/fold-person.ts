import { DAY_MAX, type Day, type Millis } from '../core/time.ts'
import type { DayRange, FactBlock, LinkRow, TraitRow, View } from '../store/analytic/rows.ts'
import type { Entity } from './entity.ts'
import { clearLanes, fillLanes, settleLanes } from './fill-lanes.ts'
import { foldEntity, seenFrom } from './fold-entity.ts'
import type { FoldPlan } from './fold-plan.ts'
import { clearGathered, type FoldSpace, valuesFor } from './fold-space.ts'
import { reachedBy } from './look-back.ts'
import { resetMasks } from './mask-pool.ts'
import type { OwnRows } from './own-rows.ts'
import { NEVER_REACHED, type ReachedNodes } from './reached.ts'
import { changeDays, readJoins, resolvePerson } from './resolve-person.ts'
import type { Knowing } from './sweep-timeline.ts'
import { widenCalendar } from './tabulate-calendar.ts'

export type PersonInput = {
  readonly plan: FoldPlan
  readonly space: FoldSpace
  /** Rows of all actors that are, or became, the person, over all accounts and none, by day. */
  readonly block: FactBlock
  readonly start: number
  readonly end: number
  readonly person: number
  readonly firstSeen: Millis
  readonly traits: readonly TraitRow[]
  readonly links: readonly LinkRow[]
  readonly days: DayRange
  readonly view: View
}

/** Folds one person across accounts, and before any: the second pass, run only for definitions at person level. Reused buffers, as in `foldAccount`. */
export function foldPerson(input: PersonInput): Entity {
  const { plan, space, days } = input
  const knowing: Knowing = {
    ...{ view: input.view, zone: plan.zone, closeDelayMinutes: plan.product.closeDelayMinutes, asOf: null },
  }
  const rows = rowsOf(input, knowing)
  const reached = lookBackAt(input, rows)
  clearGathered(space, plan, days)
  fillPerson(input, knowing)
  const entity: Entity = {
    plan,
    level: 'person',
    from: days.from,
    to: days.to,
    knowing,
    values: valuesFor(space.person, plan.person, days),
    accountTraits: [],
    personTraits: input.traits,
    signals: new Map(),
    masks: resetMasks(space.person.masks, days.to - days.from + 1),
    segments: new Map(),
  }
  const { lanes } = space.person
  foldEntity(
    {
      ...{ entity, firstSeen: seenFrom(plan.zone.dayOf(input.firstSeen)), subscriptions: [] },
      windows: { lanes, calendar: space.calendar, ...days, diff: space.diff, spare: space.spare },
      ...{ gathered: [], memberCounts: [], rollUps: new Map(), reference: null, referenceLag: 0, foldHours: null },
      ...{ rows, reached },
      firstSeenAt: () => seenFrom(input.firstSeen),
    },
    plan.person,
  )
  return entity
}

/** All rows of the person, each actor's from the day on which it was known to be the person. */
function rowsOf(input: PersonInput, knowing: Knowing): OwnRows {
  const { block, start, end, view } = input
  const actors = [...new Set(block.actor.subarray(start, end))]
  const joined = actors.map((actor) => ({ actor, joined: joinedDay(input, knowing, actor) }))
  return { block, start, end, actors: joined, report: view === 'report' }
}

/** What the person has reached for good, as for accounts. */
function lookBackAt(input: PersonInput, rows: OwnRows): ReachedNodes {
  const { plan, space, days, block } = input
  if (plan.lookBack === null || space.lookBack === null) return NEVER_REACHED
  let from = Math.min(days.from, plan.zone.dayOf(input.firstSeen))
  for (let r = input.start; r < input.end; r++) from = Math.min(from, block.day[r]!)
  const folded = foldPerson({ ...input, plan: plan.lookBack, space: space.lookBack, days: { from, to: days.to } })
  return reachedBy(plan.person, folded, rows)
}

/** Each actor's rows count from the day on which it was known to be the person. */
function fillPerson(input: PersonInput, knowing: Knowing): void {
  const { plan, space, days, block } = input
  const rowsOf = new Map<number, number[]>()
  let axis = days.from - plan.person.lookback
  for (let r = input.start; r < input.end; r++) {
    const actor = block.actor[r]!
    axis = Math.min(axis, block.day[r]!)
    const rows = rowsOf.get(actor)
    if (rows === undefined) rowsOf.set(actor, [r])
    else rows.push(r)
  }
  space.calendar = widenCalendar(space.calendar, { from: axis, to: days.to }, plan.product.weekStart)
  clearLanes(space.person.lanes, plan.person, { axis, to: days.to })
  for (const [actor, rows] of rowsOf) {
    const joined = joinedDay(input, knowing, actor)
    const source = { block, start: 0, end: rows.length, index: Int32Array.from(rows), to: days.to }
    fillLanes(space.person.lanes, plan.person, { ...source, report: input.view === 'report', joined })
  }
  settleLanes(space.person.lanes, plan.person)
}

function joinedDay({ links, person }: PersonInput, knowing: Knowing, actor: number): Day {
  const joins = readJoins(links, knowing)
  const days = [-DAY_MAX, ...changeDays(joins, actor)]
  return days.find((day) => resolvePerson(joins, actor, day) === person) ?? DAY_MAX
}
