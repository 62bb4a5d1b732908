-- what each actor did with which value, and the values with the most actors
WITH person_of AS (
  -- whose an id is: a join holds for all history, the last one counts
  SELECT actor, arg_max(person, seq) AS person
  FROM link
  GROUP BY actor
),
role_of AS (
  -- who had which role in an account, from when to when
  SELECT
    account, coalesce(person_of.person, membership.person) AS person, from_ts,
    arg_max(coalesce(to_ts, 9000000000000000), membership.seq) AS to_ts,
    arg_max(coalesce(role, ''), membership.seq) AS role
  FROM membership
  LEFT JOIN person_of ON person_of.actor = membership.person
  GROUP BY ALL
  HAVING to_ts > from_ts
),
happened AS (
  -- the events that are asked about, with whose they are
  SELECT
    event.seq, event.ts, event.day, event.fact, event.account, event.properties,
    coalesce(person_of.person, event.actor) AS person,
    coalesce(person_of.person, event.actor) AS entity,
    CASE WHEN event.ts < role_of.to_ts AND role_of.role <> '' THEN to_json(role_of.role)::VARCHAR END AS value_0
  FROM event
  LEFT JOIN person_of ON person_of.actor = event.actor
  ASOF LEFT JOIN role_of ON role_of.account = event.account AND role_of.person = coalesce(person_of.person, event.actor) AND event.ts >= role_of.from_ts
  WHERE (event.flags & $1 = 0)
    AND event.ts >= $2 AND event.ts < $3
    AND event.fact IN ($4, $5)
),
acted AS MATERIALIZED (
  SELECT happened.entity, coalesce(happened.value_0, 'null') AS value, 0 AS account, CAST(floor((happened.ts + CASE WHEN happened.ts < $6 THEN $7 ELSE $8 END) / $9) AS INTEGER) AS unit
  FROM happened
  WHERE true
),
chosen AS MATERIALIZED (
  SELECT value, (row_number() OVER (ORDER BY actors DESC, value))::INTEGER AS grp, all_values
  FROM (
    SELECT value, count(DISTINCT entity) AS actors, (count(*) OVER ())::INTEGER AS all_values
    FROM acted
    GROUP BY value
  )
  ORDER BY grp
  LIMIT $10
)
SELECT -1 AS entity, grp, 0 AS account, all_values AS unit, value
FROM chosen
UNION ALL
SELECT acted.entity, coalesce(chosen.grp, 0) AS grp, acted.account, acted.unit, NULL AS value
FROM acted
LEFT JOIN chosen ON chosen.value = acted.value
-- $1 = 386
-- $2 = 1769727600000
-- $3 = 1774821600000
-- $4 = 1
-- $5 = 2
-- $6 = 1774782000000
-- $7 = 3600000
-- $8 = 7200000
-- $9 = 86400000
-- $10 = 25
