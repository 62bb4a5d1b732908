-- raw events, as they were sent
SELECT
  log, n::DOUBLE AS n, ts::DOUBLE AS ts, known_at::DOUBLE AS known_at, fact, flags, account AS account, actor,
  message_id, properties, true AS triggers
FROM event
WHERE day BETWEEN $1 AND $2 AND flags & 2 = 0 AND account IN ($3)
ORDER BY event.ts DESC, event.seq DESC LIMIT $4
-- $1 = 20000
-- $2 = 20001
-- $3 = 7
-- $4 = 51
