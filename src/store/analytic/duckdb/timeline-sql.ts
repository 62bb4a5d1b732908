import { type Sql, sql } from '../../sql.ts'

/** `within` is a condition on `account`. All answers are in the order things were applied. */
export function membersSql(within: Sql): Sql {
  return sql`
    -- who belongs to the accounts, from when to when, and since when it is known
    SELECT account, person, from_ts, to_ts, known_at, role
    FROM membership
    WHERE ${within}
    ORDER BY account, seq
  `
}

export function traitsSql(within: Sql): Sql {
  return sql`
    -- what was known about the accounts
    SELECT account, key, value, from_ts, known_at
    FROM trait
    WHERE person = 0 AND ${within}
    ORDER BY account, seq
  `
}

export function personTraitsSql(within: Sql): Sql {
  return sql`
    -- what was known about the persons who are or were members
    SELECT member.account, trait.person, trait.key, trait.value, trait.from_ts, trait.known_at
    FROM trait
    JOIN (SELECT DISTINCT account, person FROM membership WHERE ${within}) member USING (person)
    WHERE trait.person <> 0
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
    SELECT present.account, link.actor, link.person, link.known_at
    FROM link
    JOIN present USING (actor)
    ORDER BY present.account, link.seq
  `
}

export function subscriptionsSql(within: Sql): Sql {
  return sql`
    -- what the accounts pay
    SELECT account, subscription_id, plan, mrr_minor, currency, from_ts, to_ts, cancel_decided_at, known_at
    FROM subscription
    WHERE ${within}
    ORDER BY account, seq
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
      SELECT account, ts FROM event WHERE account IN (FROM moved) AND flags & 2 = 0
      UNION ALL
      SELECT account, from_ts FROM membership WHERE ${within}
      UNION ALL
      SELECT account, from_ts FROM trait WHERE person = 0 AND ${within}
      UNION ALL
      SELECT account, from_ts FROM subscription WHERE ${within}
    )
    SELECT account, min(ts) AS first_seen
    FROM sign
    GROUP BY account
  `
}
