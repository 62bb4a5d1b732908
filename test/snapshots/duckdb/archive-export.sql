SELECT
  stored."seq",
  "log_key".key AS "log",
  stored."n",
  stored."known_day",
  stored."known_at",
  stored."ts",
  stored."ts_raw",
  stored."day",
  "fact_key".key AS "fact",
  "account_applied_key".key AS "account_applied",
  stored."no_account",
  "actor_key".key AS "actor",
  "anonymous_key".key AS "anonymous",
  "source_key".key AS "source",
  ((stored.flags & ~$1) | ((stored.flags >> $2) & $3)) AS flags,
  stored."warnings",
  stored."message_hash",
  stored."message_id",
  stored."session",
  stored."properties"
FROM "event" stored
LEFT JOIN "log_key" "log_key" ON "log_key".id = stored."log"
LEFT JOIN "fact_key" "fact_key" ON "fact_key".id = stored."fact"
LEFT JOIN "account_key" "account_applied_key" ON "account_applied_key".id = stored."account_applied"
LEFT JOIN "actor_key" "actor_key" ON "actor_key".id = stored."actor"
LEFT JOIN "actor_key" "anonymous_key" ON "anonymous_key".id = stored."anonymous"
LEFT JOIN "source_key" "source_key" ON "source_key".id = stored."source"
WHERE stored.log = $4 AND stored.n > $5
-- $1 = 384
-- $2 = 2
-- $3 = 384
-- $4 = 1
-- $5 = 0
