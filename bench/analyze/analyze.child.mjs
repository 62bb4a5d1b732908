import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { loadConfig } from '../../dist/config/load-config.js'
import { ANALYSES } from '../../dist/contract/analyze/analyses.js'
import { standingQuestions } from '../../dist/contract/analyze/standing-questions.js'
import { makeZone } from '../../dist/core/time.js'
import { answerAnalysis } from '../../dist/reports/answer-analysis.js'
import { reportMetrics } from '../../dist/reports/metrics/report-metrics.js'
import { planConfig } from '../../dist/run/plan-model.js'
import { analyze } from '../../dist/run/read/analyze.js'
import { reportSource } from '../../dist/run/read/report-source.js'
import { openDuckdbStore } from '../../dist/store/analytic/duckdb/open-store.js'
import { listOf, sql } from '../../dist/store/sql.js'
import { openFilled, timed } from '../replay/open-filled.mjs'
import { modelOf } from '../rig/model-of.mjs'
import { ROOT } from '../rig/places.mjs'
import { WORLD_END } from '../world/fill-store.mjs'
import { eventsOfToday } from './events-of-today.mjs'
import { fillSubscriptions, MONTHS } from './fill-subscriptions.mjs'
import { BREAKDOWN, FUNNEL, RETENTION } from './questions.mjs'

