import { joinSql, listOf, type Sql, sql } from '../../../sql.ts'
import { counts } from '../../counting-sql.ts'

/** Times as doubles, which come as numbers; NaN: none. */
const NONE = sql`'NaN'::DOUBLE`

/** Kept by the applier whenever an earlier sign of an account becomes known; the value is ISO text. */
export const FIRST_SEEN_TRAIT = '$first_seen'

/** `within` is a condition on `account`. All answers are in the order things were applied. */
export function membersSql(within: Sql): Sql {
  return sql`
    -- who belongs to the accounts, from when to when, and since when it is known
    SELECT account, person, from_ts::DOUBLE, coalesce(to_ts::DOUBLE, ${NONE}), known_at::DOUBLE, role
    FROM membership
    WHERE ${within}
    ORDER BY account, seq
  `
}

const oneOf = (keys: readonly string[] | null): Sql => (keys === null ? sql`true` : sql`key IN (${listOf(keys)})`)

/** `keys` null: every trait. */
export function traitsSql(within: Sql, keys: readonly string[] | null): Sql {
  return sql`
    -- what was known about the accounts
    SELECT account, from_ts::DOUBLE, known_at::DOUBLE, key, value
    FROM trait
    WHERE person = 0 AND ${oneOf(keys)} AND ${within}
    ORDER BY account, seq
  `
}

export function personTraitsSql(within: Sql, keys: readonly string[] | null): Sql {
  return sql`
    -- what was known about the persons who are or were members
    SELECT member.account, trait.from_ts::DOUBLE, trait.known_at::DOUBLE, trait.key, trait.value, trait.person
    FROM trait
    JOIN (SELECT DISTINCT account, person FROM membership WHERE ${within}) member USING (person)
    WHERE trait.person <> 0 AND ${oneOf(keys)}
    ORDER BY member.account, trait.seq
  `
}

export function linksSql(within: Sql): Sql {
  return sql`
    -- joins of the actors that left facts in the accounts or belong to them, and of those they were joined to
    WITH RECURSIVE present AS (
      SELECT account, actor FROM facts_base WHERE ${within} AND actor IN (SELECT actor FROM link)
      UNION
      SELECT account, actor FROM facts_run WHERE ${within} AND actor IN (SELECT actor FROM link)
      UNION
      SELECT account, person AS actor FROM membership WHERE ${within}
      UNION
      SELECT present.account, link.person FROM present JOIN link USING (actor)
    )
    SELECT present.account, link.actor, link.person, link.known_at::DOUBLE
    FROM link
    JOIN present USING (actor)
    ORDER BY present.account, link.seq
  `
}

/** Actors that left facts in a few accounts, and since when; actor 0 where some of the facts of an account were taken away again. */
export function presentSql(accounts: Int32Array): Sql {
  return sql`
    -- who left facts in the accounts, and since when; of the base each account by itself, which skips all but its stretch
    SELECT account, actor, min(first_ts) AS first_ts
    FROM (
      ${eachOf(accounts, (account) => sql`SELECT account, actor, first_ts FROM facts_base WHERE account = ${account}`)}
      UNION ALL
      SELECT account, actor, first_ts FROM facts_run WHERE account IN (${listOf(accounts)})
      UNION ALL
      SELECT account, 0, NULL FROM facts_correction WHERE account IN (${listOf(accounts)})
    )
    GROUP BY account, actor
  `
}

const eachOf = (accounts: Int32Array, part: (account: number) => Sql): Sql =>
  joinSql(Array.from(accounts, part), '\nUNION ALL\n')

/** As one text: thousands of values take the engine longer to read than their joins. */
export function linksOfSql(actors: readonly number[]): Sql {
  return sql`
    -- joins of some actors
    SELECT actor, person, known_at, seq
    FROM link
    WHERE actor IN (SELECT unnest(string_split(${actors.join(',')}, ',')::INTEGER[]))
  `
}

export function subscriptionsSql(within: Sql): Sql {
  return sql`
    -- what the accounts pay
    SELECT
      account, subscription_id, plan, currency, mrr_minor::DOUBLE,
      from_ts::DOUBLE, coalesce(to_ts::DOUBLE, ${NONE}), coalesce(cancel_decided_at::DOUBLE, ${NONE}), known_at::DOUBLE
    FROM subscription
    WHERE ${within}
    ORDER BY account, seq
  `
}

export function heardSql(within: Sql): Sql {
  return sql`
    -- when each account was first heard of
    SELECT account, min(known_at)::DOUBLE AS heard_at
    FROM trait
    WHERE person = 0 AND key = ${FIRST_SEEN_TRAIT} AND ${within}
    GROUP BY account
    ORDER BY account
  `
}

export function firstSeenSql(within: Sql): Sql {
  return sql`
    -- the earliest sign of each account; where events moved away, from the events that stayed
    WITH moved AS (SELECT DISTINCT account FROM facts_correction WHERE ${within}),
    sign AS (
      SELECT account, first_ts AS ts FROM facts_base WHERE ${within} AND account NOT IN (FROM moved)
      UNION ALL
      SELECT account, first_ts FROM facts_run WHERE ${within} AND account NOT IN (FROM moved)
      UNION ALL
      SELECT account, ts FROM event WHERE account IN (FROM moved) AND ${counts(sql`flags`)}
      UNION ALL
      SELECT account, from_ts FROM membership WHERE ${within}
      UNION ALL
      SELECT account, from_ts FROM trait WHERE person = 0 AND ${within}
      UNION ALL
      SELECT account, from_ts FROM subscription WHERE ${within}
    )
    SELECT account, min(ts)::DOUBLE AS first_seen
    FROM sign
    GROUP BY account
    ORDER BY account
  `
}

/** A sign that is no earlier than one known before it says nothing. */
export function signsSql(within: Sql): Sql {
  return sql`
    -- how the first sign of each account came to be known; a time that the applier tells comes as text
    WITH sign AS (
      SELECT account, from_ts AS ts, known_at FROM membership WHERE ${within}
      UNION ALL
      SELECT account, from_ts, known_at FROM trait WHERE person = 0 AND key <> ${FIRST_SEEN_TRAIT} AND ${within}
      UNION ALL
      SELECT account, from_ts, known_at FROM subscription WHERE ${within}
    ),
    compared AS (
      SELECT *, min(ts) OVER (
        PARTITION BY account ORDER BY known_at, ts ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ) AS earliest
      FROM sign
    )
    SELECT account, ts::DOUBLE AS ts, known_at::DOUBLE AS known_at, NULL AS told
    FROM compared
    WHERE earliest IS NULL OR ts < earliest
    UNION ALL
    SELECT account, ${NONE}, known_at::DOUBLE, value
    FROM trait
    WHERE person = 0 AND key = ${FIRST_SEEN_TRAIT} AND ${within}
    ORDER BY account
  `
}
