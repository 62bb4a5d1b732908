import type { FunnelAnswer, FunnelQuery } from '../../contract/analyze/funnel.ts'
import type { AnalysisWarning } from '../../contract/analyze/question.ts'
import { dayToIso } from '../../core/time.ts'
import type { Share } from '../../stats/proportions/share.ts'
import { medianOf } from '../../stats/samples/order-statistics.ts'
import { type ActorDraft, toActorList } from '../question/actor-list.ts'
import type { Asking } from '../question/asking.ts'
import { badCell } from '../question/bad-cell.ts'
import { type BucketValue, bucketValues, groupOfValue } from '../question/bucket-values.ts'
import { checkParts } from '../question/check-parts.ts'
import { chooseSegments } from '../question/choose-segments.ts'
import type { LeftOut } from '../question/count-left-out.ts'
import { meanOf, ratioOf } from '../question/numbers.ts'
import { prepareQuestion } from '../question/prepare-question.ts'
import type { ReportSource } from '../question/report-source.ts'
import { describeFunnel } from './describe-funnel.ts'
import { type FunnelFolding, type FunnelTable, makeFunnelTable, visitorOf } from './fold-funnel.ts'
import { chooseFunnelEvents, filtersOf } from './funnel-events.ts'
import { type FunnelReading, readFunnel } from './read-funnel.ts'

/** How far the best attempt of each actor came. */
export async function reportFunnel(source: ReportSource, query: FunnelQuery): Promise<FunnelAnswer> {
  const asking = await prepareQuestion(source, query, { interval: query.interval, filters: filtersOf(query) })
  const events = chooseFunnelEvents(source, query)
  checkAttribution(query)
  const { calendar, first, last } = asking
  const to = calendar.startOf(last + 1)
  const range = { from: calendar.startOf(first), to, readTo: to + query.window_seconds * 1000 + 1 }
  const { folding, values, actors, leftOut } = await fold(asking, { query, events, range })
  const until = to <= source.now ? folding.open.until : to + query.window_seconds * 1000
  const complete = to <= source.now && folding.open.actors === 0
  return {
    definition: describeFunnel(asking, query, events),
    complete,
    ...leftOut,
    warnings: [...asking.warnings, ...partsOf(folding, values)],
    ...numbersOf(folding.total),
    ready: complete ? null : dayToIso(calendar.zone.dayOf(until)),
    still_open: folding.open.actors,
    ...(query.breakdown === undefined
      ? {}
      : { buckets: values.map(({ value, other, group }) => ({ value, other, ...numbersOf(folding.tables[group]!) })) }),
    ...(query.actors_of === undefined ? {} : { actors: toActorList(asking, actors) }),
    ...(query.include.includes('sql') ? { sql: asking.said } : {}),
  }
}

/** @throws bad_argument for a step that the funnel has not */
function checkAttribution({ attribution, steps }: FunnelQuery): void {
  if (!attribution.startsWith('step_') || Number(attribution.slice('step_'.length)) <= steps.length) return
  const own = steps.map((_, i) => `step_${i + 1}`)
  throw badCell('attribution', attribution, ['first_touch', 'last_touch', 'all_steps', ...own])
}

type Folded = {
  readonly folding: FunnelFolding
  readonly values: readonly BucketValue[]
  readonly actors: ActorDraft
}

type Unread = Omit<FunnelReading, 'segments'>

async function fold(asking: Asking, unread: Unread): Promise<Folded & { readonly leftOut: LeftOut }> {
  const { query } = unread
  const segments = await chooseSegments(asking, query.breakdown, unread.range)
  const reading = { ...unread, segments }
  const actors: ActorDraft = { entities: new Set() }
  let folded: Folded | null = null
  const leftOut = await readFunnel(asking, reading, (groups) => {
    const values = withUnset(bucketValues({ groups, segments }), query)
    const tables = values.length === 0 ? 0 : Math.max(...values.map(({ group }) => group)) + 1
    const folding: FunnelFolding = {
      asking,
      query,
      range: reading.range,
      segments,
      total: makeFunnelTable(query.steps.length),
      tables: Array.from({ length: tables }, () => makeFunnelTable(query.steps.length)),
      unsetGroup: values.find(({ value }) => value === null)?.group ?? 0,
      open: { actors: 0, until: 0 },
      tell: tellOf(query, { values, actors }),
    }
    folded = { folding, values, actors }
    return visitorOf(folding)
  })
  return { ...folded!, leftOut }
}

/** An attempt may have no value though every event has one: it never reached the step that says it. */
function withUnset(values: readonly BucketValue[], { breakdown, attribution }: FunnelQuery): readonly BucketValue[] {
  if (breakdown === undefined || !attribution.startsWith('step_') || values.some(({ value }) => value === null))
    return values
  const group = Math.max(0, ...values.map((one) => one.group)) + 1
  return [...values, { value: null, other: false, group }]
}

function tellOf(
  { actors_of, steps }: FunnelQuery,
  { values, actors }: { readonly values: readonly BucketValue[]; readonly actors: ActorDraft },
): FunnelFolding['tell'] {
  if (actors_of === undefined) return () => {}
  const { step, dropped, value } = actors_of
  if (step > steps.length) throw badCell('actors_of.step', step, [`1 to ${steps.length}`])
  const group = value === undefined ? null : groupOfValue(values, value)
  return (reached, of, entity) => {
    if (of !== group) return
    if (dropped ? reached === step - 1 : reached >= step) actors.entities.add(entity)
  }
}

/** Of those who began, who reached the last step: the values of the breakdown against all. */
function partsOf({ total, tables }: FunnelFolding, values: readonly BucketValue[]): AnalysisWarning[] {
  const shareOf = ({ counts }: FunnelTable): Share => ({ successes: counts.at(-1)!, total: counts[0]! })
  const parts = values.map(({ group }) => shareOf(tables[group]!))
  return checkParts({ parts, whole: shareOf(total), of: 'who began' })
}

type Numbers = Pick<FunnelAnswer, 'counts' | 'conversion' | 'step_conversion' | 'average_seconds' | 'median_seconds'>

function numbersOf({ counts, times }: FunnelTable): Numbers {
  return {
    counts,
    conversion: counts.map((count) => ratioOf(count, counts[0]!)),
    step_conversion: counts.map((count, step) => ratioOf(count, counts[Math.max(0, step - 1)]!)),
    average_seconds: times.map((list) => inSeconds(meanOf(list))),
    median_seconds: times.map((list) => inSeconds(medianOf(list))),
  }
}

function inSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000
}
