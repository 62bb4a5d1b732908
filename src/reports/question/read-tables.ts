import type { Breakdown, BreakdownValue } from '../../contract/analyze/question.ts'
import type { ActorDraft } from './actor-list.ts'
import type { Asking } from './asking.ts'
import { type BucketValue, bucketValues, groupOfValue } from './bucket-values.ts'
import type { ChosenEvents } from './choose-events.ts'
import { chooseSegments } from './choose-segments.ts'
import { type EntitySeries, type Gathering, gatherEntities } from './gather-entities.ts'
import { ALL, type CellsOf, placeCells } from './place-cells.ts'
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
  /** Which numbers of the table the actor is counted in. */
  readonly cellsOf: CellsOf
  /** All instants that `cellsOf` tells. */
  readonly asOf: readonly number[]
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
  const placing = { cellsOf: question.cellsOf, asOf: question.asOf, segments }
  const countAll = (): Visit => {
    const group = bySegment ? (wantedGroup() ?? ALL) : ALL
    const lists = question.wanted !== null && (bySegment || question.wanted.value === undefined)
    return ({ entity, parts }) =>
      placeCells(placing, parts, (cell, place) => {
        if (place === ALL) total[cell]! += 1
        else buckets[place]!.counts[cell]! += 1
        if (lists && place === group && cell === question.wanted!.cell) actors.entities.add(entity)
      })
  }
  const countValues = (values: readonly BucketValue[]): Visit => {
    buckets.push(...values.map((value) => ({ ...value, counts: new Float64Array(question.size) })))
    const counts = new Map(buckets.map((bucket) => [bucket.group, bucket.counts]))
    const wanted = wantedGroup()
    return ({ entity, group, parts }) =>
      placeCells(placing, parts, (cell) => {
        counts.get(group)![cell]! += 1
        if (wanted === group && cell === question.wanted?.cell) actors.entities.add(entity)
      })
  }
  await readOnce(question, { byAccount: segments !== null, countAll, countValues })
  return { total, buckets, actors }
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
