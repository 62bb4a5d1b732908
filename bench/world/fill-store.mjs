import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { factOfName } from '../../dist/config/fact-key.js'
import { appendColumns } from '../../dist/store/analytic/duckdb/append-columns.js'
import { inTransaction, run } from '../../dist/store/analytic/duckdb/connection.js'
import { internKey, keepNewKeys, writeNewKeys } from '../../dist/store/analytic/duckdb/dictionaries.js'
import { openDuckdbStore } from '../../dist/store/analytic/duckdb/open-store.js'
import { loadMirror } from '../../dist/store/analytic/duckdb/read/load-mirror.js'
import { recomputeFacts } from '../../dist/store/analytic/duckdb/recompute-facts.js'
import { hashMessage } from '../../dist/store/analytic/hash-message.js'
import { sql } from '../../dist/store/sql.js'
import { generateWorldColumns } from '../../dist/worlds/generate-world-columns.js'
import { planWorld } from '../../dist/worlds/plan-world.js'
import { startChild } from '../rig/child.mjs'
import { modelOf } from '../rig/model-of.mjs'
import { ROOT } from '../rig/places.mjs'
import { seconds } from '../rig/say.mjs'
import { listTimelines } from './list-timelines.mjs'

const LOG = 'history'
const SOURCE = 'world'
const DAY_MS = 86_400_000
const STAGED_ROWS = 200_000

/** Sizes by events. Paying accounts alone: trials would add three accounts that do little to each that does much. */
export const SIZES = {
  S: { accounts: 300, trials: 0, events: 500_000 },
  M: { accounts: 2_500, trials: 0, events: 5_000_000 },
  L: { accounts: 10_000, trials: 0, events: 20_000_000 },
  XL: { accounts: 10_000, trials: 0, events: 100_000_000 },
}

/** The instant every world ends: half an hour before a midnight, so that a run can have a day close inside. */
export const WORLD_END = Date.UTC(2026, 5, 30, 23, 30)

export const worldOf = (size) => planWorld({ seed: 1, size: SIZES[size], end: WORLD_END })

/**
 * A data folder that holds the world of a size as if it had been imported, with the facts of the replay's measures: written once, used again.
 * @returns {Promise<string>} its path
 */
export async function filledStore(size, data) {
  const folder = join(data, `world-${size}`)
  if (existsSync(join(folder, 'filled.json'))) return withBaseline(folder)
  rmSync(folder, { recursive: true, force: true })
  const making = `${folder}.making`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  const started = performance.now()
  const rows = await fill(worldOf(size), making)
  writeFileSync(join(making, 'filled.json'), JSON.stringify({ size, ...rows }))
  renameSync(making, folder)
  console.error(`  filled ${folder} with ${rows.events.toLocaleString('en')} events in ${seconds(started)} s`)
  return withBaseline(folder)
}

/** States as the import of the history would have set them, in a process of its own. */
async function withBaseline(folder) {
  const { baseline, ...filled } = JSON.parse(readFileSync(join(folder, 'filled.json'), 'utf8'))
  if (baseline === true) return folder
  const started = performance.now()
  const script = join(ROOT, 'bench', 'world', 'baseline.child.mjs')
  const child = startChild(script, [folder, WORLD_END])
  await child.next()
  await child.ended
  writeFileSync(join(folder, 'filled.json'), JSON.stringify({ ...filled, baseline: true }))
  console.error(`  set the baseline of ${folder} in ${seconds(started)} s`)
  return folder
}

