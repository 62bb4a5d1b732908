-- what each actor did, in order
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
    coalesce(person_of.person, event.actor) AS entity,
    nullif(json_extract(event.properties, $1)::VARCHAR, 'null') AS value_0
  FROM event
  LEFT JOIN person_of ON person_of.actor = event.actor
  WHERE (event.flags & $2 = 0)
    AND event.ts < $3
    AND event.fact IN ($4, $5)
),
acted AS (
  SELECT
    happened.entity, happened.ts, happened.seq, happened.account,
    happened.value_0 AS session_id,
    true AS is_key,
    0 AS grp
  FROM happened
  
  WHERE true
)
SELECT
  entity, 0 AS grp, 0 AS account, ts::DOUBLE AS unit,
  is_key::INTEGER AS is_key, grp AS value_group, acted.account AS of_account, (session_id IS DISTINCT FROM lag(session_id) OVER in_order)::INTEGER AS is_other
FROM acted
WHERE session_id IS NOT NULL
WINDOW in_order AS (PARTITION BY entity ORDER BY session_id, ts, seq)
ORDER BY entity, session_id, ts, seq
-- $1 = "/app"
-- $2 = 386
-- $3 = 9007199254740991
-- $4 = 1
-- $5 = 2
