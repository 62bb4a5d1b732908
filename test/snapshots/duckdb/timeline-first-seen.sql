-- the earliest sign of each account; where events moved away, from the events that stayed
WITH moved AS (SELECT DISTINCT account FROM facts_correction WHERE account BETWEEN $1 AND $2),
sign AS (
  SELECT account, first_ts AS ts FROM facts_base WHERE account BETWEEN $3 AND $4 AND account NOT IN (FROM moved)
  UNION ALL
  SELECT account, first_ts FROM facts_run WHERE account BETWEEN $5 AND $6 AND account NOT IN (FROM moved)
  UNION ALL
  SELECT account, ts FROM event WHERE account IN (FROM moved) AND (flags & $7 = 0)
  UNION ALL
  SELECT account, from_ts FROM membership WHERE account BETWEEN $8 AND $9
  UNION ALL
  SELECT account, from_ts FROM trait WHERE person = 0 AND account BETWEEN $10 AND $11
  UNION ALL
  SELECT account, from_ts FROM subscription WHERE account BETWEEN $12 AND $13
)
SELECT account, min(ts)::DOUBLE AS first_seen
FROM sign
GROUP BY account
ORDER BY account
-- $1 = 1
-- $2 = 4000
-- $3 = 1
-- $4 = 4000
-- $5 = 1
-- $6 = 4000
-- $7 = 386
-- $8 = 1
-- $9 = 4000
-- $10 = 1
-- $11 = 4000
-- $12 = 1
-- $13 = 4000
