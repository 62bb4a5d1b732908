import { type Sql, sql } from '../../sql.ts'

/** Version of the tables below. A file with a higher one is refused. */
export const SCHEMA_VERSION = 3

const FACT_COLUMNS = sql`
  account INTEGER NOT NULL, day INTEGER NOT NULL, known_day INTEGER NOT NULL, fact INTEGER NOT NULL, actor INTEGER NOT NULL,
  n INTEGER NOT NULL, sum BIGINT NOT NULL, first_ts BIGINT, last_ts BIGINT,
  last_value DOUBLE, last_seq BIGINT NOT NULL, max_value DOUBLE, chunk INTEGER NOT NULL
`

/** A table of text keys: ids are dense, from 1, in order of first appearance. */
const dictionaryTable = (name: Sql): Sql => sql`CREATE TABLE ${name} (id INTEGER NOT NULL, key VARCHAR NOT NULL)`

/**
 * The tables as they are now. `seq` numbers all stored messages in the order they were applied; `chunk` numbers writes of facts.
 * No default calls a function and no table has an index: both would cost more than they give (a crash before the checkpoint could make
 * the file unopenable; an index on events makes appending several times slower).
 */
export const SCHEMA: readonly Sql[] = [
  sql`CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL)`,
  sql`CREATE TABLE position (log VARCHAR NOT NULL, n BIGINT NOT NULL)`,
  dictionaryTable(sql`account_key`),
  dictionaryTable(sql`actor_key`),
  dictionaryTable(sql`fact_key`),
  dictionaryTable(sql`source_key`),
  dictionaryTable(sql`log_key`),
  sql`
    CREATE TABLE event (
      seq BIGINT NOT NULL, log INTEGER NOT NULL, n BIGINT NOT NULL,
      ts BIGINT NOT NULL, ts_raw BIGINT NOT NULL, known_at BIGINT NOT NULL, known_day INTEGER NOT NULL, day INTEGER NOT NULL,
      fact INTEGER NOT NULL, account INTEGER NOT NULL, account_day INTEGER NOT NULL, account_applied INTEGER NOT NULL,
      no_account INTEGER NOT NULL, actor INTEGER NOT NULL, anonymous INTEGER NOT NULL, source INTEGER NOT NULL,
      flags INTEGER NOT NULL, warnings INTEGER NOT NULL, message_hash BIGINT NOT NULL,
      message_id VARCHAR NOT NULL, session VARCHAR, properties VARCHAR NOT NULL
    )
  `,
  sql`CREATE TABLE facts_base (${FACT_COLUMNS})`,
  sql`CREATE TABLE facts_run (${FACT_COLUMNS})`,
  sql`CREATE TABLE facts_correction (${FACT_COLUMNS})`,
  sql`CREATE TABLE link (seq BIGINT, log INTEGER, n BIGINT, known_day INTEGER, known_at BIGINT, actor INTEGER, person INTEGER)`,
  sql`
    CREATE TABLE membership (
      seq BIGINT, log INTEGER, n BIGINT, known_day INTEGER, known_at BIGINT,
      account INTEGER, person INTEGER, from_ts BIGINT, to_ts BIGINT, role VARCHAR
    )
  `,
  sql`
    CREATE TABLE trait (
      seq BIGINT, log INTEGER, n BIGINT, known_day INTEGER, known_at BIGINT,
      account INTEGER, person INTEGER, key VARCHAR, value VARCHAR, from_ts BIGINT
    )
  `,
  sql`
    CREATE TABLE subscription (
      seq BIGINT, log INTEGER, n BIGINT, known_day INTEGER, known_at BIGINT,
      account INTEGER, subscription_id VARCHAR, plan VARCHAR, mrr_minor BIGINT, currency VARCHAR,
      from_ts BIGINT, to_ts BIGINT, cancel_decided_at BIGINT, status VARCHAR, terms_minor BIGINT
    )
  `,
  sql`
    CREATE TABLE move (
      seq BIGINT, log INTEGER, n BIGINT, known_day INTEGER, known_at BIGINT,
      actor INTEGER, from_account INTEGER, to_account INTEGER, from_ts BIGINT, to_ts BIGINT, keyless_only INTEGER
    )
  `,
  sql`
    CREATE TABLE quarantine (
      seq BIGINT, log INTEGER, n BIGINT, known_day INTEGER, known_at BIGINT,
      source VARCHAR, reason VARCHAR, detail VARCHAR, raw VARCHAR
    )
  `,
  sql`CREATE TABLE control (seq BIGINT, log INTEGER, n BIGINT, known_day INTEGER, known_at BIGINT, record VARCHAR)`,
  sql`CREATE TABLE measure (fact INTEGER, definition VARCHAR)`,
  sql`CREATE TABLE reference (day INTEGER, segment VARCHAR, quantity VARCHAR, n INTEGER, points DOUBLE[])`,
  sql`CREATE TABLE frame (day INTEGER, config_hash VARCHAR, quantity VARCHAR, entity INTEGER, value DOUBLE, band VARCHAR)`,
]

/** What each schema but the first changed. */
export const UPGRADES: readonly (readonly Sql[])[] = [
  // Rows without a status are of active subscriptions, whose terms are what counts.
  [
    sql`ALTER TABLE subscription ADD COLUMN status VARCHAR`,
    sql`ALTER TABLE subscription ADD COLUMN terms_minor BIGINT`,
  ],
  // Flags of events and moves have further bits, which none had before.
  [],
]

/** Scratch tables of the writing connection: in memory, never in the file. */
export const SCRATCH_TABLES: readonly Sql[] = [
  sql`CREATE TEMP TABLE incoming (i INTEGER, message_hash BIGINT)`,
  sql`CREATE TEMP TABLE candidate (i INTEGER, seq BIGINT)`,
  sql`
    CREATE TEMP TABLE moving (
      actor INTEGER, from_account INTEGER, to_account INTEGER, from_ts BIGINT, to_ts BIGINT, keyless_only INTEGER,
      known_day INTEGER, seq BIGINT, cleared INTEGER, set INTEGER
    )
  `,
  sql`CREATE TEMP TABLE zone_day (day INTEGER, starts BIGINT, ends BIGINT)`,
  sql`CREATE TEMP TABLE left_behind (account INTEGER, actor INTEGER, day INTEGER)`,
]
