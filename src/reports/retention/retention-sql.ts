import type { Dialect } from '../../store/analytic/dialect.ts'
import { type Sql, sql } from '../../store/sql.ts'

export type RetentionParts = Readonly<
  Record<'withHappened' | 'isStart' | 'isReturn' | 'group' | 'groupJoin' | 'unit', Sql>
> & {
  /** Group and account of the first start are asked for: working them out takes longer than all the rest. */
  readonly tellsFirst: boolean
  /** The time of the first start is. */
  readonly tellsWhen: boolean
  /** Starts and returns are the same events: then they are counted once. */
  readonly isSame: boolean
}

/** Units of each actor with their starts and returns; of the earliest start in the unit its time, its account and its group. */
export function retentionSql(dialect: Dialect, parts: RetentionParts): Sql {
  const ofFirstStart = (value: Sql) =>
    parts.tellsFirst
      ? sql`coalesce(${dialect.valueAtLeast(value, [sql`ts`, sql`seq`])} FILTER (is_start), -1)::INTEGER`
      : sql`0`
  const counts = parts.isSame
    ? sql`count(*)::INTEGER AS starts, count(*)::INTEGER AS returns`
    : sql`count(*) FILTER (is_start)::INTEGER AS starts, count(*) FILTER (is_return)::INTEGER AS returns`
  const when = parts.tellsWhen ? sql`coalesce(min(ts) FILTER (is_start), -1)::DOUBLE` : sql`-1::DOUBLE`
  return sql`
    -- when each actor started, and when it was back
    ${parts.withHappened},
    started AS (
      SELECT
        happened.entity, happened.account, happened.ts, happened.seq,
        ${parts.unit} AS unit,
        ${parts.group} AS grp,
        ${parts.isStart} AS is_start,
        ${parts.isSame ? parts.isStart : parts.isReturn} AS is_return
      FROM happened
      ${parts.groupJoin}
    )
    SELECT
      entity, 0 AS grp, 0 AS account, unit,
      ${counts},
      ${ofFirstStart(sql`grp`)} AS start_group,
      ${ofFirstStart(sql`account`)} AS start_account,
      ${when} AS start_ts
    FROM started
    WHERE is_start OR is_return
    GROUP BY entity, unit
    ORDER BY entity, unit
  `
}
