import type { Breakdown, BreakdownValue } from '../../contract/analyze/question.ts'
import type { ActorDraft } from './actor-list.ts'
import type { Asking } from './asking.ts'
import { type BucketValue, bucketValues, groupOfValue } from './bucket-values.ts'
import type { ChosenEvents } from './choose-events.ts'
import { chooseSegments, type SegmentQuestion } from './choose-segments.ts'
import { type EntitySeries, type Gathering, gatherEntities } from './gather-entities.ts'
import { type Activity, readActivity } from './read-activity.ts'

/** Counts per state and interval of one table: whatever the analysis makes of them. */
export type Counts = Float64Array

export type TableQuestion = {
  readonly asking: Asking
  readonly events: ChosenEvents
  readonly breakdown: Breakdown | undefined
  readonly breakdownLimit: number
  readonly read: Pick<Activity, 'from' | 'to' | 'days' | 'floor'>
  /** Numbers in a table. */
  readonly size: number
  /** Which numbers of the table the actor is counted in; `at` is the instant as of which segments are asked. */
  readonly cellsOf: (series: EntitySeries, count: (cell: number, at: number) => void) => void
  /** The cell, and the value, whose actors are listed. */
  readonly wanted: { readonly cell: number; readonly value: BreakdownValue | undefined } | null
}

export type Tables = {
  readonly total: Counts
  readonly buckets: readonly (BucketValue & { readonly counts: Counts })[]
  readonly actors: ActorDraft
}

/** Counts actors in all and by value of the breakdown. A value of events makes actors of their own: what one did with that value. */
export async function readTables(question: TableQuestion): Promise<Tables> {
  const { asking, read, breakdown } = question
  const range = { from: read.from ?? asking.calendar.startOf(asking.first), to: read.to }
  const segments = await chooseSegments(asking, breakdown, range)
  const bySegment = segments !== null && segments.values.length > 0
  const total = new Float64Array(question.size)
  const actors: ActorDraft = { entities: new Set() }
  const buckets: (BucketValue & { readonly counts: Counts })[] = bySegment
    ? bucketValues({ groups: null, segments }).map((value) => ({ ...value, counts: new Float64Array(question.size) }))
    : []
  const wantedGroup = () => (question.wanted?.value === undefined ? null : groupOfValue(buckets, question.wanted.value))
  const countAll = (): ((series: EntitySeries) => void) => {
    const group = bySegment ? wantedGroup() : null
    const listsTotal = question.wanted !== null && (bySegment || question.wanted.value === undefined)
    return (series) =>
      question.cellsOf(series, (cell, at) => {
        const groups = groupsAt(segments, series, at)
        if (groups === null) return
        total[cell]! += 1
        for (const one of groups) if (bySegment) buckets[one]!.counts[cell]! += 1
        if (listsTotal && cell === question.wanted!.cell && (group === null || groups.includes(group)))
          actors.entities.add(series.entity)
      })
  }
  const countValues = (values: readonly BucketValue[]): ((series: EntitySeries) => void) => {
    buckets.push(...values.map((value) => ({ ...value, counts: new Float64Array(question.size) })))
    const counts = new Map(buckets.map((bucket) => [bucket.group, bucket.counts]))
    const group = wantedGroup()
    return (series) =>
      question.cellsOf(series, (cell, at) => {
        if (groupsAt(segments, series, at) === null) return
        counts.get(series.group)![cell]! += 1
        if (group === series.group && cell === question.wanted?.cell) actors.entities.add(series.entity)
      })
  }
  await readOnce(question, { byAccount: segments !== null, countAll, countValues })
  return { total, buckets, actors }
}

/** Groups of the segment that the actor's accounts are in at an instant; null: none of them passes the filter. */
function groupsAt(segments: SegmentQuestion | null, { accounts }: EntitySeries, at: number): readonly number[] | null {
  if (segments === null) return []
  const passing = accounts.filter((account) => segments.passes(account, at))
  if (passing.length === 0) return null
  return [...new Set(passing.map((account) => segments.groupOf(account, at)))]
}

type Visit = (series: EntitySeries) => void
type Reading = {
  readonly byAccount: boolean
  readonly countAll: () => Visit
  readonly countValues: (values: readonly BucketValue[]) => Visit
}

/** Every actor with all that it did, and with what it did of each value where the answer is broken down by values of events. */
async function readOnce(
  { asking, events, breakdown, breakdownLimit, read }: TableQuestion,
  { byAccount, countAll, countValues }: Reading,
): Promise<void> {
  const gatherings: Gathering[] = []
  await readActivity(
    asking,
    { events, ...read, units: 'intervals', breakdown, breakdownLimit, byAccount },
    (groups) => {
      gatherings.push(gatherEntities('actor', countAll()))
      if (groups !== null)
        gatherings.push(gatherEntities('value', countValues(bucketValues({ groups, segments: null }))))
      return (series) => {
        for (const gathering of gatherings) gathering.add(series)
      }
    },
  )
  for (const gathering of gatherings) gathering.end()
}
