import { type Sql, sql } from '../../store/sql.ts'

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
