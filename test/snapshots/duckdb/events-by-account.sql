-- raw events, as they were sent
SELECT
  log, n::DOUBLE AS n, ts::DOUBLE AS ts, known_at::DOUBLE AS known_at, fact, flags, account_applied AS account, actor,
  message_id, properties, true AS triggers
FROM event
WHERE known_day BETWEEN $1 AND $2 AND flags & 2 = 0 AND fact IN ($3, $4) AND account_applied IN ($5)
UNION ALL
-- events that came to an account later, known when that was known
SELECT
  move.log, move.n::DOUBLE AS n, event.ts::DOUBLE AS ts, move.known_at::DOUBLE AS known_at, fact, flags,
  to_account AS account, event.actor, message_id, properties,
  keyless_only = 1 AND move.known_at - event.ts < $6 AS triggers
FROM event
JOIN move
  ON event.ts >= from_ts AND event.ts < to_ts AND event.seq < move.seq
  AND (event.actor = move.actor OR move.actor = 0 AND event.account_applied = from_account)
  AND (keyless_only = 0 OR flags & 1 = 1)
WHERE to_account <> 0 AND event.ts >= $7 AND event.ts < $8
  AND flags & 2 = 0 AND fact IN ($9, $10) AND to_account IN ($11) AND move.known_day BETWEEN $12 AND $13
ORDER BY account, log, n
-- $1 = 20000
-- $2 = 20001
-- $3 = 3
-- $4 = 9
-- $5 = 7
-- $6 = 86400000
-- $7 = 1772000000000
-- $8 = 1772100000000
-- $9 = 3
-- $10 = 9
-- $11 = 7
-- $12 = 20000
-- $13 = 20001
