-- base and closed runs as one table in (account, day, known day) order
CREATE TABLE facts_next AS
SELECT * FROM facts_base
UNION ALL
SELECT
  account, day, known_day, fact, actor,
  sum(n)::INTEGER AS n, sum(sum)::BIGINT AS sum, min(first_ts) AS first_ts, max(last_ts) AS last_ts,
  arg_max(last_value, last_ts::HUGEINT * 4294967296 + last_seq) AS last_value,
  max(last_seq) AS last_seq, max(max_value) AS max_value, max(chunk) AS chunk
FROM facts_run
WHERE chunk <= $1
GROUP BY account, day, known_day, fact, actor
ORDER BY account, day, known_day
-- $1 = 42
