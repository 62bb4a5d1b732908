import type { BreakdownValue } from '../../contract/analyze/question.ts'
import { badCell } from './bad-cell.ts'
import type { Groups } from './breakdown-groups.ts'
import type { SegmentQuestion } from './choose-segments.ts'

/** A value of a breakdown with the group that rows of it carry. */
export type BucketValue = { readonly value: BreakdownValue; readonly other: boolean; readonly group: number }

/** In the order of the answer: of values of events the group 0 is "other", and comes last; segments are numbered as they are listed. */
export function bucketValues({
  groups,
  segments,
}: {
  readonly groups: Groups | null
  readonly segments: SegmentQuestion | null
}): readonly BucketValue[] {
  if (groups === null) return (segments?.values ?? []).map((value, group) => ({ value, other: false, group }))
  const shown = groups.values.map((value, i) => ({ value, other: false, group: i + 1 }))
  return groups.hasOther ? [...shown, { value: 'other', other: true, group: 0 }] : shown
}

/** @throws bad_argument */
export function groupOfValue(values: readonly BucketValue[], value: BreakdownValue): number {
  const found = values.find((one) => one.value === value)
  if (found !== undefined) return found.group
  throw badCell(
    'actors_of.value',
    value,
    values.map((one) => String(one.value)),
  )
}
