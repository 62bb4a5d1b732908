-- facts since the last merge, sorted like the base
SELECT * EXCLUDE (part, chunk) FROM (
  SELECT account, day, known_day, fact, actor, n, $1 AS supersedes, sum::DOUBLE AS sum, $2 AS part, chunk
  FROM "facts_run"
  WHERE day BETWEEN $3 AND $4 AND account IN ($5, $6)
  UNION ALL
  SELECT account, day, known_day, fact, actor, n, $7 AS supersedes, sum::DOUBLE AS sum, $8 AS part, chunk
  FROM "facts_correction"
  WHERE day BETWEEN $9 AND $10 AND account IN ($11, $12)
)
ORDER BY account, day, known_day, part, chunk
-- $1 = 0
-- $2 = 1
-- $3 = 20000
-- $4 = 20027
-- $5 = 1
-- $6 = 7
-- $7 = 1
-- $8 = 2
-- $9 = 20000
-- $10 = 20027
-- $11 = 1
-- $12 = 7
