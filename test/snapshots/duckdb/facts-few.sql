-- facts of a few accounts, sorted: within a known day the base, runs in the order they were written, corrections
SELECT * EXCLUDE (part, chunk) FROM (
  SELECT account, day, known_day, fact, actor, n, $1 AS supersedes, sum::DOUBLE AS sum, $2 AS part, chunk
  FROM "facts_base"
  WHERE account = $3 AND day >= $4
  UNION ALL
  SELECT account, day, known_day, fact, actor, n, $5 AS supersedes, sum::DOUBLE AS sum, $6 AS part, chunk
  FROM "facts_base"
  WHERE account = $7 AND day >= $8
  UNION ALL
  SELECT account, day, known_day, fact, actor, n, $9 AS supersedes, sum::DOUBLE AS sum, $10 AS part, chunk
  FROM "facts_run"
  WHERE day BETWEEN $11 AND $12 AND account IN ($13, $14)
  UNION ALL
  SELECT account, day, known_day, fact, actor, n, $15 AS supersedes, sum::DOUBLE AS sum, $16 AS part, chunk
  FROM "facts_correction"
  WHERE day BETWEEN $17 AND $18 AND account IN ($19, $20)
)
ORDER BY account, day, known_day, part, chunk
-- $1 = 0
-- $2 = 0
-- $3 = 1
-- $4 = 20000
-- $5 = 0
-- $6 = 0
-- $7 = 7
-- $8 = 20000
-- $9 = 0
-- $10 = 1
-- $11 = 20000
-- $12 = 20027
-- $13 = 1
-- $14 = 7
-- $15 = 1
-- $16 = 2
-- $17 = 20000
-- $18 = 20027
-- $19 = 1
-- $20 = 7
