-- joins of actors that are present in accounts
SELECT present.account, link.actor, link.person, link.known_at, link.seq
FROM link
JOIN (VALUES ($1, $2), ($3, $4)) present(account, actor) USING (actor)
-- $1 = 7
-- $2 = 3
-- $3 = 9
-- $4 = 5