async function fill(world, folder) {
  const analytic = join(folder, 'analytic')
  const { store, context } = await openDuckdbStore({ folder: analytic, timezone: 'UTC', closeDelayMinutes: 0 })
  internKey(context.keys.log, LOG)
  internKey(context.keys.source, SOURCE)
  const sorted = join(analytic, 'backup', 'sorted.parquet')
  const events = await sortEvents(world, { context, folder, sorted })
  const timelines = listTimelines(world)
  await inTransaction(context.writer, async () => {
    await run(context.writer, importSql(sorted))
    await writeTimelines(context, timelines, events)
    for (const dictionary of Object.values(context.keys)) {
      await writeNewKeys(context.writer, dictionary)
      keepNewKeys(dictionary)
    }
    await run(context.writer, sql`INSERT INTO position VALUES (${LOG}, ${events + timelines.total})`)
  })
  rmSync(sorted)
  await loadMirror(context)
  await inTransaction(context.writer, () => recomputeFacts(context))
  await store.backfillMeasures((await modelOf('replay')).measures)
  await store.backfillMeasures((await modelOf('product')).measures)
  await store.compact({ force: true })
  // Closed days are sealed when they close: a run that closes one more must not have to seal them all.
  await store.archive(Math.floor(WORLD_END / DAY_MS) - 1)
  const { facts } = await store.counts()
  await store.close()
  return { events, facts, bytes: statSync(join(analytic, 'analytic.duckdb')).size }
}

/** The world comes account by account; a log holds it in the order of arrival. The engine sorts, on disk, in a file of its own. */
async function sortEvents(world, { context, folder, sorted }) {
  const path = join(folder, 'staging.duckdb')
  const instance = await DuckDBInstance.create(path, { memory_limit: '3GB', threads: '2' })
  const staging = await instance.connect()
  await staging.run(`
    CREATE TABLE staged (
      ts BIGINT, known_at BIGINT, fact INTEGER, account INTEGER, actor INTEGER, flags INTEGER,
      message_hash BIGINT, message_id VARCHAR, properties INTEGER
    )
  `)
  await staging.run('CREATE TABLE property_list (properties INTEGER, text VARCHAR)')
  const encode = makeEncoder(context)
  let rows = emptyRows()
  let lists
  for (const columns of generateWorldColumns(world)) {
    lists = columns.lists
    encode(columns, rows)
    if (rows.ts.length >= STAGED_ROWS) rows = await stage(staging, rows)
  }
  await stage(staging, rows)
  const texts = lists.properties
  await appendColumns(staging, { table: 'property_list', rows: texts.length }, [
    { kind: 'int', values: texts.map((_, i) => i) },
    { kind: 'text', values: texts },
  ])
  await staging.run(`
    COPY (
      SELECT row_number() OVER () AS seq, * FROM (
        SELECT staged.* EXCLUDE (properties), text AS properties
        FROM staged JOIN property_list USING (properties)
        ORDER BY known_at, message_id
      )
    ) TO '${sorted}' (FORMAT parquet)
  `)
  const [[count]] = (await staging.runAndReadAll('SELECT count(*)::INTEGER FROM staged')).getRows()
  staging.closeSync()
  instance.closeSync()
  for (const suffix of ['', '.wal', '.tmp']) rmSync(`${path}${suffix}`, { recursive: true, force: true })
  return count
}

const emptyRows = () => ({
  ts: [],
  knownAt: [],
  fact: [],
  account: [],
  actor: [],
  flags: [],
  hash: [],
  id: [],
  properties: [],
})

/** Ids of the store in place of the world's; bit 1 of the flags: no account on the event, bit 64: a user id. */
function makeEncoder({ keys }) {
  const ids = { events: [], actors: [], groups: [] }
  const idOf = (kind, list, at, toId) => (ids[kind][at] ??= toId(list[at]))
  return ({ lists, ...columns }, rows) => {
    for (let i = 0; i < columns.rows; i++) {
      const isUser = lists.actors[columns.actor[i]].startsWith('u_')
      const group = columns.group[i]
      rows.ts.push(columns.ts[i])
      rows.knownAt.push(columns.knownAt[i])
      rows.fact.push(
        idOf('events', lists.events, columns.event[i], (name) => internKey(keys.fact, factOfName('track', name))),
      )
      rows.account.push(group < 0 ? 0 : idOf('groups', lists.groups, group, (key) => internKey(keys.account, key)))
      rows.actor.push(
        idOf('actors', lists.actors, columns.actor[i], (key) =>
          internKey(keys.actor, `${key.startsWith('u_') ? 'u' : 'a'}:${key}`),
        ),
      )
      rows.flags.push((group < 0 ? 1 : 0) | 4 | (isUser ? 64 : 0))
      rows.hash.push(hashMessage(SOURCE, columns.messageId[i]))
      rows.id.push(columns.messageId[i])
      rows.properties.push(columns.properties[i])
    }
  }
}

