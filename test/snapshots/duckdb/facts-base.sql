-- the base of facts, in the order it lies in: account, day, known day
SELECT account, day, known_day, fact, actor, n, sum::DOUBLE AS sum, coalesce(first_ts::DOUBLE, 'NaN'::DOUBLE) AS first_ts FROM facts_base WHERE account = $1 AND day >= $2
UNION ALL
SELECT account, day, known_day, fact, actor, n, sum::DOUBLE AS sum, coalesce(first_ts::DOUBLE, 'NaN'::DOUBLE) AS first_ts FROM facts_base WHERE account = $3 AND day >= $4
ORDER BY account, day, known_day
-- $1 = 1
-- $2 = 20000
-- $3 = 7
-- $4 = 20000
