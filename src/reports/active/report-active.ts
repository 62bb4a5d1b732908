import type { ActiveAnswer, ActiveQuery } from '../../contract/analyze/active.ts'
import type { Breakdown, BreakdownValue } from '../../contract/analyze/question.ts'
import { telltaleError } from '../../core/errors.ts'
import { type ActorDraft, toActorList } from '../question/actor-list.ts'
import type { Asking } from '../question/asking.ts'
import type { Groups } from '../question/breakdown-groups.ts'
import { type ChosenEvents, chooseEvents } from '../question/choose-events.ts'
import { chooseSegments, type SegmentQuestion } from '../question/choose-segments.ts'
import { cellsOf, closingOf, labelsOf, readyOf } from '../question/closing.ts'
import { countLeftOut } from '../question/count-left-out.ts'
import { ACTORS, describeFrame } from '../question/describe-question.ts'
import { prepareQuestion } from '../question/prepare-question.ts'
import { readActivity } from '../question/read-activity.ts'
import type { ReportSource } from '../question/report-source.ts'
import type { Series } from '../question/series.ts'
import { countOnce, eachWindow, makeCount, type WindowCount, type Windows } from './count-windows.ts'
import { addToRatios, makeRatios, type Ratios, ratiosOf } from './stickiness-ratios.ts'
import { type WindowSettings, windowsOf } from './windows-of.ts'

/** Distinct actors per interval, each interval with its trailing window. */
export async function reportActive(source: ReportSource, query: ActiveQuery): Promise<ActiveAnswer> {
  const asking = await prepareQuestion(source, query, { interval: query.interval })
  const events = chooseEvents(source, query.event ?? null)
  const settings = windowsOf(asking, query.window)
  const draft = await countActive(asking, query, { events, settings })
  const closing = closingOf(asking)
  const range = { from: asking.calendar.startOf(asking.first), to: asking.calendar.startOf(asking.last + 1) }
  return {
    definition: `Distinct ${ACTORS[query.actor]} with ${events.title === 'active' ? 'an active event' : `the event ${events.title}`} in ${settings.phrase}${describeFrame(asking, query.filter, query.breakdown)}`,
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
type Bucket = { readonly value: BreakdownValue; readonly other: boolean; readonly count: WindowCount }

type Counting = { readonly events: ChosenEvents; readonly settings: WindowSettings }

async function countActive(asking: Asking, query: ActiveQuery, { events, settings }: Counting): Promise<Draft> {
  const { calendar, first, last } = asking
  const range = { from: settings.readFrom, to: calendar.startOf(last + 1) }
  const segments = await chooseSegments(asking, query.breakdown, range)
  const draft: Draft = {
    total: makeCount(settings.windows),
    buckets: [],
    ratios: makeRatios(asking, query.window),
    actors: { entities: new Set() },
  }
  const ends = Array.from({ length: last - first + 1 }, (_, i) => calendar.startOf(first + i + 1) - 1)
  await readActivity(
    asking,
    {
      events,
      ...range,
      days: { from: calendar.zone.dayOf(range.from), to: calendar.zone.dayOf(range.to) },
      breakdown: query.breakdown,
      breakdownLimit: query.breakdown_limit,
      byAccount: segments !== null,
    },
    (groups) => {
      draft.buckets.push(...makeBuckets(query.breakdown, { groups, segments, windows: settings.windows }))
      const wanted = wantedCell(query, { labels: labelsOf(asking), buckets: draft.buckets })
      return (series) => addSeries(draft, series, { segments, ends, wanted })
    },
  )
  return draft
}

type Bucketing = {
  readonly groups: Groups | null
  readonly segments: SegmentQuestion | null
  readonly windows: Windows
}

/** One for each value; of values of events the group 0 is "other", and comes last. */
function makeBuckets(breakdown: Breakdown | undefined, { groups, segments, windows }: Bucketing): Bucket[] {
  if (breakdown === undefined) return []
  const values = groups?.values ?? segments?.values ?? []
  const shown = values.map((value) => ({ value, other: false, count: makeCount(windows) }))
  return groups?.hasOther ? [...shown, { value: 'other', other: true, count: makeCount(windows) }] : shown
}

type Wanted = { readonly window: number; readonly bucket: number | null }

function wantedCell(
  { actors_of }: ActiveQuery,
  { labels, buckets }: { readonly labels: readonly string[]; readonly buckets: readonly Bucket[] },
): Wanted | null {
  if (actors_of === undefined) return null
  const window = labels.indexOf(actors_of.interval)
  if (window < 0) throw badCell('actors_of.interval', actors_of.interval, labels)
  if (actors_of.value === undefined) return { window, bucket: null }
  const bucket = buckets.findIndex((one) => one.value === actors_of.value)
  if (bucket < 0)
    throw badCell(
      'actors_of.value',
      actors_of.value,
      buckets.map((one) => String(one.value)),
    )
  return { window, bucket }
}

export function badCell(argument: string, value: unknown, valid: readonly string[]): Error {
  return telltaleError('bad_argument', {
    argument,
    value: JSON.stringify(value),
    expected: `one of ${valid.slice(0, 50).join(', ') || 'none'}`,
  })
}

type Adding = {
  readonly segments: SegmentQuestion | null
  readonly ends: readonly number[]
  readonly wanted: Wanted | null
}

function addSeries(draft: Draft, series: Series, { segments, ends, wanted }: Adding): void {
  const { entity, account } = series
  addToRatios(draft.ratios, series, segments)
  eachWindow(draft.total.windows, series.units, (window) => {
    if (segments !== null && !segments.passes(account, ends[window]!)) return
    countOnce(draft.total, window, entity)
    const bucket = bucketOf(draft, series, segments?.groupOf(account, ends[window]!) ?? -1)
    if (bucket >= 0) countOnce(draft.buckets[bucket]!.count, window, entity)
    if (wanted?.window === window && (wanted.bucket === null || wanted.bucket === bucket))
      draft.actors.entities.add(entity)
  })
}

function bucketOf({ buckets }: Draft, { group }: Series, segmentGroup: number): number {
  if (buckets.length === 0) return -1
  if (segmentGroup >= 0) return segmentGroup
  return group === 0 ? buckets.length - 1 : group - 1
}

function bucketsOf(
  { buckets }: Draft,
  closing: ReturnType<typeof closingOf>,
): { value: BreakdownValue; other: boolean; values: (number | null)[] }[] {
  return buckets.map(({ value, other, count }) => ({ value, other, values: cellsOf(closing, count.counts) }))
}
