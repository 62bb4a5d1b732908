import { type Sql, sql } from '../../store/sql.ts'

export type SessionsParts = Readonly<Record<'withHappened' | 'where' | 'isKey' | 'group' | 'groupJoin', Sql>> & {
  /** The id of the session; null: pauses decide. */
  readonly session: Sql | null
}

/** The events of each actor in order of time (of each session, where events name it). */
export function sessionsSql({ withHappened, where, isKey, group, groupJoin, session }: SessionsParts): Sql {
  const isOther = session === null ? sql`-1` : sql`(session_id IS DISTINCT FROM lag(session_id) OVER in_order)::INTEGER`
  const order = session === null ? sql`entity, ts, seq` : sql`entity, session_id, ts, seq`
  const window = session === null ? sql`` : sql`WINDOW in_order AS (PARTITION BY entity ORDER BY session_id, ts, seq)`
  return sql`
    -- what each actor did, in order
    ${withHappened},
    acted AS (
      SELECT
        happened.entity, happened.ts, happened.seq, happened.account,
        ${session ?? sql`NULL::VARCHAR`} AS session_id,
        ${isKey} AS is_key,
        ${group} AS grp
      FROM happened
      ${groupJoin}
      WHERE ${where}
    )
    SELECT
      entity, 0 AS grp, 0 AS account, ts::DOUBLE AS unit,
      is_key::INTEGER AS is_key, grp AS value_group, acted.account AS of_account, ${isOther} AS is_other
    FROM acted
    ${session === null ? sql`` : sql`WHERE session_id IS NOT NULL`}
    ${window}
    ORDER BY ${order}
  `
}
