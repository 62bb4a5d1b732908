import type { Dialect } from '../../store/analytic/dialect.ts'
import { type Sql, sql } from '../../store/sql.ts'
import { personOfSql } from '../question/event-relation.ts'
import { type Side, traitRowsSql } from '../question/trait-rows-sql.ts'

/** Every statement of a trait about persons or accounts, in order. */
export function traitHistorySql(dialect: Dialect, side: Side, key: string): Sql {
  return sql`
    -- what was said of a trait, in order
    ${side === 'person' ? sql`WITH ${personOfSql(dialect)}` : sql``}
    SELECT subject, from_ts::DOUBLE AS at, value
    FROM (
      ${traitRowsSql(side, [key])}
    )
    ORDER BY subject, from_ts, seq
  `
}

export type AgesParts = { readonly withHappened: Sql; readonly where: Sql }

/** Each actor's events by instant. */
export function momentsSql({ withHappened, where }: AgesParts): Sql {
  return sql`
    -- when each actor did it
    ${withHappened}
    SELECT entity, 0 AS grp, 0 AS account, ts::DOUBLE AS unit, count(*)::INTEGER AS events
    FROM happened
    WHERE ${where}
    GROUP BY ALL
    ORDER BY entity, unit
  `
}
