-- in which units each actor did it, and how often
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
    event.account AS entity,
    nullif(trait_account_0.value, 'null') AS value_0
  FROM event
  ASOF LEFT JOIN trait_account_0 ON trait_account_0.subject = event.account AND event.ts >= trait_account_0.from_ts
  WHERE (event.flags & $2 = 0)
    AND event.ts >= $3 AND event.ts < $4
    AND event.fact IN ($5, $6)
    AND event.account <> 0
)
SELECT
  happened.entity,
  0 AS grp,
  0 AS account,
  happened.day AS unit,
  count(*)::INTEGER AS events
FROM happened
WHERE true
  AND (coalesce(CASE WHEN (happened.value_0)[1] = '"' THEN json_extract_string(happened.value_0, '$') END = $7, false))
GROUP BY ALL
ORDER BY entity, account, unit
-- $1 = "plan"
-- $2 = 386
-- $3 = 1769731200000
-- $4 = 1774828800000
-- $5 = 1
-- $6 = 2
-- $7 = "pro"
