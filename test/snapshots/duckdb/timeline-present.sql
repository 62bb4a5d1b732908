-- who left facts in the accounts, and since when; of the base each account by itself, which skips all but its stretch
SELECT account, actor, min(first_ts) AS first_ts
FROM (
  SELECT account, actor, first_ts FROM facts_base WHERE account = $1
  UNION ALL
  SELECT account, actor, first_ts FROM facts_base WHERE account = $2
  UNION ALL
  SELECT account, actor, first_ts FROM facts_run WHERE account IN ($3, $4)
  UNION ALL
  SELECT account, 0, NULL FROM facts_correction WHERE account IN ($5, $6)
)
GROUP BY account, actor
-- $1 = 7
-- $2 = 9
-- $3 = 7
-- $4 = 9
-- $5 = 7
-- $6 = 9
