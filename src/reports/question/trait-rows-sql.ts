import type { Millis } from '../../core/time.ts'
import { listOf, type Sql, sql } from '../../store/sql.ts'

export type Side = 'person' | 'account'

const TOLD = {
  person: {
    subject: sql`coalesce(person_of.person, trait.person)`,
    isOwn: sql`coalesce(person_of.person = trait.person, true)`,
    owners: sql`LEFT JOIN person_of ON person_of.actor = trait.person`,
    of: sql`trait.person <> 0`,
  },
  account: {
    subject: sql`coalesce(account_of.owner, trait.account)`,
    isOwn: sql`account_of.owner IS NULL`,
    owners: sql`LEFT JOIN account_of ON account_of.account = trait.account`,
    of: sql`trait.person = 0`,
  },
} as const

/**
 * A subquery of what was said of traits (null: of all), as it is known now: subject, key, from_ts, seq, value. What was said of one who was joined or taken in is of the
 * survivor over all history, until the survivor's own word begins; `before`: of what was told before an instant only. Reads `person_of`, or `account_of`.
 */
export function traitRowsSql(side: Side, keys: readonly string[] | null, before: Millis | null = null): Sql {
  const { subject, isOwn, owners, of } = TOLD[side]
  return sql`
    SELECT subject, key, from_ts, seq, value
    FROM (
      SELECT *, min(CASE WHEN is_own THEN from_ts END) OVER (PARTITION BY subject, key) AS own_from
      FROM (
        SELECT
          ${subject} AS subject, trait.key, trait.from_ts, trait.seq, trait.value,
          ${isOwn} AS is_own
        FROM trait
        ${owners}
        WHERE ${of} AND ${keys === null ? sql`true` : sql`trait.key IN (${listOf(keys)})`}${before === null ? sql`` : sql` AND trait.from_ts < ${before}`}
      )
    )
    WHERE is_own OR own_from IS NULL OR from_ts < own_from`
}
