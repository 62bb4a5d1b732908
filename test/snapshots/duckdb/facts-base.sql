-- the base of facts, in the order it lies in: account, day, known day
SELECT account, day, known_day, fact, actor, n, sum::DOUBLE AS sum, coalesce(first_ts::DOUBLE, 'NaN'::DOUBLE) AS first_ts
FROM facts_base
WHERE day BETWEEN $1 AND $2 AND account IN ($3, $4)
ORDER BY account, day, known_day
-- $1 = 20000
-- $2 = 20027
-- $3 = 1
-- $4 = 7
