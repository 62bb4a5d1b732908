-- what each actor did, in order, with the steps it may be beneath the instant
WITH person_of AS (
  -- whose an id is: a join holds for all history, the last one counts
  SELECT actor, arg_max(person, seq) AS person
  FROM link
  GROUP BY actor
),
trait_account_0 AS (
  -- what a trait was, from when on
  SELECT subject, from_ts, arg_max(value, seq) AS value
  FROM (
    SELECT subject, key, from_ts, seq, value
    FROM (
      SELECT *, min(CASE WHEN is_own THEN from_ts END) OVER (PARTITION BY subject, key) AS own_from
      FROM (
        SELECT
          coalesce(account_of.owner, trait.account) AS subject, trait.key, trait.from_ts, trait.seq, trait.value,
          account_of.owner IS NULL AS is_own
        FROM trait
        LEFT JOIN account_of ON account_of.account = trait.account
        WHERE trait.person = 0 AND trait.key IN ($1)
      )
    )
    WHERE is_own OR own_from IS NULL OR from_ts < own_from
  )
  GROUP BY subject, from_ts
),
happened AS (
  -- the events that are asked about, with whose they are
  SELECT
    event.seq, event.ts, event.day, event.fact, event.account, event.properties,
    coalesce(person_of.person, event.actor) AS person,
    coalesce(person_of.person, event.actor) AS entity,
    nullif(trait_account_0.value, 'null') AS value_0
  FROM event
  LEFT JOIN person_of ON person_of.actor = event.actor
  ASOF LEFT JOIN trait_account_0 ON trait_account_0.subject = event.account AND event.ts >= trait_account_0.from_ts
  WHERE event.flags & 2 = 0
    AND event.ts >= $2 AND event.ts < $3
    AND event.fact IN ($4, $5)
),
stepped AS (
  SELECT happened.entity, happened.ts, CASE WHEN (happened.fact IN ($6)) THEN $7 ELSE 0 END + CASE WHEN (happened.fact IN ($8))
    AND (coalesce(CASE WHEN (happened.value_0)[1] = '"' THEN json_extract_string(happened.value_0, '$') END = $9, false)) THEN $10 ELSE 0 END + CASE WHEN false THEN $11 ELSE 0 END AS steps
  FROM happened
)
SELECT entity, (ts * $12 + steps)::DOUBLE AS packed
FROM stepped
WHERE steps <> 0
ORDER BY entity, packed
-- $1 = "plan"
-- $2 = 1772409600000
-- $3 = 1776038400001
-- $4 = 1
-- $5 = 2
-- $6 = 1
-- $7 = 1
-- $8 = 2
-- $9 = "pro"
-- $10 = 2
-- $11 = 4
-- $12 = 8
