-- archived rows of one table, ids in place of keys
INSERT INTO "event" (
  "seq",
  "log",
  "n",
  "known_day",
  "known_at",
  "ts",
  "ts_raw",
  "day",
  "fact",
  "account_applied",
  "no_account",
  "actor",
  "anonymous",
  "source",
  "flags",
  "warnings",
  "message_hash",
  "message_id",
  "session",
  "properties",
  account,
  account_day
)
SELECT
  sealed."seq",
  coalesce("log_key".id, 0),
  sealed."n",
  sealed."known_day",
  sealed."known_at",
  sealed."ts",
  sealed."ts_raw",
  sealed."day",
  coalesce("fact_key".id, 0),
  coalesce("account_applied_key".id, 0),
  sealed."no_account",
  coalesce("actor_key".id, 0),
  coalesce("anonymous_key".id, 0),
  coalesce("source_key".id, 0),
  sealed."flags",
  sealed."warnings",
  sealed."message_hash",
  sealed."message_id",
  sealed."session",
  sealed."properties",
  coalesce("account_applied_key".id, 0),
  sealed.known_day
FROM read_parquet(['archive/2026-03-02-event-live-1-40.parquet']) sealed
LEFT JOIN "log_key" "log_key" ON "log_key".key = sealed."log"
LEFT JOIN "fact_key" "fact_key" ON "fact_key".key = sealed."fact"
LEFT JOIN "account_key" "account_applied_key" ON "account_applied_key".key = sealed."account_applied"
LEFT JOIN "actor_key" "actor_key" ON "actor_key".key = sealed."actor"
LEFT JOIN "actor_key" "anonymous_key" ON "anonymous_key".key = sealed."anonymous"
LEFT JOIN "source_key" "source_key" ON "source_key".key = sealed."source"

