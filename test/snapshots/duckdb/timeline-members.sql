-- who belongs to the accounts, from when to when, and since when it is known
SELECT account, person, from_ts, to_ts, known_at, role
FROM membership
WHERE account BETWEEN $1 AND $2
ORDER BY account, seq
-- $1 = 1
-- $2 = 4000
