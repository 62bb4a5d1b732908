import type { LifecycleAnswer, LifecycleQuery } from '../../contract/analyze/lifecycle.ts'
import { toActorList } from '../question/actor-list.ts'
import type { Asking } from '../question/asking.ts'
import { badCell } from '../question/bad-cell.ts'
import { chooseEvents } from '../question/choose-events.ts'
import { type Closing, cellsOf, closingOf, endOfCells, labelsOf, readyOf } from '../question/closing.ts'
import { countLeftOut } from '../question/count-left-out.ts'
import { ACTORS, describeFrame, eventPhrase } from '../question/describe-question.ts'
import type { Done } from '../question/gather-entities.ts'
import { ratioOf } from '../question/numbers.ts'
import { prepareQuestion } from '../question/prepare-question.ts'
import { type Counts, readTables } from '../question/read-tables.ts'
import type { ReportSource } from '../question/report-source.ts'
import { eachState, STATES } from './fold-lifecycle.ts'

/** New, returning, resurrecting and dormant actors; new is the first time ever, not the first in the range. */
export async function reportLifecycle(source: ReportSource, query: LifecycleQuery): Promise<LifecycleAnswer> {
  const asking = await prepareQuestion(source, query, { interval: query.interval })
  const events = chooseEvents(source, query.event ?? null)
  const { calendar, first, last } = asking
  const intervals = last - first + 1
  const to = endOfCells(asking, last, query.actors_of)
  const floor = first - 2
  const tables = await readTables({
    asking,
    events,
    breakdown: query.breakdown,
    breakdownLimit: query.breakdown_limit,
    read: { from: null, to, floor, days: { from: calendar.dayOf(first - 1) - 1, to: calendar.dayOf(last + 1) } },
    size: STATES.length * intervals,
    cellsOf: (done, count) => countStates(asking, { done, floor }, count),
    asOf: Array.from({ length: intervals }, (_, i) => calendar.startOf(first + i + 1) - 1),
    wanted: wantedCell(asking, query),
  })
  const closing = closingOf(asking)
  const phrase = `${ACTORS[query.actor]} with ${eventPhrase(events)}`
  return {
    definition: `New (first ever), returning, resurrecting and dormant ${phrase}, per ${query.interval}${describeFrame(asking, query.filter, query.breakdown)}`,
    complete: closing.every((one) => one.complete),
    ...(await countLeftOut(asking, events.choices, { from: calendar.startOf(first), to })),
    warnings: asking.warnings,
    intervals: labelsOf(asking),
    ready: readyOf(closing),
    ...statesOf(tables.total, closing),
    ...(query.breakdown === undefined
      ? {}
      : {
          buckets: tables.buckets.map(({ value, other, counts }) => ({ value, other, ...statesOf(counts, closing) })),
        }),
    ...(query.actors_of === undefined ? {} : { actors: toActorList(asking, tables.actors) }),
    ...(query.include.includes('sql') ? { sql: asking.said } : {}),
  }
}

function countStates(
  { calendar, first, last }: Asking,
  { done: { units }, floor }: { readonly done: Done; readonly floor: number },
  count: (cell: number, at: number) => void,
): void {
  const hadBefore = units[0] === floor
  const active = hadBefore ? units.slice(1) : units
  const intervals = last - first + 1
  eachState(active, { first, last, hadBefore }, (state, interval) =>
    count(state * intervals + interval - first, calendar.startOf(interval + 1) - 1),
  )
}

function wantedCell(asking: Asking, { actors_of }: LifecycleQuery) {
  if (actors_of === undefined) return null
  const labels = labelsOf(asking)
  const interval = labels.indexOf(actors_of.interval)
  if (interval < 0) throw badCell('actors_of.interval', actors_of.interval, labels)
  return { cell: STATES.indexOf(actors_of.state) * labels.length + interval, value: actors_of.value }
}

type States = Pick<LifecycleAnswer, 'new' | 'returning' | 'resurrecting' | 'dormant' | 'pulse'>

function statesOf(counts: Counts, closing: readonly Closing[]): States {
  const size = closing.length
  const [fresh, returning, resurrecting, dormant] = STATES.map((_, state) =>
    cellsOf(closing, counts.subarray(state * size, (state + 1) * size)),
  ) as [(number | null)[], (number | null)[], (number | null)[], (number | null)[]]
  const pulse = closing.map(({ complete }, i) => (complete ? ratioOf(fresh[i]! + resurrecting[i]!, dormant[i]!) : null))
  return { new: fresh, returning, resurrecting, dormant, pulse }
}
