import type { ActiveAnswer, ActiveQuery } from '../../contract/analyze/active.ts'
import type { BreakdownValue } from '../../contract/analyze/question.ts'
import { type ActorDraft, toActorList } from '../question/actor-list.ts'
import type { Asking } from '../question/asking.ts'
import { badCell } from '../question/bad-cell.ts'
import { type BucketValue, bucketValues, groupOfValue } from '../question/bucket-values.ts'
import { type ChosenEvents, chooseEvents } from '../question/choose-events.ts'
import { chooseSegments, type SegmentQuestion } from '../question/choose-segments.ts'
import { cellsOf, closingOf, endOfCells, labelsOf, readyOf } from '../question/closing.ts'
import { countLeftOut } from '../question/count-left-out.ts'
import { ACTORS, describeFrame, eventPhrase } from '../question/describe-question.ts'
import { prepareQuestion } from '../question/prepare-question.ts'
import { readActivity } from '../question/read-activity.ts'
import type { ReportSource } from '../question/report-source.ts'
import type { Series } from '../question/series.ts'
import { countOnce, countUnits, eachWindow, makeCount, type WindowCount } from './count-windows.ts'
import { makeEachOnce } from './each-once.ts'
import { addToRatios, addUnits, makeRatios, type Ratios, ratiosOf } from './stickiness-ratios.ts'
import { type WindowSettings, windowsOf } from './windows-of.ts'

/** Distinct actors per interval, each interval with its trailing window. */
export async function reportActive(source: ReportSource, query: ActiveQuery): Promise<ActiveAnswer> {
  const asking = await prepareQuestion(source, query, { interval: query.interval })
  const events = chooseEvents(source, query.event ?? null)
  const settings = windowsOf(asking, query.window)
  const draft = await countActive(asking, query, { events, settings })
  const closing = closingOf(asking)
  const range = { from: asking.calendar.startOf(asking.first), to: endOfCells(asking, asking.last, query.actors_of) }
  return {
    definition: `Distinct ${ACTORS[query.actor]} with ${eventPhrase(events)} in ${settings.phrase}${describeFrame(asking, query.filter, query.breakdown)}`,
    complete: closing.every((one) => one.complete),
    ...(await countLeftOut(asking, events.choices, range)),
    warnings: asking.warnings,
    intervals: labelsOf(asking),
    values: cellsOf(closing, draft.total.counts),
    ready: readyOf(closing),
    ...(query.breakdown === undefined ? {} : { buckets: bucketsOf(draft, closing) }),
    stickiness: ratiosOf(draft.ratios, closing),
    ...(query.actors_of === undefined ? {} : { actors: toActorList(asking, draft.actors) }),
    ...(query.include.includes('sql') ? { sql: asking.said } : {}),
  }
}

type Draft = {
  readonly total: WindowCount
  readonly buckets: Bucket[]
  readonly ratios: Ratios
  readonly actors: ActorDraft
}
type Bucket = BucketValue & { readonly count: WindowCount }

type Counting = { readonly events: ChosenEvents; readonly settings: WindowSettings }

async function countActive(asking: Asking, query: ActiveQuery, { events, settings }: Counting): Promise<Draft> {
  const { calendar, first, last } = asking
  const range = { from: settings.readFrom, to: endOfCells(asking, asking.last, query.actors_of) }
  const segments = await chooseSegments(asking, query.breakdown, range)
  const draft: Draft = {
    total: makeCount(settings.windows),
    buckets: [],
    ratios: makeRatios(asking, query.window),
    actors: { entities: new Set() },
  }
  let whole: Whole | null = null as Whole | null
  const ends = Array.from({ length: last - first + 1 }, (_, i) => calendar.startOf(first + i + 1) - 1)
  await readActivity(
    asking,
    {
      events,
      ...range,
      days: { from: calendar.zone.dayOf(range.from), to: calendar.zone.dayOf(range.to) },
      units: 'days',
      breakdown: query.breakdown,
      breakdownLimit: query.breakdown_limit,
      byAccount: segments !== null,
    },
    (groups) => {
      for (const value of bucketValues({ groups, segments }))
        draft.buckets.push({ ...value, count: makeCount(settings.windows) })
      const wanted = wantedCell(query, { labels: labelsOf(asking), buckets: draft.buckets })
      if (segments !== null) return (series) => addSeries(draft, series, { segments, ends, wanted })
      whole = makeWhole(draft, wanted)
      return whole.add
    },
  )
  whole?.end()
  return draft
}

type Wanted = { readonly window: number; readonly group: number | null }

function wantedCell(
  { actors_of }: ActiveQuery,
  { labels, buckets }: { readonly labels: readonly string[]; readonly buckets: readonly Bucket[] },
): Wanted | null {
  if (actors_of === undefined) return null
  const window = labels.indexOf(actors_of.interval)
  if (window < 0) throw badCell('actors_of.interval', actors_of.interval, labels)
  return { window, group: actors_of.value === undefined ? null : groupOfValue(buckets, actors_of.value) }
}

/** Counts whole actors, where no segment asks of which of their accounts they are. Call `end` after the last series. */
type Whole = { readonly add: (series: Series) => void; readonly end: () => void }

function makeWhole(draft: Draft, wanted: Wanted | null): Whole {
  const bucketOf = new Map(draft.buckets.map(({ group, count }) => [group, count]))
  const eachOnce = makeEachOnce()
  const units: number[] = []
  let entity = -1
  let parts = 0
  let rows = 0
  const end = () => {
    if (parts === 0) return
    units.length = rows
    if (parts > 1) eachOnce(units)
    countUnits(draft.total, units)
    addUnits(draft.ratios, units)
    rows = 0
    parts = 0
  }
  const add = (series: Series) => {
    if (series.entity !== entity) end()
    entity = series.entity
    parts += 1
    for (let i = 0; i < series.units.length; i++) units[rows++] = series.units[i]!
    const bucket = bucketOf.get(series.group)
    if (bucket !== undefined) countUnits(bucket, series.units)
    if (wanted !== null && (wanted.group === null || wanted.group === series.group))
      eachWindow(draft.total.windows, series.units, (window) => {
        if (window === wanted.window) draft.actors.entities.add(entity)
      })
  }
  return { add, end }
}

type Adding = {
  readonly segments: SegmentQuestion
  readonly ends: readonly number[]
  readonly wanted: Wanted | null
}

function addSeries(draft: Draft, series: Series, { segments, ends, wanted }: Adding): void {
  const { entity, account } = series
  addToRatios(draft.ratios, series, segments)
  eachWindow(draft.total.windows, series.units, (window) => {
    if (!segments.passes(account, ends[window]!)) return
    countOnce(draft.total, window, entity)
    const segmentGroup = segments.groupOf(account, ends[window]!)
    const group = segmentGroup >= 0 ? segmentGroup : series.group
    for (const bucket of draft.buckets) if (bucket.group === group) countOnce(bucket.count, window, entity)
    if (wanted?.window === window && (wanted.group === null || wanted.group === group))
      draft.actors.entities.add(entity)
  })
}

function bucketsOf(
  { buckets }: Draft,
  closing: ReturnType<typeof closingOf>,
): { value: BreakdownValue; other: boolean; values: (number | null)[] }[] {
  return buckets.map(({ value, other, count }) => ({ value, other, values: cellsOf(closing, count.counts) }))
}
