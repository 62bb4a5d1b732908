-- raw events, as they were sent
SELECT
  log, n::DOUBLE AS n, ts::DOUBLE AS ts, known_at::DOUBLE AS known_at, fact, flags, account AS account, actor,
  message_id, properties, true AS triggers
FROM event
WHERE day BETWEEN $1 AND $2 AND (flags & $3 = 0) AND account IN ($4)
ORDER BY event.ts DESC, event.seq DESC LIMIT $5
-- $1 = 20000
-- $2 = 20001
-- $3 = 386
-- $4 = 7
-- $5 = 51
