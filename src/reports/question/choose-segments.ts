import { segmentGroups } from '../../config/segment-groups.ts'
import type { Breakdown, BreakdownValue } from '../../contract/analyze/question.ts'
import type { Day, Millis } from '../../core/time.ts'
import { makeZone } from '../../core/time.ts'
import type { Asking } from './asking.ts'
import { BAND } from './report-source.ts'
import { leavesOf, type SegmentCondition } from './split-filter.ts'
import { filterHolds } from './test-condition.ts'

/** How the segments of a question are asked of an account at an instant: as of the close of the product's day that the instant is in. */
export type SegmentQuestion = {
  /** Whether the part of the filter that names segments holds. */
  readonly passes: (account: number, at: Millis) => boolean
  /** Index into `values`; −1 without a breakdown by segment. */
  readonly groupOf: (account: number, at: Millis) => number
  /** Values of the breakdown's segment, then null. */
  readonly values: readonly BreakdownValue[]
}

/** null: no segment is asked for. `days` are all days that may be asked about. */
export async function chooseSegments(
  asking: Asking,
  breakdown: Breakdown | undefined,
  range: { readonly from: Millis; readonly to: Millis },
): Promise<SegmentQuestion | null> {
  const key = groupingOf(breakdown)
  const named = asking.segmentFilters.flatMap(leavesOf).map((leaf) => (leaf as SegmentCondition).segment)
  const keys = [...new Set([...named, ...(key === null ? [] : [key])])]
  if (keys.length === 0) return null
  const zone = makeZone(asking.source.model.product.timezone)
  const from = zone.dayOf(range.from)
  const days = { from, to: Math.max(from, zone.dayOf(Math.min(range.to, asking.source.now))) }
  const lookup = await asking.source.readSegments(keys, days)
  const values = key === null ? [] : [...namesOf(asking, key), null]
  const at = (segment: string, account: number, instant: Millis): string | null =>
    lookup(segment, account, clamp(zone.dayOf(instant), days))
  return {
    passes: (account, instant) =>
      asking.segmentFilters.every((filter) =>
        filterHolds(filter, (leaf) => at((leaf as SegmentCondition).segment, account, instant)),
      ),
    groupOf: (account, instant) => (key === null ? -1 : values.indexOf(at(key, account, instant))),
    values,
  }
}

function clamp(day: Day, { from, to }: { readonly from: Day; readonly to: Day }): Day {
  return Math.max(from, Math.min(day, to))
}

/** What accounts are grouped by, as `readSegments` names it. */
function groupingOf(breakdown: Breakdown | undefined): string | null {
  if (typeof breakdown !== 'object') return null
  if ('band' in breakdown) return `${BAND}${breakdown.band}`
  return 'segment' in breakdown ? breakdown.segment : null
}

function namesOf({ source }: Asking, key: string): readonly string[] {
  if (key.startsWith(BAND)) return bandsOf(source, key).map(({ name }) => name)
  return segmentGroups(source.model.segments.find((segment) => segment.key === key)?.rule)
}

function bandsOf({ model }: Asking['source'], key: string): readonly { readonly name: string }[] {
  const score = model.scores.find((one) => one.level === 'account' && `${BAND}${one.key}` === key)
  return score?.bands ?? []
}
