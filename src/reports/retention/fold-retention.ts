import type { RetentionQuery } from '../../contract/analyze/retention.ts'
import type { Millis } from '../../core/time.ts'
import type { Asking } from '../question/asking.ts'
import type { SegmentQuestion } from '../question/choose-segments.ts'
import type { Series } from '../question/series.ts'
import { type CellRange, PERIOD_MS, seenUpTo } from './cells.ts'

/** Counts of one table: of all actors, or of one value of a breakdown. Flat: cohort × cells + cell. */
export type RetentionTable = {
  readonly returned: Float64Array
  /** The latest start of a cohort's actors, for rolling periods end with their own actor. */
  readonly lastStart: Float64Array
  /** Over actors for whom the cell is complete. */
  readonly overallSize: Float64Array
  readonly overallReturned: Float64Array
}

export function makeTable(cohorts: number, cells: number): RetentionTable {
  return {
    returned: new Float64Array(cohorts * cells),
    lastStart: new Float64Array(cohorts).fill(Number.NEGATIVE_INFINITY),
    overallSize: new Float64Array(cells),
    overallReturned: new Float64Array(cells),
  }
}

/** Columns beside the units of a series. */
const STARTS = 0
const RETURNS = 1
const GROUP = 2
const ACCOUNT = 3
const START_TS = 4
export const FURTHER_COLUMNS = 5

export type Folding = {
  readonly asking: Asking
  readonly query: RetentionQuery
  readonly cells: readonly CellRange[]
  readonly cellOf: (period: number) => number
  /** By cohort × cells + cell, whether a calendar period is over; null: periods end with each actor. */
  readonly isOver: Uint8Array | null
  readonly total: RetentionTable
  /** By group of the breakdown: 0 is "other". */
  readonly tables: readonly RetentionTable[]
  readonly segments: SegmentQuestion | null
  /** Told of every actor in a cell. */
  readonly tell: (at: { cohort: number; cell: number; group: number; complete: boolean }, entity: number) => void
}

/** Adds one actor to the cohorts it is in. */
export function foldRetention(folding: Folding, series: Series): void {
  const { query } = folding
  let cohortBefore = Number.NaN
  for (let row = 0; row < series.units.length; row++) {
    if (series.numbers[STARTS]![row] === 0) continue
    const cohort = cohortOf(folding, series.units[row]!)
    if (cohort === cohortBefore) continue
    cohortBefore = cohort
    if (cohort >= 0 && cohort <= folding.asking.last - folding.asking.first)
      addToCohort(folding, series, { row, cohort })
    if (query.cohort_mode === 'first_time') return
  }
}

/** Negative: before the range. */
function cohortOf({ asking, query }: Folding, unit: number): number {
  const { calendar, first } = asking
  if (query.window_mode === 'calendar') return unit - first
  if (calendar.interval === 'hour') return Math.floor((unit - calendar.anchor) / PERIOD_MS.hour) - first
  return calendar.ordinalOfDay(calendar.zone.dayOf(unit)) - first
}

type Place = { readonly row: number; readonly cohort: number }

function addToCohort(folding: Folding, series: Series, { row, cohort }: Place): void {
  const { segments, cells } = folding
  const start = series.numbers[START_TS]![row]!
  const account = series.numbers[ACCOUNT]![row]!
  if (segments !== null && !segments.passes(account, start)) return
  const segmentGroup = segments?.groupOf(account, start) ?? -1
  const group = segmentGroup >= 0 ? segmentGroup : series.numbers[GROUP]![row]!
  const back = returnsByCell(folding, series, { row, cohort })
  const tables = folding.tables.length === 0 ? [folding.total] : [folding.total, folding.tables[group]!]
  for (let cell = 0; cell < cells.length; cell++) {
    const returned = cell === 0 || back[cell]! >= folding.query.minimum_occurrences
    const complete = isComplete(folding, { cohort, cell, start })
    if (returned) folding.tell({ cohort, cell, group, complete }, series.entity)
    for (const table of tables) addCell(table, { at: cohort * cells.length + cell, cell, returned, complete })
  }
  for (const table of tables) table.lastStart[cohort] = Math.max(table.lastStart[cohort]!, start)
}

type Counted = {
  readonly at: number
  readonly cell: number
  readonly returned: boolean
  readonly complete: boolean
}

function addCell(table: RetentionTable, { at, cell, returned, complete }: Counted): void {
  if (returned) table.returned[at]! += 1
  if (!complete) return
  table.overallSize[cell]! += 1
  if (returned) table.overallReturned[cell]! += 1
}

/** Return events in each cell, from the start's row on. */
function returnsByCell(folding: Folding, series: Series, { row, cohort }: Place): Float64Array {
  const { cells } = folding
  const counts = new Float64Array(cells.length)
  const start = series.numbers[START_TS]![row]!
  for (let later = row; later < series.units.length; later++) {
    const returns = series.numbers[RETURNS]![later]!
    if (returns === 0) continue
    const cell = folding.cellOf(periodOf(folding, series.units[later]!, { cohort, start }))
    if (cell > 0) counts[cell]! += returns
  }
  if (folding.query.accumulation === 'unbounded')
    for (let cell = cells.length - 2; cell > 0; cell--) counts[cell]! += counts[cell + 1]!
  return counts
}

function periodOf(
  folding: Folding,
  unit: number,
  { cohort, start }: { readonly cohort: number; readonly start: Millis },
): number {
  const { asking, query } = folding
  if (query.window_mode === 'calendar') return unit - asking.first - cohort
  return Math.floor((unit - start) / PERIOD_MS[query.period])
}

function isComplete(folding: Folding, at: { cohort: number; cell: number; start: Millis }): boolean {
  if (folding.isOver !== null) return folding.isOver[at.cohort * folding.cells.length + at.cell] === 1
  return endOf(folding, at) <= folding.asking.source.now
}

/** When a cell ends for the actors who started then. */
export function endOf(
  { asking, query, cells }: Pick<Folding, 'asking' | 'query' | 'cells'>,
  { cohort, cell, start }: { readonly cohort: number; readonly cell: number; readonly start: Millis },
): Millis {
  const { calendar, first } = asking
  const periods = seenUpTo(cells[cell]!) + 1
  if (query.window_mode === 'calendar') return calendar.startOf(first + cohort + periods)
  return start + periods * PERIOD_MS[query.period]
}
