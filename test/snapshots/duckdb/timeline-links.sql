-- joins of the actors that left facts in the accounts or belong to them, and of those they were joined to
WITH RECURSIVE present AS (
  SELECT account, actor FROM facts_base WHERE account BETWEEN $1 AND $2 AND actor IN (SELECT actor FROM link)
  UNION
  SELECT account, actor FROM facts_run WHERE account BETWEEN $3 AND $4 AND actor IN (SELECT actor FROM link)
  UNION
  SELECT account, person AS actor FROM membership WHERE account BETWEEN $5 AND $6
  UNION
  SELECT present.account, link.person FROM present JOIN link USING (actor)
)
SELECT present.account, link.actor, link.person, link.known_at::DOUBLE
FROM link
JOIN present USING (actor)
ORDER BY present.account, link.seq
-- $1 = 1
-- $2 = 4000
-- $3 = 1
-- $4 = 4000
-- $5 = 1
-- $6 = 4000
