-- who belongs to the accounts, from when to when, and since when it is known
SELECT account, person, from_ts::DOUBLE, coalesce(to_ts::DOUBLE, 'NaN'::DOUBLE), known_at::DOUBLE, role
FROM membership
WHERE account BETWEEN $1 AND $2
ORDER BY account, seq
-- $1 = 1
-- $2 = 4000
