import type { FunnelQuery } from '../../contract/analyze/funnel.ts'
import { joinSql, sql } from '../../store/sql.ts'
import { type Asking, readBlocks, relationOf } from '../question/asking.ts'
import { breakDown, type Groups, refsOfBreakdown } from '../question/breakdown-groups.ts'
import { everyEvent } from '../question/choose-events.ts'
import type { SegmentQuestion } from '../question/choose-segments.ts'
import { countLeftOut, type LeftOut } from '../question/count-left-out.ts'
import { visitSeries } from '../question/series.ts'
import { makeActorEvents, takeActor } from './actor-events.ts'
import { bestAttempt } from './best-attempt.ts'
import { type FunnelVisitor, frameOf, rulesOf } from './fold-funnel.ts'
import type { FunnelEvents, FunnelRange } from './funnel-events.ts'
import { conditionsOf, funnelSql } from './funnel-sql.ts'
import { type FunnelRows, packingOf, readUnbroken } from './read-unbroken.ts'

export type FunnelReading = {
  readonly query: FunnelQuery
  readonly events: FunnelEvents
  readonly range: FunnelRange
  readonly segments: SegmentQuestion | null
}

export type VisitWith = (groups: Groups | null) => FunnelVisitor

/** Reads the best attempt of each actor, and counts the events that do not count; a step of first times reads all history. */
export async function readFunnel(asking: Asking, reading: FunnelReading, visitWith: VisitWith): Promise<LeftOut> {
  const { query, events, range } = reading
  const { steps, exclusions } = events
  const own = [...steps, ...exclusions].flatMap((one) => one.events.choices)
  const all = query.order === 'strict'
  const choices = all ? [everyEvent(asking.source), ...own] : own
  const rows = { steps, exclusions, choices, all, range, frame: frameOf(reading) }
  if (isUnbroken(asking, query, rows)) return readUnbroken(asking, rows, visitWith(null).reached)
  await readBroken(asking, { ...rows, ...reading }, visitWith)
  return countLeftOut(asking, own, { from: range.from, to: range.readTo })
}

/** Nothing is asked of whom an event is of but who that is; members are told apart by numbers too large to count by. */
function isUnbroken(
  { actor, segmentFilters }: Asking,
  { breakdown }: FunnelQuery,
  { steps, range }: FunnelRows,
): boolean {
  return (
    actor !== 'member' &&
    breakdown === undefined &&
    segmentFilters.length === 0 &&
    !steps.some(({ firstTime }) => firstTime) &&
    packingOf(steps.length, range.readTo) !== null
  )
}

async function readBroken(
  asking: Asking,
  { query, segments, steps, exclusions, choices, all, range }: FunnelRows & FunnelReading,
  visitWith: VisitWith,
): Promise<void> {
  const firstTimes = steps.reduce((bits, { firstTime }, step) => bits | (firstTime ? 1 << step : 0), 0)
  const relation = relationOf(asking, {
    choices,
    from: firstTimes === 0 ? range.from : null,
    to: range.readTo,
    filters: [...steps, ...exclusions].flatMap(({ filters }) => filters),
    refs: refsOfBreakdown(query.breakdown),
  })
  const conditions = conditionsOf(relation, { steps, exclusions, filters: asking.filters })
  const anyStep = joinSql(
    conditions.slice(0, steps.length).map((step) => sql`(${step})`),
    ' OR ',
  )
  const { withHappened, upTo } = relation
  const broken = await breakDown(asking, relation, {
    breakdown: query.breakdown,
    where: sql`(${anyStep}) AND happened.ts >= ${range.from}`,
    limit: query.breakdown_limit,
  })
  const statement = funnelSql({ ...broken, withHappened, conditions, all })
  const actor = makeActorEvents(steps.length)
  const visitor = visitWith(broken.groups)
  await visitSeries(readBlocks(asking, statement, { given: broken.given, upTo }), 4, (series) => {
    takeActor(actor, series, firstTimes)
    const attempt = bestAttempt(actor, rulesOf({ query, range, segments }, actor))
    if (attempt === null) return
    visitor.reached(actor.entity, attempt)
    visitor.broken?.(actor, attempt)
  })
}
