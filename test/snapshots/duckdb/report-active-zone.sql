-- in which units each actor did it with which value, and how often; before them the values with the most actors
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
  WHERE event.flags & 2 = 0
    AND event.ts >= $1 AND event.ts < $2
    AND event.fact IN ($3, $4)
),
acted AS MATERIALIZED (
  SELECT
    happened.entity,
    coalesce(happened.value_0, 'null') AS value,
    0 AS account,
    CAST(floor((happened.ts + CASE WHEN happened.ts < $5 THEN $6 ELSE $7 END) / $8) AS INTEGER) AS unit,
    count(*)::INTEGER AS events
  FROM happened
  WHERE true
  GROUP BY ALL
),
chosen AS MATERIALIZED (
  SELECT value, (row_number() OVER (ORDER BY actors DESC, value))::INTEGER AS grp, all_values
  FROM (
    SELECT value, count(DISTINCT entity) AS actors, (count(*) OVER ())::INTEGER AS all_values
    FROM acted
    GROUP BY value
  )
  ORDER BY grp
  LIMIT $9
)
SELECT -1 AS entity, grp, 0 AS account, 0 AS unit, all_values AS events, value
FROM chosen
UNION ALL
SELECT acted.entity, coalesce(chosen.grp, 0) AS grp, acted.account, acted.unit, acted.events, NULL AS value
FROM acted
LEFT JOIN chosen ON chosen.value = acted.value
ORDER BY entity, grp, account, unit
-- $1 = 1769727600000
-- $2 = 1774821600000
-- $3 = 1
-- $4 = 2
-- $5 = 1774782000000
-- $6 = 3600000
-- $7 = 7200000
-- $8 = 86400000
-- $9 = 25
