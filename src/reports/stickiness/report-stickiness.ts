import type { StickinessAnswer, StickinessQuery } from '../../contract/analyze/stickiness.ts'
import { dayToIso } from '../../core/time.ts'
import { toActorList } from '../question/actor-list.ts'
import type { Asking } from '../question/asking.ts'
import { badCell } from '../question/bad-cell.ts'
import { chooseEvents } from '../question/choose-events.ts'
import { closesAt } from '../question/closing.ts'
import { countLeftOut } from '../question/count-left-out.ts'
import { ACTORS, describeFrame, eventPhrase } from '../question/describe-question.ts'
import type { Done } from '../question/gather-entities.ts'
import { prepareQuestion } from '../question/prepare-question.ts'
import { type Counts, readTables } from '../question/read-tables.ts'
import type { ReportSource } from '../question/report-source.ts'

/** In how many intervals actors were active. An interval that is not over is left out. */
export async function reportStickiness(source: ReportSource, query: StickinessQuery): Promise<StickinessAnswer> {
  const asking = await prepareStretches(source, query)
  const events = chooseEvents(source, query.event ?? null)
  const stretches = stretchesOf(asking, query)
  const over = stretches.filter(({ end }) => closesAt(asking, end).complete)
  const { calendar, first } = asking
  const range = { from: calendar.startOf(first), to: over.at(-1)?.end ?? calendar.startOf(first) }
  const tables = await readTables({
    asking,
    events,
    breakdown: query.breakdown,
    breakdownLimit: query.breakdown_limit,
    read: { ...range, days: { from: calendar.dayOf(first), to: calendar.zone.dayOf(range.to) } },
    size: stretches.length,
    cellsOf: (done, count) => countBars({ asking, query, end: range.to }, done, count),
    asOf: [range.to - 1],
    wanted: wantedCell(query, stretches.length),
  })
  const complete = over.length === stretches.length
  const barsOf = (counts: Counts) => Array.from(counts, (n, i) => (i < over.length ? n : null))
  return {
    definition: describe(asking, query, { phrase: eventPhrase(events), complete }),
    complete,
    ...(await countLeftOut(asking, events.choices, range)),
    warnings: asking.warnings,
    intervals: stretches.map(({ label }) => label),
    ready: complete ? null : closesAt(asking, stretches.at(-1)!.end).ready,
    bars: barsOf(tables.total),
    ...(query.breakdown === undefined
      ? {}
      : { buckets: tables.buckets.map(({ value, other, counts }) => ({ value, other, bars: barsOf(counts) })) }),
    ...(query.actors_of === undefined ? {} : { actors: toActorList(asking, tables.actors) }),
    ...(query.include.includes('sql') ? { sql: asking.said } : {}),
  }
}

/** L7 and L28: the last 7 or 28 days up to the range's end. */
function prepareStretches(source: ReportSource, query: StickinessQuery): Promise<Asking> {
  if (query.preset === undefined) return prepareQuestion(source, query, { interval: query.interval })
  const days = query.preset === 'L7' ? 7 : 28
  return prepareQuestion(source, query, { interval: 'day' }).then((asking) =>
    prepareQuestion(
      source,
      { ...query, date_from: dayToIso(asking.days.to - days + 1), date_to: dayToIso(asking.days.to) },
      { interval: 'day' },
    ),
  )
}

type Stretch = { readonly label: string; readonly end: number }

/** So many intervals together, from the range's first one on; the last one is as long as the others. */
function stretchesOf({ calendar, first, last }: Asking, { interval_count }: StickinessQuery): readonly Stretch[] {
  const stretches: Stretch[] = []
  for (let from = first; from <= last; from += interval_count)
    stretches.push({ label: calendar.labelOf(from), end: calendar.startOf(from + interval_count) })
  return stretches
}

type Counting = { readonly asking: Asking; readonly query: StickinessQuery; readonly end: number }

function countBars(
  { asking, query, end }: Counting,
  { units, counts: events }: Done,
  count: (cell: number, at: number) => void,
): void {
  const { first } = asking
  const counts = new Map<number, number>()
  units.forEach((unit, i) => {
    const stretch = Math.floor((unit - first) / query.interval_count)
    counts.set(stretch, (counts.get(stretch) ?? 0) + events[i]!)
  })
  let active = 0
  for (const n of counts.values()) if (meets(n, query)) active++
  if (active === 0) return
  const from = query.computed_as === 'exact' ? active : 1
  for (let bar = from; bar <= active; bar++) count(bar - 1, end - 1)
}

function meets(events: number, { criteria }: StickinessQuery): boolean {
  switch (criteria.operator) {
    case 'gte':
      return events >= criteria.value
    case 'lte':
      return events <= criteria.value
    case 'exact':
      return events === criteria.value
  }
}

function wantedCell({ actors_of }: StickinessQuery, stretches: number) {
  if (actors_of === undefined) return null
  if (actors_of.intervals > stretches) throw badCell('actors_of.intervals', actors_of.intervals, [`1 to ${stretches}`])
  return { cell: actors_of.intervals - 1, value: actors_of.value }
}

const OPERATORS = { gte: 'at least', lte: 'at most', exact: 'exactly' } as const

type Described = { readonly phrase: string; readonly complete: boolean }

function describe(asking: Asking, query: StickinessQuery, { phrase, complete }: Described): string {
  const { criteria, interval_count } = query
  const often =
    criteria.operator === 'gte' && criteria.value === 1
      ? ''
      : `, ${OPERATORS[criteria.operator]} ${criteria.value} times,`
  const interval = query.preset === undefined ? query.interval : 'day'
  const stretch = interval_count === 1 ? `${interval}s` : `stretches of ${interval_count} ${interval}s`
  const how = query.computed_as === 'exact' ? 'exactly' : 'at least'
  return `Distinct ${ACTORS[query.actor]} with ${phrase}${often} in ${how} i of the ${stretch} of the range${complete ? '' : ' that are over'}${describeFrame(asking, query.filter, query.breakdown)}`
}
