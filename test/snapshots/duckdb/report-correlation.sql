-- who did what, with which properties, during an attempt
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
    coalesce(person_of.person, event.actor) AS entity
  FROM event
  LEFT JOIN person_of ON person_of.actor = event.actor
  WHERE (event.flags & $1 = 0)
    AND event.ts >= $2 AND event.ts < $3
    AND event.fact IN ($4, $5)
)
SELECT
  fact::VARCHAR || '::' || property.key || '::' || property.value AS name,
  count(DISTINCT attempt.entity) FILTER (attempt.success = 1)::VARCHAR AS success,
  count(DISTINCT attempt.entity) FILTER (attempt.success = 0)::VARCHAR AS failure
FROM happened
JOIN attempt ON attempt.entity = happened.entity AND happened.ts > attempt.from_ts AND happened.ts < attempt.to_ts
CROSS JOIN LATERAL (SELECT key, json_extract_string(happened.properties, pointer) AS value
FROM (
  SELECT key, '/' || replace(replace(key, '~', '~0'), '/', '~1') AS pointer
  FROM (SELECT unnest(json_keys(happened.properties)) AS key)
)
WHERE json_type(happened.properties, pointer) NOT IN ('OBJECT', 'ARRAY', 'NULL')) property
WHERE true AND NOT true
GROUP BY 1
HAVING count(DISTINCT happened.entity) >= $6
ORDER BY count(DISTINCT happened.entity) DESC, name
LIMIT $7
-- $1 = 386
-- $2 = 1772409600000
-- $3 = 1776038400001
-- $4 = 1
-- $5 = 2
-- $6 = 1
-- $7 = 100
