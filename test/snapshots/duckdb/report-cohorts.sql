-- when each actor did it
WITH person_of AS (
  -- whose an id is: a join holds for all history, the last one counts
  SELECT actor, arg_max(person, seq) AS person
  FROM link
  GROUP BY actor
),
happened AS (
  -- the events that are asked about, with whose they are
  SELECT
    event.seq, event.ts, event.day, event.fact, event.account, event.properties,
    coalesce(person_of.person, event.actor) AS person,
    event.account::DOUBLE * $1 + coalesce(person_of.person, event.actor) AS entity
  FROM event
  LEFT JOIN person_of ON person_of.actor = event.actor
  WHERE (event.flags & $2 = 0)
    AND event.ts >= $3 AND event.ts < $4
    AND event.fact IN ($5, $6)
    AND event.account <> 0
)
SELECT entity, 0 AS grp, 0 AS account, ts::DOUBLE AS unit, count(*)::INTEGER AS events
FROM happened
WHERE true
GROUP BY ALL
ORDER BY entity, unit
-- $1 = 67108864
-- $2 = 386
-- $3 = 1772409600000
-- $4 = 1780272000000
-- $5 = 1
-- $6 = 2
