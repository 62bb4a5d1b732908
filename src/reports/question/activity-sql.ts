import { type Sql, sql } from '../../store/sql.ts'

export type ActivityParts = Readonly<Record<'withHappened' | 'where' | 'account' | 'unit', Sql>>

export function activitySql({ withHappened, where, account, unit }: ActivityParts): Sql {
  return sql`
    -- in which units each actor did it, and how often
    ${withHappened}
    SELECT
      happened.entity,
      0 AS grp,
      ${account} AS account,
      ${unit} AS unit,
      count(*)::INTEGER AS events
    FROM happened
    WHERE ${where}
    GROUP BY ALL
    ORDER BY entity, account, unit
  `
}

/** The same by value: first a row for each value that is shown, of nobody (entity −1), with how many values there are in place of the events. Events are read once; a unit comes once for each of the other values. */
export function brokenActivitySql(
  { withHappened, where, account, unit }: ActivityParts,
  { column, limit }: { readonly column: Sql; readonly limit: number },
): Sql {
  return sql`
    -- in which units each actor did it with which value, and how often; before them the values with the most actors
    ${withHappened},
    acted AS MATERIALIZED (
      SELECT
        happened.entity,
        coalesce(${column}, 'null') AS value,
        ${account} AS account,
        ${unit} AS unit,
        count(*)::INTEGER AS events
      FROM happened
      WHERE ${where}
      GROUP BY ALL
    ),
    chosen AS MATERIALIZED (
      SELECT value, (row_number() OVER (ORDER BY actors DESC, value))::INTEGER AS grp, all_values
      FROM (
        SELECT value, count(DISTINCT entity) AS actors, (count(*) OVER ())::INTEGER AS all_values
        FROM acted
        GROUP BY value
      )
      ORDER BY grp
      LIMIT ${limit}
    )
    SELECT -1 AS entity, grp, 0 AS account, 0 AS unit, all_values AS events, value
    FROM chosen
    UNION ALL
    SELECT acted.entity, coalesce(chosen.grp, 0) AS grp, acted.account, acted.unit, acted.events, NULL AS value
    FROM acted
    LEFT JOIN chosen ON chosen.value = acted.value
    ORDER BY entity, grp, account, unit
  `
}
