import type { Filter } from '../../contract/analyze/filter.ts'
import type { AnalysisActor, AnalysisWarning } from '../../contract/analyze/question.ts'
import { type Day, type Millis, MS_PER_HOUR, type Zone } from '../../core/time.ts'
import type { GivenTable, ReportBlock, ReportQuery } from '../../store/analytic/analytic-store.ts'
import { renderSql, type Sql, sql } from '../../store/sql.ts'
import type { Calendar } from './calendar.ts'
import type { EventChoice } from './choose-events.ts'
import { type EventRelation, eventRelation } from './event-relation.ts'
import type { ValueRef } from './filter-sql.ts'
import { localDaySql } from './local-day-sql.ts'
import type { ReportSource } from './report-source.ts'
import type { TraitSides } from './value-joins.ts'

/** Which account each one that was taken in is now, and since which message. */
export type Merged = ReadonlyMap<number, { readonly into: number; readonly seq: number }>

/** A question whose names, range and zone were found good. `said` and `warnings` grow while it is answered. */
export type Asking = {
  readonly source: ReportSource
  readonly actor: AnalysisActor
  readonly zone: Zone
  readonly weekStart: 'monday' | 'sunday'
  /** First and last local day as asked for. */
  readonly days: { readonly from: Day; readonly to: Day }
  readonly calendar: Calendar
  /** Ordinals of the first and last interval, whole ones. */
  readonly first: number
  readonly last: number
  readonly filters: readonly Filter[]
  readonly segmentFilters: readonly Filter[]
  readonly traitSides: TraitSides
  readonly merged: Merged
  /** What traits, sign-ups and first sights are read up to; null: to the last that was told. */
  readonly toldBefore: Millis | null
  /** Tables that every statement may read. */
  readonly given: readonly GivenTable[]
  readonly said: string[]
  readonly warnings: AnalysisWarning[]
}

/** Events of the choices in [from, to) (milliseconds; `from` null: ever) that meet the question's filter. */
export function relationOf(
  asking: Asking,
  read: {
    readonly choices: readonly EventChoice[]
    readonly from: number | null
    readonly to: number
    readonly filters?: readonly Filter[]
    readonly refs?: readonly ValueRef[]
    readonly ids?: 'sent'
  },
): EventRelation {
  return eventRelation({
    dialect: asking.source.store.dialect,
    actor: asking.actor,
    traitSides: asking.traitSides,
    choices: read.choices,
    from: read.from,
    to: read.to,
    filters: [...asking.filters, ...(read.filters ?? [])],
    refs: read.refs ?? [],
    ...(read.ids === undefined ? {} : { ids: read.ids }),
  })
}

/** The unit of an event of `happened`: its local day, or for hours how many have passed since the anchor. */
export function unitSql(asking: Asking, range: { readonly from: Day; readonly to: Day }): Sql {
  const { calendar, zone, source } = asking
  if (calendar.interval === 'hour')
    return sql`CAST(floor((happened.ts - ${calendar.anchor}) / ${MS_PER_HOUR}) AS INTEGER)`
  if (zone.name === source.model.product.timezone) return sql`happened.day`
  return localDaySql(sql`happened.ts`, zone, range)
}

/** `upTo`: whatever was then or later changes nothing in the answer; left out: it may. */
type Beside = { readonly given?: readonly GivenTable[] } & Pick<ReportQuery, 'upTo' | 'gathered'>

/** How far a statement reaches that reads what was told. */
export function toldReach({ toldBefore }: Asking): Beside {
  return toldBefore === null ? {} : { upTo: toldBefore }
}

/** Runs a statement and notes it. */
export function readBlocks(
  asking: Asking,
  statement: Sql,
  { given = [], ...reach }: Beside = {},
): AsyncIterable<ReportBlock> {
  const { text, values } = renderSql(statement)
  const bound = values.map((value, i) => `-- $${i + 1} = ${JSON.stringify(value)}`)
  asking.said.push([text, ...bound].join('\n'))
  return asking.source.store.report({ statement, given: [...asking.given, ...given], ...reach })
}

/** A small answer of so many texts a row, row by row. */
export async function readTexts(
  asking: Asking,
  { width, ...reach }: { readonly width: number } & Pick<Beside, 'upTo'>,
  statement: Sql,
): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = []
  for await (const block of readBlocks(asking, statement, reach)) {
    const columns = Array.from({ length: width }, (_, column) => block.texts(column))
    for (let i = 0; i < block.rows; i++) rows.push(columns.map((column) => column[i]!))
  }
  return rows
}
