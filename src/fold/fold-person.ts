import { DAY_MAX, type Day, type Millis } from '../core/time.ts'
import type { DayRange, EventRow, PersonRows, TraitRow, View } from '../store/analytic/rows.ts'
import { axisOf } from './axis-of.ts'
import type { PersonActor, PersonEntity, Reference } from './entity.ts'
import { clearLanes, fillLanes, settleLanes } from './fill-lanes.ts'
import { foldEntity } from './fold-entity.ts'
import { hoursOf } from './fold-hours.ts'
import { clearGathered, type FoldSpace, valuesFor } from './fold-space.ts'
import { type Sign, sweepFirstSeen, sweepFirstSeenAt } from './fold-traits.ts'
import { type MaskPool, resetMasks } from './mask-pool.ts'
import { reachedBy } from './onboarding/look-back.ts'
import { NEVER_REACHED, type ReachedNodes, reachedAlready } from './onboarding/reached.ts'
import type { OwnRows } from './own-rows.ts'
import { excludedDays } from './people/excluded-days.ts'
import { joinTraits } from './people/join-traits.ts'
import { presentSince } from './people/present-since.ts'
import { changeDays, type Joins, readJoins, resolvePerson } from './people/resolve-person.ts'
import type { FoldPlan } from './plan/fold-plan.ts'
import { type Knowing, knownDayOf } from './sweep-timeline.ts'
import { widenCalendar } from './tabulate-calendar.ts'

/** `person`: one of the actors, which is itself a person on the judged days. The rows are those of all that are, or become, one person in the end. */
export type PersonFoldInput = PersonRows & {
  readonly plan: FoldPlan
  /** Buffers of this plan, reused by every call: never two folds at a time. */
  readonly space: FoldSpace
  readonly days: DayRange
  readonly view: View
  /** Judging within a day: nothing known later than this instant is seen of joins and traits. */
  readonly asOf?: Millis | null
  /** What accounts say of sources: whether the data of a score are fresh. Without it no part that rests on events is known. */
  readonly reference?: Reference | null
  /** Raw events for `hours` windows; without them such numbers are unknown. */
  readonly recent?: readonly EventRow[] | null
}

/** Folds one person across accounts, and before any: the second pass, run only for definitions at person level. Reused buffers, as in `foldAccount`. */
export function foldPerson(input: PersonFoldInput): PersonEntity {
  const { plan, space, days, timeline } = input
  const knowing: Knowing = {
    ...{ view: input.view, zone: plan.zone, closeDelayMinutes: plan.product.closeDelayMinutes },
    asOf: input.asOf ?? null,
  }
  const joins = readJoins(timeline.links, knowing)
  const actors = actorsOf(input, joins)
  const rows = { block: input.block, start: input.start, end: input.end, actors, report: input.view === 'report' }
  const reached = lookBackAt(input, rows)
  const signs = signsOf(input, actors).filter(({ knownAt }) => knowing.asOf === null || knownAt <= knowing.asOf)
  const masks = resetMasks(space.person.masks, days.to - days.from + 1)
  clearGathered(space, plan, days)
  fillPerson(input, actors)
  const entity: PersonEntity = {
    person: input.person,
    actors,
    plan,
    level: 'person',
    ofAccount: null,
    from: days.from,
    to: days.to,
    ...{ knowing, reference: input.reference ?? null },
    values: valuesFor(space.person, plan.person, days),
    accountTraits: [],
    personTraits: joinTraits(plan, timeline.traits, actors),
    signals: new Map(),
    masks,
    ...presentDays(signs, knowing, { days, masks, excluded: excludedDays(ownTraits(input), knowing) }),
    segments: new Map(),
  }
  const { lanes } = space.person
  foldEntity(
    {
      ...{ entity, firstSeen: sweepFirstSeen(signs, knowing), subscriptions: [] },
      windows: { lanes, calendar: space.calendar, ...days, diff: space.diff, spare: space.spare },
      ...{ gathered: [], memberCounts: [], rollUps: new Map(), account: null },
      ...{ reference: input.reference ?? null, referenceLag: knowing.asOf === null ? 0 : 1 },
      foldHours: hoursOf({ entity, joins, members: [], recent: input.recent ?? null }),
      ...{ rows, reached: reachedAlready(reached), past: null, holdsRole: null },
      firstSeenAt: () => sweepFirstSeenAt(signs, knowing),
    },
    plan.person.steps,
  )
  return entity
}

