-- raw events, as they were sent
SELECT log, n::DOUBLE, ts::DOUBLE, known_at::DOUBLE, fact, flags, account, actor, message_id, properties
FROM event
WHERE known_day BETWEEN $1 AND $2 AND flags & 2 = 0 AND fact IN ($3, $4) AND account IN ($5)
ORDER BY account, log, n
-- $1 = 20000
-- $2 = 20001
-- $3 = 3
-- $4 = 9
-- $5 = 7
