-- actors that left facts in the accounts or belong to them; of the base each account by itself, which skips all but its stretch
SELECT DISTINCT account, actor FROM (
  SELECT account, actor FROM facts_base WHERE account = $1
  UNION ALL
  SELECT account, actor FROM facts_base WHERE account = $2
  UNION ALL
  SELECT account, actor FROM facts_run WHERE account IN ($3, $4)
  UNION ALL
  SELECT account, person FROM membership WHERE account IN ($5, $6)
)
-- $1 = 7
-- $2 = 9
-- $3 = 7
-- $4 = 9
-- $5 = 7
-- $6 = 9
