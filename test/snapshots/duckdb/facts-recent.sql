-- facts since the last merge, sorted like the base
SELECT * EXCLUDE (chunk) FROM (
  SELECT account, day, known_day, fact, actor, n, 0 AS supersedes, sum::DOUBLE AS sum, chunk
  FROM "facts_run"
  WHERE day BETWEEN $1 AND $2 AND account IN ($3, $4)
  UNION ALL
  SELECT account, day, known_day, fact, actor, n, 1 AS supersedes, sum::DOUBLE AS sum, chunk
  FROM "facts_correction"
  WHERE day BETWEEN $5 AND $6 AND account IN ($7, $8)
)
ORDER BY account, day, known_day, supersedes, chunk
-- $1 = 20000
-- $2 = 20027
-- $3 = 1
-- $4 = 7
-- $5 = 20000
-- $6 = 20027
-- $7 = 1
-- $8 = 7
