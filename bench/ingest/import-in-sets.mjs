import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { toMessage, writeEvents } from './make-events.mjs'

/**
 * What the engine alone takes for an import in sets, step by step, in processor time: `node bench/ingest/import-in-sets.mjs FOLDER [EVENTS]`. Nothing is compared, refused, or
 * told apart from a copy beyond equal hashes, and no log is written: less than an import has to do.
 */
const [folder, events = '400000'] = process.argv.slice(2)
const [file, store] = ['sets.ndjson', 'sets.duckdb'].map((name) => join(folder, name))
await writeEvents(file, Number(events), toMessage)
const instance = await DuckDBInstance.create(store, { memory_limit: '340MB', threads: '2' })
const connection = await instance.connect()
const COLUMNS = `{type: 'VARCHAR', event: 'VARCHAR', userId: 'VARCHAR', messageId: 'VARCHAR', timestamp: 'VARCHAR',
  context: 'STRUCT(groupId VARCHAR)', properties: 'JSON'}`
const STEPS = {
  'read the lines': `CREATE TABLE raw AS SELECT event, userId, messageId, epoch_ms(timestamp::TIMESTAMP) AS ts, context.groupId AS named,
    properties::VARCHAR AS properties FROM read_json('${file}', format = 'newline_delimited', columns = ${COLUMNS})`,
  'number the accounts':
    'CREATE TABLE accounts AS SELECT named, row_number() OVER () AS id FROM (SELECT DISTINCT named FROM raw)',
  'number the people':
    'CREATE TABLE people AS SELECT userId, row_number() OVER () AS id FROM (SELECT DISTINCT userId FROM raw)',
  'write the events': `CREATE TABLE event AS SELECT row_number() OVER () AS seq, ts, ts AS ts_raw, ts AS known_at, (ts // 86400000)::INTEGER AS day,
    (ts // 86400000)::INTEGER AS known_day, 1 AS fact, accounts.id::INTEGER AS account, people.id::INTEGER AS actor,
    (hash(messageId) & 4503599627370495)::BIGINT AS hash, messageId, properties
    FROM raw JOIN accounts USING (named) JOIN people USING (userId)`,
  'add up the facts': `CREATE TABLE facts AS SELECT account, day, known_day, fact, actor, count(*) AS n, min(ts) AS first_ts, max(ts) AS last_ts,
    max(seq) AS last_seq FROM event GROUP BY ALL`,
  'look for copies': 'SELECT count(*) FROM (SELECT hash FROM event GROUP BY hash HAVING count(*) > 1)',
}
for (const [step, statement] of Object.entries(STEPS)) {
  const before = process.cpuUsage()
  await connection.run(statement)
  const { user, system } = process.cpuUsage(before)
  console.log(`${step}: ${((user + system) / Number(events)).toFixed(2)} µs an event`)
}
connection.closeSync()
instance.closeSync()
for (const made of [file, store, `${store}.wal`]) rmSync(made, { force: true })
