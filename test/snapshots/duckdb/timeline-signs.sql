-- how the first sign of each account came to be known; a time that the applier tells comes as text
WITH sign AS (
  SELECT account, from_ts AS ts, known_at FROM membership WHERE account BETWEEN $1 AND $2
  UNION ALL
  SELECT account, from_ts, known_at FROM trait WHERE person = 0 AND key <> $3 AND account BETWEEN $4 AND $5
  UNION ALL
  SELECT account, from_ts, known_at FROM subscription WHERE account BETWEEN $6 AND $7
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
SELECT account, 'NaN'::DOUBLE, known_at::DOUBLE, value
FROM trait
WHERE person = 0 AND key = $8 AND account BETWEEN $9 AND $10
ORDER BY account
-- $1 = 1
-- $2 = 4000
-- $3 = "$first_seen"
-- $4 = 1
-- $5 = 4000
-- $6 = 1
-- $7 = 4000
-- $8 = "$first_seen"
-- $9 = 1
-- $10 = 4000
