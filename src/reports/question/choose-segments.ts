import { segmentGroups } from '../../config/segment-groups.ts'
import type { Filter } from '../../contract/analyze/filter.ts'
import type { Breakdown, BreakdownValue } from '../../contract/analyze/question.ts'
import type { Day, Millis } from '../../core/time.ts'
import { makeZone } from '../../core/time.ts'
import type { Asking } from './asking.ts'
import { leavesOf, type SegmentCondition } from './split-filter.ts'

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
  const key = typeof breakdown === 'object' && 'segment' in breakdown ? breakdown.segment : null
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
      asking.segmentFilters.every((filter) => holds(filter, (segment) => at(segment, account, instant))),
    groupOf: (account, instant) => (key === null ? -1 : values.indexOf(at(key, account, instant))),
    values,
  }
}

function clamp(day: Day, { from, to }: { readonly from: Day; readonly to: Day }): Day {
  return Math.max(from, Math.min(day, to))
}

function namesOf({ source }: Asking, key: string): readonly string[] {
  return segmentGroups(source.model.segments.find((segment) => segment.key === key)?.rule)
}

function holds(filter: Filter, found: (segment: string) => string | null): boolean {
  if ('and' in filter) return filter.and.every((one) => holds(one, found))
  if ('or' in filter) return filter.or.some((one) => holds(one, found))
  if ('not' in filter) return !holds(filter.not, found)
  return conditionHolds(filter as SegmentCondition, found((filter as SegmentCondition).segment))
}

function conditionHolds({ op, value }: SegmentCondition, found: string | null): boolean {
  const among = found !== null && (Array.isArray(value) ? value.includes(found) : value === found)
  switch (op) {
    case 'exact':
    case 'in':
      return among
    case 'is_not':
    case 'not_in':
      return !among
    case 'is_set':
      return found !== null
    case 'is_not_set':
      return found === null
    case 'contains':
      return found?.includes(String(value)) ?? false
    case 'gt':
      return found !== null && typeof value === 'string' && found > value
    case 'gte':
      return found !== null && typeof value === 'string' && found >= value
    case 'lt':
      return found !== null && typeof value === 'string' && found < value
    case 'lte':
      return found !== null && typeof value === 'string' && found <= value
  }
}
