import { DAY_MAX, type Day } from '../core/time.ts'
import type { AccountTimeline } from '../store/analytic/rows.ts'
import { axisOf } from './axis-of.ts'
import type { Entity } from './entity.ts'
import type { EntityScope } from './entity-scope.ts'
import { clearLanes, fillLanes, type RowSource, settleLanes } from './fill-lanes.ts'
import { foldEntity } from './fold-entity.ts'
import { hoursOf } from './fold-hours.ts'
import type { FoldInput, FoldScope } from './fold-input.ts'
import { clearGathered, type FoldSpace, valuesFor } from './fold-space.ts'
import { type Sign, sweepFirstSeen, sweepFirstSeenAt } from './fold-traits.ts'
import type { WindowScope } from './fold-windows.ts'
import { lookPast } from './look-past.ts'
import { resetMasks } from './mask-pool.ts'
import { lookBack } from './onboarding/look-back.ts'
import { excludedDays } from './people/excluded-days.ts'
import { foldMembers } from './people/fold-members.ts'
import { gatherAccountUsers } from './people/gather-account-users.ts'
import { groupRows, type SlotRows } from './people/group-rows.ts'
import { listMembers, type Member } from './people/list-members.ts'
import { listPeople, type People, slotOfActor } from './people/list-people.ts'
import { presentSince } from './people/present-since.ts'
import type { Joins } from './people/resolve-person.ts'
import { type Knowing, knownDayOf } from './sweep-timeline.ts'
import { widenCalendar } from './tabulate-calendar.ts'

const NO_JOINS: Joins = new Map()
const NO_ROLL_UPS: EntityScope['rollUps'] = new Map()

/** The account as an entity. Everything in it is reused by the next fold. */
export type FoldedAccount = Entity & { readonly account: number }

/**
 * Folds one account: every number of its graph for every judged day, as known at that day's close (decision view) or as known now (report view).
 * Pure: equal rows, timeline and days give equal numbers, however the rows were batched.
 */
export function foldAccount(input: FoldInput): FoldedAccount {
  const { plan, space, timeline, days } = input
  const reached = lookBack(input, foldAccount)
  const past = lookPast(input, foldAccount)
  const knowing = knowingOf(input)
  const memberCounts = clearGathered(space, plan, days)
  const source = sourceOf(input)
  const earliest = earliestDay(source)
  const first = Math.min(earliest, days.from - Math.max(plan.account.lookback, plan.member.lookback))
  space.calendar = widenCalendar(space.calendar, { from: first, to: days.to }, plan.product.weekStart)
  const people = space.needsPeople ? listPeople(space.slots, source, { timeline, knowing, days }) : null
  const slotOf = (actor: number): number => slotOfActor(space.slots, actor)
  const excluded = excludedDays(timeline.traits, knowing)
  const members = people === null ? [] : listMembers(people, { timeline, knowing, slotOf, excluded })
  const rows = rowsByActor(space, source, people)
  const scope: FoldScope = { input, knowing, source, earliest, reached: reached.member }
  const masks = resetMasks(space.account.masks, days.to - days.from + 1)
  const entity: FoldedAccount = {
    account: timeline.account,
    plan,
    level: 'account',
    ofAccount: null,
    from: days.from,
    to: days.to,
    knowing,
    reference: input.reference ?? null,
    values: valuesFor(space.account, plan.account, days),
    accountTraits: timeline.traits,
    personTraits: [],
    signals: new Map(),
    masks,
    present: presentSince(heardOn(timeline, knowing), days, { masks, excluded }),
    segments: new Map(),
  }
  if (people !== null) gatherAccountUsers(scope, { people, members, rows, memberCounts })
  clearLanes(space.account.lanes, plan.account, { axis: axisOf(plan.account, earliest, days.from), to: days.to })
  fillLanes(space.account.lanes, plan.account, source)
  settleLanes(space.account.lanes, plan.account)
  const joins = people?.joins ?? NO_JOINS
  const own = ownScope(scope, entity, { memberCounts, joins, members, reached: reached.account, past })
  foldEntity(own, plan.aroundMembers.before)
  const rollUps = foldMembers(scope, people, { account: entity, members, rows })
  foldEntity({ ...own, rollUps }, plan.aroundMembers.after)
  return entity
}

type Own = Pick<EntityScope, 'memberCounts' | 'reached' | 'past'> & {
  readonly joins: Joins
  readonly members: readonly Member[]
}

/** What the account's steps read; of the members' numbers nothing yet. */
function ownScope(
  { input, knowing, source }: FoldScope,
  entity: Entity,
  { memberCounts, joins, members, reached, past }: Own,
): EntityScope {
  const { plan, space, timeline } = input
  return {
    entity,
    windows: windowsOf(input),
    firstSeen: plan.timeline.firstSeen ? sweepFirstSeen(signsOf(timeline), knowing) : [],
    subscriptions: timeline.subscriptions,
    gathered: space.gathered,
    memberCounts,
    rollUps: NO_ROLL_UPS,
    account: timeline.account,
    reference: input.reference ?? null,
    referenceLag: knowing.asOf === null ? 0 : 1,
    foldHours: hoursOf({ entity, joins, members, recent: input.recent ?? null }),
    rows: { block: input.block, start: input.start, end: input.end, actors: null, report: source.report },
    reached,
    past,
    holdsRole: null,
    firstSeenAt: () => sweepFirstSeenAt(signsOf(timeline), knowing),
  }
}

function windowsOf({ space, days }: FoldInput): WindowScope {
  const { calendar, diff, spare } = space
  return { lanes: space.account.lanes, calendar, from: days.from, to: days.to, diff, spare }
}

function signsOf({ seen, firstSeen }: AccountTimeline): readonly Sign[] {
  return seen ?? [{ ts: firstSeen, knownAt: firstSeen }]
}

/** In the report view everybody was always there. */
function heardOn({ heardAt }: AccountTimeline, knowing: Knowing): Day {
  return heardAt === undefined ? -DAY_MAX : knownDayOf(knowing, heardAt)
}

/** Where members are folded, or persons are counted exactly. */
function rowsByActor(space: FoldSpace, source: RowSource, people: People | null): SlotRows | null {
  if (people === null || !(space.foldsMembers || people.groups.length > 0)) return null
  return groupRows(source, { buffers: space.rows, slotOfRow: space.slots.ofRow, slots: people.actors.length })
}

function knowingOf({ plan, view, asOf }: FoldInput): Knowing {
  return { view, zone: plan.zone, closeDelayMinutes: plan.product.closeDelayMinutes, asOf: asOf ?? null }
}

function sourceOf({ block, start, end, view, days }: FoldInput): RowSource {
  return { block, start, end, index: null, report: view === 'report', joined: -DAY_MAX, to: days.to }
}

function earliestDay({ block, start, end }: RowSource): Day {
  let earliest = DAY_MAX
  for (let r = start; r < end; r++) if (block.day[r]! < earliest) earliest = block.day[r]!
  return earliest
}
