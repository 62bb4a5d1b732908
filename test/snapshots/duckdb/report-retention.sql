-- when each actor started, and when it was back
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
started AS (
  SELECT
    happened.entity, happened.account, happened.ts, happened.seq,
    greatest((year(DATE '1970-01-01' + happened.day) * 12 + month(DATE '1970-01-01' + happened.day) - 1)::INTEGER, $6) AS unit,
    coalesce(breakdown_group.grp, 0) AS grp,
    true AS is_start,
    true AS is_return
  FROM happened
  LEFT JOIN breakdown_group ON breakdown_group.value = coalesce(happened.value_0, 'null')
)
SELECT
  entity, 0 AS grp, 0 AS account, unit,
  count(*)::INTEGER AS starts, count(*)::INTEGER AS returns,
  coalesce(arg_min(grp, (ts, seq)) FILTER (is_start), -1)::INTEGER AS start_group,
  coalesce(arg_min(account, (ts, seq)) FILTER (is_start), -1)::INTEGER AS start_account,
  coalesce(min(ts) FILTER (is_start), -1)::DOUBLE AS start_ts
FROM started
WHERE is_start OR is_return
GROUP BY entity, unit
ORDER BY entity, unit
-- $1 = "/app"
-- $2 = 386
-- $3 = 1796083200000
-- $4 = 1
-- $5 = 2
-- $6 = 24313
