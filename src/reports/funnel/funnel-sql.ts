import type { Filter } from '../../contract/analyze/filter.ts'
import { joinSql, type Sql, sql } from '../../store/sql.ts'
import type { EventRelation } from '../question/event-relation.ts'
import type { FunnelEvent, FunnelEvents } from './funnel-events.ts'

export type FunnelParts = {
  readonly withHappened: Sql
  /** Conditions of the steps, then of the exclusion (never, where there is none). */
  readonly conditions: readonly Sql[]
  readonly group: Sql
  readonly isSet: Sql
  readonly groupJoin: Sql
  /** Others too: what comes in between matters. */
  readonly all: boolean
}

/** The events of each actor in order of time, with the steps each one meets, as bits. */
export function funnelSql({ withHappened, conditions, group, isSet, groupJoin, all }: FunnelParts): Sql {
  return sql`
    -- what each actor did, in order, with the steps it may be
    ${withHappened},
    stepped AS (
      SELECT
        happened.entity, happened.ts, happened.seq, happened.account,
        ${bitsSql(conditions)} AS steps,
        ${group} AS grp,
        ${isSet} AS is_set
      FROM happened
      ${groupJoin}
    )
    SELECT
      entity, 0 AS grp, 0 AS account, ts::DOUBLE AS unit,
      steps, grp AS value_group, is_set::INTEGER AS is_set, stepped.account AS of_account
    FROM stepped
    WHERE ${all ? sql`true` : sql`steps <> 0`}
    ORDER BY entity, ts, seq
  `
}

/** Conditions of the steps, then of the exclusion (never, where there is none), asked of an event of `happened`. */
export function conditionsOf(
  { matches }: Pick<EventRelation, 'matches'>,
  { steps, exclusions, filters }: FunnelEvents & { readonly filters: readonly Filter[] },
): readonly Sql[] {
  const conditionOf = ({ events, filters: own }: FunnelEvent) => matches(events.choices, [...filters, ...own])
  const excluding = exclusions.map((one) => sql`(${conditionOf(one)})`)
  return [...steps.map(conditionOf), excluding.length === 0 ? sql`false` : joinSql(excluding, ' OR ')]
}

/** Which conditions hold, as bits. */
export function bitsSql(conditions: readonly Sql[]): Sql {
  const bits = conditions.map((condition, i) => sql`CASE WHEN ${condition} THEN ${2 ** i} ELSE 0 END`)
  return sql`(${joinSql(bits, ' + ')})::INTEGER`
}
