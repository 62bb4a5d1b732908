import type { AnalysisWarning, BreakdownValue } from '../../contract/analyze/question.ts'
import type { RetentionAnswer, RetentionQuery } from '../../contract/analyze/retention.ts'
import type { Share } from '../../stats/proportions/share.ts'
import { type ActorDraft, toActorList } from '../question/actor-list.ts'
import type { Asking } from '../question/asking.ts'
import { badCell } from '../question/bad-cell.ts'
import { bucketValues, groupOfValue } from '../question/bucket-values.ts'
import { checkParts } from '../question/check-parts.ts'
import { chooseEvents } from '../question/choose-events.ts'
import { chooseSegments } from '../question/choose-segments.ts'
import { type Closing, closesAt, endOfCells } from '../question/closing.ts'
import { countLeftOut } from '../question/count-left-out.ts'
import { prepareQuestion } from '../question/prepare-question.ts'
import type { ReportSource } from '../question/report-source.ts'
import { cellsOf, makeCellOf, PERIOD_MS, seenUpTo } from './cells.ts'
import { describeRetention } from './describe-retention.ts'
import { endOf, type Folding, foldRetention, makeTable, type RetentionTable } from './fold-retention.ts'
import { type RetentionRange, type RetentionReading, readRetention } from './read-retention.ts'

/** Cohorts by their start, and how many of them were back in each period after it. */
export async function reportRetention(source: ReportSource, asked: RetentionQuery): Promise<RetentionAnswer> {
  const query = { ...asked, period: asked.interval ?? asked.period }
  const asking = await prepareQuestion(source, query, {
    interval: query.period,
    filters: [query.start_filter, query.return_filter],
  })
  const events = {
    start: chooseEvents(source, query.start_event ?? null),
    back: chooseEvents(source, query.return_event ?? null),
  }
  const range = rangeOf(asking, query)
  const { folding, values, actors } = await fold(asking, { query, events, range })
  const total = tableOf(folding, folding.total)
  const buckets = values.map(({ value, other, group }) => ({
    value,
    other,
    ...tableOf(folding, folding.tables[group]!),
  }))
  return {
    definition: describeRetention(asking, query, events),
    complete: total.cohorts.every((cohort) => cohort.complete.every(Boolean)),
    ...(await countLeftOut(asking, [...events.start.choices, ...events.back.choices], range)),
    warnings: [...asking.warnings, ...(query.breakdown === undefined ? [] : partsOf(total, buckets))],
    ...total,
    ...(query.breakdown === undefined
      ? {}
      : {
          buckets,
        }),
    ...(query.actors_of === undefined ? {} : { actors: toActorList(asking, actors) }),
    ...(query.include.includes('sql') ? { sql: asking.said } : {}),
  }
}

type Table = Pick<RetentionAnswer, 'overall_size' | 'overall_returned'>

/** Of those for whom the first cell behind the size is complete, who was back: the values of the breakdown against all. */
function partsOf(total: Table, buckets: readonly Table[]): AnalysisWarning[] {
  const shareOf = ({ overall_size: sizes, overall_returned: back }: Table): Share => ({
    ...{ successes: back[1] ?? 0, total: sizes[1] ?? 0 },
  })
  return checkParts({ parts: buckets.map(shareOf), whole: shareOf(total), of: 'for whom period 1 is complete' })
}

/** From the first cohort's beginning to the end of the last cell; "or later" has no end. */
function rangeOf(asking: Asking, query: RetentionQuery): RetentionRange {
  const { calendar, first, last } = asking
  const from = calendar.startOf(first)
  if (query.accumulation === 'unbounded') return { from, to: Number.MAX_SAFE_INTEGER }
  const periods = Math.max(...cellsOf(query).map(seenUpTo)) + 1
  if (query.window_mode === 'calendar') return { from, to: endOfCells(asking, last + periods - 1, query.actors_of) }
  return { from, to: calendar.startOf(last + 1) + periods * PERIOD_MS[query.period] }
}

type Folded = {
  readonly folding: Folding
  readonly values: readonly { readonly value: BreakdownValue; readonly other: boolean; readonly group: number }[]
  readonly actors: ActorDraft
}