async function stage(connection, rows) {
  await appendColumns(connection, { table: 'staged', rows: rows.ts.length }, [
    { kind: 'bigint', values: rows.ts },
    { kind: 'bigint', values: rows.knownAt },
    { kind: 'int', values: rows.fact },
    { kind: 'int', values: rows.account },
    { kind: 'int', values: rows.actor },
    { kind: 'int', values: rows.flags },
    { kind: 'bigint', values: rows.hash },
    { kind: 'text', values: rows.id },
    { kind: 'int', values: rows.properties },
  ])
  return emptyRows()
}

const importSql = (path) => sql`
  -- events in the order of arrival; days are UTC
  INSERT INTO event
  SELECT
    seq, 1, seq, ts, ts, known_at, known_at // ${DAY_MS}, ts // ${DAY_MS},
    fact, account, known_at // ${DAY_MS}, account, CASE WHEN account = 0 THEN 3 ELSE 0 END, actor, 0, 1,
    flags, 0, message_hash, message_id, NULL, properties
  FROM read_parquet(${path})
`

async function writeTimelines({ keys, writer }, timelines, after) {
  let at = after
  const place = (rows) => {
    const from = at
    at += rows.length
    return [
      { kind: 'bigint', values: rows.map((_, i) => from + i + 1) },
      { kind: 'int', values: rows.map(() => 1) },
      { kind: 'bigint', values: rows.map((_, i) => from + i + 1) },
      { kind: 'int', values: rows.map((row) => Math.floor(row.knownAt / DAY_MS)) },
      { kind: 'bigint', values: rows.map((row) => row.knownAt) },
    ]
  }
  const accounts = (rows) => ({
    kind: 'int',
    values: rows.map((row) => (row.account === null ? 0 : internKey(keys.account, row.account))),
  })
  const persons = (rows) => ({
    kind: 'int',
    values: rows.map((row) => (row.person === null ? 0 : internKey(keys.actor, `u:${row.person}`))),
  })
  const numbers = (rows, of) => ({ kind: 'bigint', values: rows.map((row) => of(row) ?? Number.NaN) })
  const texts = (rows, of) => ({ kind: 'text', values: rows.map(of) })
  const { links, memberships, traits, subscriptions } = timelines
  await appendColumns(writer, { table: 'link', rows: links.length }, [
    ...place(links),
    { kind: 'int', values: links.map((row) => internKey(keys.actor, `a:${row.device}`)) },
    persons(links),
  ])
  await appendColumns(writer, { table: 'membership', rows: memberships.length }, [
    ...place(memberships),
    ...[accounts(memberships), persons(memberships)],
    ...[numbers(memberships, (row) => row.from), numbers(memberships, (row) => row.to)],
    texts(memberships, (row) => row.role),
  ])
  await appendColumns(writer, { table: 'trait', rows: traits.length }, [
    ...place(traits),
    ...[accounts(traits), persons(traits), texts(traits, (row) => row.key)],
    ...[texts(traits, (row) => JSON.stringify(row.value)), numbers(traits, (row) => row.from)],
  ])
  await appendColumns(writer, { table: 'subscription', rows: subscriptions.length }, [
    ...place(subscriptions),
    ...[accounts(subscriptions), texts(subscriptions, (row) => row.subscriptionId)],
    ...[texts(subscriptions, (row) => row.plan), numbers(subscriptions, (row) => row.mrrMinor)],
    ...[texts(subscriptions, (row) => row.currency), numbers(subscriptions, (row) => row.from)],
    ...[numbers(subscriptions, (row) => row.to), numbers(subscriptions, (row) => row.cancelDecidedAt)],
    ...[texts(subscriptions, () => 'active'), numbers(subscriptions, (row) => row.mrrMinor)],
  ])
}