// Usage: analyze.child.mjs SIDE FOLDER WORK ROUNDS. Prints one line of JSON a round: {ms, cpuMs, answer}.
const [side, folder, work, rounds] = process.argv.slice(2)
const LAST_DAY = Math.floor(WORLD_END / 86_400_000) - 1
const COPY = join(work, 'copy')
/** Two threads, as many as ours has, and as much memory. */
const CLICKHOUSE_LIMITS = 'SETTINGS max_threads = 2, max_memory_usage = 500000000'
const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`)
const model = await modelOf('product')
const nothing = {
  readSegments: async () => () => null,
  readFates: async () => new Map(),
  readNewcomers: async () => [],
}
const askerOf = (store) => (kind, query) =>
  answerAnalysis({ store, model, now: WORLD_END, ...nothing }, kind, ANALYSES[kind].query.parse(query))

const SIDES = { prepare, scan, retention, funnel, breakdown, movements, metrics, standing, clickhouse, clickhouse_raw }
await SIDES[side]()
process.exit(0)

async function repeat(work_) {
  for (let round = 0; round < Number(rounds); round++) say(await timed(work_))
}

/** The events of the funnel for ClickHouse, as they lie here, with the person worked out beforehand; and whose an id is, for the same question as ours has. */
async function prepare() {
  const path = join(folder, 'analytic', 'analytic.duckdb')
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  const links = 'SELECT actor, arg_max(person, seq) AS person FROM link GROUP BY actor'
  await connection.run(`
    COPY (
      SELECT event.actor, coalesce(link.person, event.actor) AS person, event.ts, substr(fact_key.key, 6) AS name
      FROM event
      JOIN fact_key ON fact_key.id = event.fact
      LEFT JOIN (${links}) link ON link.actor = event.actor
      WHERE flags & 2 = 0
      ORDER BY event.seq
    ) TO '${join(work, 'event.parquet')}' (FORMAT parquet)
  `)
  await connection.run(`COPY (SELECT actor, person FROM link) TO '${join(work, 'link.parquet')}' (FORMAT parquet)`)
  say({ ready: true })
}

/** The events that retention reads, grouped by account and week. */
async function scan() {
  const store = await openFilled(folder)
  const facts = activeFacts(store)
  await repeat(async () => {
    let rows = 0
    const statement = sql`
      SELECT account, (day // 7)::INTEGER AS week, count(*)::INTEGER AS events
      FROM event
      WHERE fact IN (${listOf(facts)})
      GROUP BY ALL
      ORDER BY account, week
    `
    for await (const block of store.report({ statement })) rows += block.rows
    return rows
  })
}

function activeFacts(store) {
  const kinds = ['core', 'team', 'data', 'depth']
  const names = model.events.filter(({ kind }) => kinds.includes(kind)).flatMap((event) => event.names)
  return names.flatMap((name) => store.dictionary.fact.idOf(`name:${name}`) ?? [])
}

async function retention() {
  const ask = askerOf(await openFilled(folder))
  await repeat(async () => (await ask('retention', RETENTION)).overall_size[0])
}

async function funnel() {
  const ask = askerOf(await openFilled(folder))
  await repeat(async () => (await ask('funnel', FUNNEL)).counts)
}

async function breakdown() {
  const ask = askerOf(await openFilled(folder))
  await repeat(async () => (await ask('active', BREAKDOWN)).buckets.length)
}

/** Subscriptions of a hundred thousand accounts in a store of their own. */
async function movements() {
  const own = join(work, 'subscriptions')
  rmSync(own, { recursive: true, force: true })
  const { store } = await openDuckdbStore({ folder: own, timezone: 'UTC', closeDelayMinutes: 0 })
  const range = await fillSubscriptions(store)
  const ask = askerOf(store)
  await repeat(async () => {
    const { rows } = await ask('revenue', range)
    return { months: rows.length, expected: MONTHS, end: rows.at(-1).end }
  })
  await store.close()
  rmSync(own, { recursive: true, force: true })
}

/** The whole catalogue, as the demo's configuration has it: from raw events, facts and terms, with nothing kept. */
async function metrics() {
  const store = await openCopy()
  const { model: demo } = await loadConfig(join(ROOT, 'examples', 'demo', 'telltale.config.ts'))
  await store.backfillMeasures(demo.measures)
  const project = { ...projectOver(store), config: planConfig(demo, store, null) }
  await repeat(async () => {
    const source = { ...reportSource(project, new AbortController().signal), readTouches: async () => new Map() }
    const { metrics: told } = await reportMetrics(source, { preset: 'all' })
    return { metrics: told.length, known: told.filter(({ value }) => value !== null).length }
  })
  await closeCopy(store)
}

async function openCopy() {
  rmSync(COPY, { recursive: true, force: true })
  cpSync(join(folder, 'analytic'), join(COPY, 'analytic'), { recursive: true })
  return openFilled(COPY)
}

async function closeCopy(store) {
  await store.close()
  rmSync(COPY, { recursive: true, force: true })
}

/** As much of a project as reports read. */
function projectOver(store) {
  return {
    ...{ store, config: { judged: { model } }, zone: makeZone('UTC'), clock: { now: () => WORLD_END } },
    ...{ answers: new Map(), judgedDay: LAST_DAY },
  }
}

/** What pages ask: each question for the first time, and a hundred times after, while events of the running day come in. */
async function standing() {
  const store = await openCopy()
  let statements = 0
  const report = (query) => {
    statements += 1
    return store.report(query)
  }
  const project = projectOver({ ...store, report })
  const dayBefore = (days) => new Date((LAST_DAY - days) * 86_400_000).toISOString().slice(0, 10)
  const questions = standingQuestions(dayBefore)
  const [first, again] = [[], []]
  let worked = 0
  for (let round = 0; round <= 100; round++) {
    await store.apply(eventsOfToday(round))
    for (const { kind, query } of questions) {
      const before = statements
      const asked = { kind, query: ANALYSES[kind].query.parse(query), stop: new AbortController().signal }
      const { ms } = await timed(() => analyze(project, asked))
      const list = round === 0 ? first : again
      list.push(ms)
      if (round > 0 && statements > before) worked += 1
    }
  }
  say({ first, again, worked })
  await closeCopy(store)
}

/** The same funnel by windowFunnel with people resolved beforehand, over events in the order of people and of time: what it answers best. */
async function clickhouse() {
  const session = await openClickhouse('person Int32, ts UInt64, name LowCardinality(String)', {
    order: '(person, ts)',
    columns: 'person, ts, name',
  })
  await repeat(async () => readCounts(session, windowFunnelOf('funnel.event')))
}

/** The question that ours is asked: over events as they came in, whose they are being looked up. */
async function clickhouse_raw() {
  const session = await openClickhouse('actor Int32, ts UInt64, name LowCardinality(String)', {
    order: 'tuple()',
    columns: 'actor, ts, name',
  })
  session.query('CREATE TABLE funnel.link (actor Int32, person Int32) ENGINE = MergeTree ORDER BY actor')
  session.query(`INSERT INTO funnel.link SELECT actor, person FROM file('${join(work, 'link.parquet')}', Parquet)`)
  const resolved = `(
    SELECT if(link.person = 0, event.actor, link.person) AS person, event.ts AS ts, event.name AS name
    FROM funnel.event AS event
    LEFT ANY JOIN funnel.link AS link ON link.actor = event.actor
    WHERE event.name IN (${FUNNEL.steps.map((name) => `'${name}'`).join(', ')})
  )`
  await repeat(async () => readCounts(session, windowFunnelOf(resolved)))
}

async function openClickhouse(definition, { order, columns }) {
  const { Session } = await import('chdb')
  const path = join(work, 'chdb')
  rmSync(path, { recursive: true, force: true })
  const session = new Session(path)
  session.query('CREATE DATABASE IF NOT EXISTS funnel ENGINE = Atomic')
  session.query(`CREATE TABLE funnel.event (${definition}) ENGINE = MergeTree ORDER BY ${order}`)
  session.query(`INSERT INTO funnel.event SELECT ${columns} FROM file('${join(work, 'event.parquet')}', Parquet)`)
  return session
}

function readCounts(session, query) {
  return Object.values(JSON.parse(session.query(`${query} ${CLICKHOUSE_LIMITS}`, 'JSONEachRow')))
}

function windowFunnelOf(events) {
  const from = Date.parse(FUNNEL.date_from)
  const to = Date.parse(FUNNEL.date_to) + 86_400_000
  const steps = FUNNEL.steps.map((name, i) => `name = '${name}'${i === 0 ? ` AND ts < ${to}` : ''}`)
  return `
    SELECT ${FUNNEL.steps.map((_, i) => `countIf(level > ${i})::UInt32 AS step_${i}`).join(', ')}
    FROM (
      SELECT person, windowFunnel(${FUNNEL.window_seconds * 1000})(ts, ${steps.join(', ')}) AS level
      FROM ${events}
      WHERE ts >= ${from} AND ts <= ${to + FUNNEL.window_seconds * 1000}
      GROUP BY person
    )
  `
}
