import type { FunnelQuery } from '../../contract/analyze/funnel.ts'
import { joinSql, sql } from '../../store/sql.ts'
import { type Asking, readBlocks, relationOf } from '../question/asking.ts'
import { breakDown, type Groups, refsOfBreakdown } from '../question/breakdown-groups.ts'
import { type EventChoice, everyEvent } from '../question/choose-events.ts'
import { type Series, visitSeries } from '../question/series.ts'
import { type ActorEvents, addEvent, clearActor, makeActorEvents } from './actor-events.ts'
import type { FunnelEvents } from './funnel-events.ts'
import { funnelSql } from './funnel-sql.ts'

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
  const broken = await breakDown(asking, relation, {
    breakdown: query.breakdown,
    where: sql`(${anyStep}) AND happened.ts >= ${range.from}`,
    limit: query.breakdown_limit,
  })
  const statement = funnelSql({
    ...broken,
    withHappened: relation.withHappened,
    conditions: [...steps, exclusion.length === 0 ? sql`false` : joinSql(exclusion, ' OR ')],
    all: query.order === 'strict',
  })
  const firstTimes = events.steps.map(({ firstTime }) => firstTime)
  const actor = makeActorEvents(steps.length)
  const visit = visitWith(broken.groups)
  await visitSeries(readBlocks(asking, statement, broken.given), 4, (series) => {
    fillActor(actor, series, firstTimes)
    visit(actor)
  })
}

function choicesOf({ events }: FunnelEvents['steps'][number]): readonly EventChoice[] {
  return events.choices
}

/** Of a step of first times only the actor's first event ever that meets it keeps it. */
function fillActor(actor: ActorEvents, series: Series, firstTimes: readonly boolean[]): void {
  clearActor(actor, series.entity)
  const [masks, groups, set, accounts] = series.numbers as [number[], number[], number[], number[]]
  const exclusionBit = 1 << firstTimes.length
  let spent = 0
  for (let row = 0; row < series.units.length; row++) {
    const mask = masks[row]!
    let steps = mask & (exclusionBit - 1) & ~spent
    firstTimes.forEach((first, step) => {
      if (first && (mask & (1 << step)) !== 0) spent |= 1 << step
    })
    steps >>>= 0
    addEvent(actor, {
      at: series.units[row]!,
      steps,
      excludes: (mask & exclusionBit) !== 0,
      group: groups[row]!,
      isSet: set[row] === 1,
      account: accounts[row]!,
    })
  }
}
