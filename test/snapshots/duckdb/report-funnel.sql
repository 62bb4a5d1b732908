-- what was done, by whom, with the steps it may be, in no order
WITH trait_account_0 AS (
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
    event.actor AS entity,
    nullif(trait_account_0.value, 'null') AS value_0
  FROM event
  ASOF LEFT JOIN trait_account_0 ON trait_account_0.subject = event.account AND event.ts >= trait_account_0.from_ts
  WHERE (event.flags & $2 = 0)
    AND event.ts >= $3 AND event.ts < $4
    AND event.fact IN ($5, $6)
),
stepped AS (
  SELECT happened.entity, happened.ts::DOUBLE AS ts, (CASE WHEN (happened.fact IN ($7)) THEN $8 ELSE 0 END + CASE WHEN (happened.fact IN ($9))
    AND (coalesce(CASE WHEN (happened.value_0)[1] = '"' THEN json_extract_string(happened.value_0, '$') END = $10, false)) THEN $11 ELSE 0 END + CASE WHEN false THEN $12 ELSE 0 END)::INTEGER AS steps
  FROM happened
)
SELECT entity, ts, steps
FROM stepped
WHERE steps <> 0
-- $1 = "plan"
-- $2 = 386
-- $3 = 1772409600000
-- $4 = 1776038400001
-- $5 = 1
-- $6 = 2
-- $7 = 1
-- $8 = 1
-- $9 = 2
-- $10 = "pro"
-- $11 = 2
-- $12 = 4
