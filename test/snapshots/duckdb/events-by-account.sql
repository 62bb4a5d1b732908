-- raw events, as they were sent
SELECT
  log, n::DOUBLE AS n, ts::DOUBLE AS ts, known_at::DOUBLE AS known_at, fact, flags, account_applied AS account, actor,
  message_id, properties, true AS triggers
FROM event
WHERE known_day BETWEEN $1 AND $2 AND (flags & $3 = 0) AND fact IN ($4, $5) AND account_applied IN ($6)
UNION ALL
-- events that came to an account later, known when that was known
SELECT
  move.log, move.n::DOUBLE AS n, event.ts::DOUBLE AS ts, move.known_at::DOUBLE AS known_at, fact, flags,
  to_account AS account, event.actor, message_id, properties,
  keyless_only = $7 AND move.known_at - event.ts < $8 AS triggers
FROM event
JOIN move
  ON event.ts >= from_ts AND event.ts < to_ts AND event.seq < move.seq
  AND (event.actor = move.actor OR move.actor = 0 AND event.account_applied = from_account)
  AND (keyless_only & $9 = 0 OR flags & 1 = 1)
WHERE to_account <> 0 AND event.ts >= $10 AND event.ts < $11 AND keyless_only & $12 = 0
  AND CASE
    WHEN keyless_only & $13 = 0 THEN (flags & $14 = 0)
    ELSE event.account = to_account AND flags & $15 = 0
  END
  AND fact IN ($16, $17) AND to_account IN ($18) AND move.known_day BETWEEN $19 AND $20
ORDER BY account, log, n
-- $1 = 20000
-- $2 = 20001
-- $3 = 1538
-- $4 = 3
-- $5 = 9
-- $6 = 7
-- $7 = 1
-- $8 = 86400000
-- $9 = 1
-- $10 = 1772000000000
-- $11 = 1772100000000
-- $12 = 8
-- $13 = 6
-- $14 = 1538
-- $15 = 2
-- $16 = 3
-- $17 = 9
-- $18 = 7
-- $19 = 20000
-- $20 = 20001
