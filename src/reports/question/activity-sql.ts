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

/** `inOrder`: rows of each entity come together, its groups, accounts and units rising; otherwise as they come. */
export type BrokenParts = { readonly column: Sql; readonly limit: number; readonly inOrder: boolean }

/**
 * The same by value, a row for each event, and one of nobody (entity −1) for each value that is shown, with how many values there are in place of the unit. Events are
 * read once. They are not added up: values are texts, and telling apart what was done with each takes the engine longer than handing every event over.
 */
export function brokenActivitySql(
  { withHappened, where, account, unit }: ActivityParts,
  { column, limit, inOrder }: BrokenParts,
): Sql {
  return sql`
    -- what each actor did with which value, and the values with the most actors
    ${withHappened},
    acted AS MATERIALIZED (
      SELECT happened.entity, coalesce(${column}, 'null') AS value, ${account} AS account, ${unit} AS unit
      FROM happened
      WHERE ${where}
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
    SELECT -1 AS entity, grp, 0 AS account, all_values AS unit, value
    FROM chosen
    UNION ALL
    SELECT acted.entity, coalesce(chosen.grp, 0) AS grp, acted.account, acted.unit, NULL AS value
    FROM acted
    LEFT JOIN chosen ON chosen.value = acted.value${inOrder ? sql` ORDER BY entity, grp, account, unit` : sql``}
  `
}