async function fold(asking: Asking, reading: RetentionReading): Promise<Folded> {
  const { query } = reading
  const cells = cellsOf(query)
  const cohorts = asking.last - asking.first + 1
  const span = { from: reading.range.from, to: asking.calendar.startOf(asking.last + 1) }
  const segments = await chooseSegments(asking, query.breakdown, span)
  const actors: ActorDraft = { entities: new Set() }
  let folded: Folded | null = null
  await readRetention(asking, reading, (groups) => {
    const values = bucketValues({ groups, segments })
    const tables = values.length === 0 ? 0 : Math.max(...values.map(({ group }) => group)) + 1
    const wanted = wantedCell(asking, query, values)
    const folding: Folding = {
      asking,
      query,
      cells,
      cellOf: makeCellOf(cells),
      isOver: query.window_mode === 'calendar' ? tabulateOver({ asking, query, cells }, cohorts) : null,
      total: makeTable(cohorts, cells.length),
      tables: Array.from({ length: tables }, () => makeTable(cohorts, cells.length)),
      segments,
      tell: ({ cohort, cell, group, complete }, entity) => {
        if (wanted === null || cell !== wanted.cell) return
        if (wanted.cohort === null ? !complete : cohort !== wanted.cohort) return
        if (wanted.group === null || group === wanted.group) actors.entities.add(entity)
      },
    }
    folded = { folding, values, actors }
    return (series) => foldRetention(folding, series)
  })
  return folded!
}

function tabulateOver(of: Pick<Folding, 'asking' | 'query' | 'cells'>, cohorts: number): Uint8Array {
  const { now } = of.asking.source
  const places = Array.from({ length: cohorts }, (_, cohort) => of.cells.map((_, cell) => ({ cohort, cell, start: 0 })))
  return Uint8Array.from(places.flat(), (place) => (endOf(of, place) <= now ? 1 : 0))
}

function wantedCell(asking: Asking, query: RetentionQuery, values: Folded['values']) {
  const { actors_of } = query
  if (actors_of === undefined) return null
  const { calendar, first, last } = asking
  const labels = Array.from({ length: last - first + 1 }, (_, i) => calendar.labelOf(first + i))
  const cohort = actors_of.cohort === undefined ? null : labels.indexOf(actors_of.cohort)
  if (cohort === -1) throw badCell('actors_of.cohort', actors_of.cohort ?? '', labels)
  const cells = cellsOf(query).length
  if (actors_of.period >= cells) throw badCell('actors_of.period', actors_of.period, [`0 to ${cells - 1}`])
  const group = actors_of.value === undefined ? null : groupOfValue(values, actors_of.value)
  return { cohort, cell: actors_of.period, group }
}

type WireTable = Pick<RetentionAnswer, 'cohorts' | 'overall' | 'overall_size' | 'overall_returned'>

function tableOf(folding: Folding, table: RetentionTable): WireTable {
  const { asking, cells } = folding
  const cohorts = Array.from(table.lastStart, (lastStart, cohort) => {
    const closing = cells.map((_, cell) => closingOfCell(folding, { cohort, cell, lastStart }))
    const at = cohort * cells.length
    return {
      start: asking.calendar.labelOf(asking.first + cohort),
      values: closing.map(({ complete }, cell) => (complete ? table.returned[at + cell]! : null)),
      complete: closing.map(({ complete }) => complete),
      ready: closing.map(({ ready }) => ready),
    }
  })
  return {
    cohorts,
    overall: Array.from(table.overallSize, (size, cell) => (size === 0 ? null : table.overallReturned[cell]! / size)),
    overall_size: [...table.overallSize],
    overall_returned: [...table.overallReturned],
  }
}

/** A cell is complete when its cohort can grow no more and its last actor's period is over. */
function closingOfCell(
  folding: Folding,
  { cohort, cell, lastStart }: { readonly cohort: number; readonly cell: number; readonly lastStart: number },
): Closing {
  const { asking } = folding
  const closed = asking.calendar.startOf(asking.first + cohort + 1)
  if (cell === 0) return closesAt(asking, closed)
  const end = endOf(folding, { cohort, cell, start: lastStart })
  return closesAt(asking, Math.max(closed, end))
}
