import type { RetentionQuery } from '../../contract/analyze/retention.ts'
import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { sql } from '../../store/sql.ts'
import { type Asking, readBlocks, relationOf } from '../question/asking.ts'
import { breakDown, type Groups, refsOfBreakdown } from '../question/breakdown-groups.ts'
import type { ChosenEvents } from '../question/choose-events.ts'
import { ordinalSql } from '../question/ordinal-sql.ts'
import { ownFilter } from '../question/own-filter.ts'
import { type Series, visitSeries } from '../question/series.ts'
import { FURTHER_COLUMNS } from './fold-retention.ts'
import { retentionSql } from './retention-sql.ts'

export type RetentionEvents = { readonly start: ChosenEvents; readonly back: ChosenEvents }
export type RetentionRange = { readonly from: Millis; readonly to: Millis }

export type RetentionReading = {
  readonly query: RetentionQuery
  readonly events: RetentionEvents
  readonly range: RetentionRange
}

/** Reads starts (first_time: of all history) and returns, actor by actor. */
export async function readRetention(
  asking: Asking,
  { query, events, range }: RetentionReading,
  visitWith: (groups: Groups | null) => (series: Series) => void,
): Promise<void> {
  const { dialect } = asking.source.store
  const startFilter = ownFilter(query.start_filter, 'start_filter')
  const returnFilter = ownFilter(query.return_filter, 'return_filter')
  const relation = relationOf(asking, {
    choices: [...events.start.choices, ...events.back.choices],
    from: query.cohort_mode === 'first_time' ? null : range.from,
    to: range.to,
    filters: [...startFilter, ...returnFilter],
    refs: refsOfBreakdown(query.breakdown),
  })
  const { matches } = relation
  const isStart = matches(events.start.choices, [...asking.filters, ...startFilter])
  const isReturn = sql`${matches(events.back.choices, [...asking.filters, ...returnFilter])} AND happened.ts >= ${range.from}`
  const broken = await breakDown(asking, relation, {
    breakdown: query.breakdown,
    where: sql`${isStart} AND happened.ts >= ${range.from} AND happened.ts < ${asking.calendar.startOf(asking.last + 1)}`,
    limit: query.breakdown_limit,
  })
  const statement = retentionSql(dialect, {
    ...broken,
    withHappened: relation.withHappened,
    isStart,
    isReturn,
    unit: unitOf(asking, query, range),
    tellsFirst: query.breakdown !== undefined || asking.segmentFilters.length > 0,
    tellsWhen: query.window_mode === 'rolling_24h' || asking.segmentFilters.length > 0 || query.breakdown !== undefined,
    isSame: isSame(query),
  })
  await visitSeries(
    readBlocks(asking, statement, { given: broken.given, upTo: relation.upTo }),
    FURTHER_COLUMNS,
    visitWith(broken.groups),
  )
}

/** Whether whatever starts is a return too, and nothing else is. */
function isSame({ start_event, return_event, start_filter, return_filter }: RetentionQuery): boolean {
  return JSON.stringify([start_event, start_filter]) === JSON.stringify([return_event, return_filter])
}

/** Calendar periods read their ordinals; rolling ones the instant itself. What came before the range is one unit: that it came is enough. */
function unitOf(asking: Asking, query: RetentionQuery, range: RetentionRange) {
  const { calendar, first } = asking
  if (query.window_mode === 'rolling_24h') return sql`greatest(happened.ts, ${range.from - 1})::DOUBLE`
  const days = {
    from: calendar.zone.dayOf(range.from) - 1,
    to: calendar.zone.dayOf(Math.min(range.to, asking.source.now + AHEAD)),
  }
  return sql`greatest(${ordinalSql(asking, days)}, ${first - 1})`
}

/** Clock changes are worked out so far into the future, where the range has no end. */
const AHEAD = 400 * MS_PER_DAY
