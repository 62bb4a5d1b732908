import type { FunnelQuery } from '../../contract/analyze/funnel.ts'
import { joinSql, sql } from '../../store/sql.ts'
import { type Asking, readBlocks, relationOf } from '../question/asking.ts'
import { breakDown, type Groups, refsOfBreakdown } from '../question/breakdown-groups.ts'
import { type EventChoice, everyEvent } from '../question/choose-events.ts'
import { visitSeries } from '../question/series.ts'
import { type ActorEvents, makeActorEvents, takeActor } from './actor-events.ts'
import type { FunnelEvents } from './funnel-events.ts'
import { funnelSql } from './funnel-sql.ts'
import { packedFunnelSql, packingOf, visitPacked } from './packed-funnel.ts'

export type FunnelRange = { readonly from: number; readonly to: number; readonly readTo: number }

export type FunnelReading = {
  readonly query: FunnelQuery
  readonly events: FunnelEvents
  readonly range: FunnelRange
}

/** Reads the events of the funnel actor by actor; a step of first times reads all history. */
export async function readFunnel(
  asking: Asking,
  { query, events, range }: FunnelReading,
  visitWith: (groups: Groups | null) => (actor: ActorEvents) => void,
): Promise<void> {
  const all = [...events.steps, ...events.exclusions]
  const choices: readonly EventChoice[] =
    query.order === 'strict' ? [everyEvent(asking.source), ...all.flatMap(choicesOf)] : all.flatMap(choicesOf)
  const relation = relationOf(asking, {
    choices,
    from: events.steps.some(({ firstTime }) => firstTime) ? null : range.from,
    to: range.readTo,
    filters: all.flatMap(({ filters }) => filters),
    refs: refsOfBreakdown(query.breakdown),
  })
  const conditionOf = ({ events: chosen, filters }: FunnelEvents['steps'][number]) =>
    relation.matches(chosen.choices, [...asking.filters, ...filters])
  const steps = events.steps.map(conditionOf)
  const exclusion = events.exclusions.map((one) => sql`(${conditionOf(one)})`)
  const anyStep = joinSql(
    steps.map((step) => sql`(${step})`),
    ' OR ',
  )
  const conditions = [...steps, exclusion.length === 0 ? sql`false` : joinSql(exclusion, ' OR ')]
  const firstTimes = events.steps.reduce((bits, { firstTime }, step) => bits | (firstTime ? 1 << step : 0), 0)
  const { withHappened, upTo } = relation
  const isPlain = query.breakdown === undefined && asking.segmentFilters.length === 0 && firstTimes === 0
  const scale = isPlain ? packingOf(conditions.length, range.readTo) : null
  const parts = { withHappened, conditions, all: query.order === 'strict' }
  if (scale !== null) {
    const packed = readBlocks(asking, packedFunnelSql({ ...parts, scale }), { upTo })
    await visitPacked(packed, { steps: steps.length, scale }, visitWith(null))
    return
  }
  const broken = await breakDown(asking, relation, {
    breakdown: query.breakdown,
    where: sql`(${anyStep}) AND happened.ts >= ${range.from}`,
    limit: query.breakdown_limit,
  })
  const statement = funnelSql({ ...broken, ...parts })
  const actor = makeActorEvents(steps.length)
  const visit = visitWith(broken.groups)
  await visitSeries(readBlocks(asking, statement, { given: broken.given, upTo }), 4, (series) => {
    takeActor(actor, series, firstTimes)
    visit(actor)
  })
}

function choicesOf({ events }: FunnelEvents['steps'][number]): readonly EventChoice[] {
  return events.choices
}