function ownTraits({ person, timeline }: PersonFoldInput): readonly TraitRow[] {
  return timeline.traits.filter((row) => row.person === person)
}

/** The actors that are the person on some day, and since when it was known: what they did counts from then on. */
function actorsOf({ person, actors }: PersonFoldInput, joins: Joins): PersonActor[] {
  return actors.flatMap((actor) => {
    const days = [-DAY_MAX, ...changeDays(joins, actor)]
    const joined = days.find((day) => resolvePerson(joins, actor, day) === person)
    return joined === undefined ? [] : [{ actor, joined }]
  })
}

/** What the person has reached for good, as for accounts. */
function lookBackAt(input: PersonFoldInput, rows: OwnRows): ReachedNodes {
  const { plan, space, days, block, timeline } = input
  if (plan.lookBack === null || space.lookBack === null) return NEVER_REACHED
  let from = timeline.seen.reduce((first, { ts }) => Math.min(first, plan.zone.dayOf(ts)), days.from)
  for (let r = input.start; r < input.end; r++) from = Math.min(from, block.day[r]!)
  const whole = { days: { from, to: days.to }, recent: null }
  const folded = foldPerson({ ...input, plan: plan.lookBack, space: space.lookBack, ...whole })
  return reachedBy(rows, folded, { ...plan.person, since: from, before: NEVER_REACHED })
}

type Presence = Pick<PersonEntity, 'present' | 'firstPresent' | 'lastPresent'>

/** A person is there from the day on which one was first heard of. */
function presentDays(
  signs: readonly Sign[],
  knowing: Knowing,
  {
    days,
    masks,
    excluded,
  }: { readonly days: DayRange; readonly masks: MaskPool; readonly excluded: readonly DayRange[] },
): Presence {
  const heard = signs.reduce((first, { knownAt }) => Math.min(first, knownDayOf(knowing, knownAt)), DAY_MAX)
  const lastPresent = days.to - days.from
  return {
    present: presentSince(heard, days, { masks, excluded }),
    firstPresent: Math.min(Math.max(heard, days.from) - days.from, lastPresent + 1),
    lastPresent,
  }
}

function signsOf({ plan, timeline }: PersonFoldInput, actors: readonly PersonActor[]): Sign[] {
  const { zone, product } = plan
  const joinedOf = new Map(actors.map(({ actor, joined }) => [actor, joined]))
  return timeline.seen.flatMap(({ actor, ts, knownAt }) => {
    const joined = joinedOf.get(actor)
    if (joined === undefined) return []
    if (joined === -DAY_MAX) return [{ ts, knownAt }]
    return [{ ts, knownAt: Math.max(knownAt, zone.startOf(joined) + product.closeDelayMinutes * 60_000) }]
  })
}

function fillPerson(
  { plan, space, days, view, block, start, end }: PersonFoldInput,
  actors: readonly PersonActor[],
): void {
  const { lanes } = space.person
  const rowsOf = new Map<number, number[]>()
  let earliest: Day = DAY_MAX
  for (let r = start; r < end; r++) {
    const actor = block.actor[r]!
    earliest = Math.min(earliest, block.day[r]!)
    const rows = rowsOf.get(actor)
    if (rows === undefined) rowsOf.set(actor, [r])
    else rows.push(r)
  }
  const axis = axisOf(plan.person, earliest, days.from)
  const first = Math.min(earliest, days.from - plan.person.lookback)
  space.calendar = widenCalendar(space.calendar, { from: first, to: days.to }, plan.product.weekStart)
  clearLanes(lanes, plan.person, { axis, to: days.to })
  for (const { actor, joined } of actors) {
    const rows = rowsOf.get(actor)
    if (rows === undefined) continue
    const source = { block, start: 0, end: rows.length, index: Int32Array.from(rows), to: days.to }
    fillLanes(lanes, plan.person, { ...source, report: view === 'report', joined })
  }
  settleLanes(lanes, plan.person)
}
