import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { openThread } from '../../dist/core/open-thread.js'
import { planModel } from '../../dist/run/plan-model.js'
import { streamAccounts } from '../../dist/run/stream-accounts.js'
import { factNumbers } from '../../dist/run/threads/fact-numbers.js'
import { shareAccounts } from '../../dist/run/threads/share-accounts.js'
import { modelOf } from '../rig/model-of.mjs'
import { ROOT } from '../rig/places.mjs'
import { openFilled, scanOf, timed, YEAR } from './open-filled.mjs'
import { panelNodes, panelWork } from './panel-work.mjs'

// Usage: panel.child.mjs prepare|fold|duckdb|clickhouse FOLDER WORK ROUNDS. Each side in a process of its own; prints one line of JSON a round: {ms, cpuMs, totals}; the fold on two threads, and under `one` the same on one.
const [side, folder, work, rounds] = process.argv.slice(2)
const FACTS = join(work, 'fact_row.parquet')
const ACCOUNTS = join(work, 'account_row.parquet')
const queryOf = (engine) => readFileSync(join(ROOT, 'bench', 'replay', `panel.${engine}.sql`), 'utf8')
const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`)

const SIDES = { prepare, fold, duckdb, clickhouse }
await SIDES[side]()
process.exit(0)

/** The facts that the panel needs, under the names of the configuration, people resolved, laid out by (account, day): nothing the queries would have to do first. */
async function prepare() {
  const model = await modelOf('panel')
  const instance = await DuckDBInstance.create(join(folder, 'analytic', 'analytic.duckdb'), {
    access_mode: 'READ_ONLY',
  })
  const connection = await instance.connect()
  const kinds = model.events.flatMap(({ key, facts }) => facts.map((fact) => `('${fact}', '${key}')`))
  await connection.run(`
    COPY (
      SELECT account, day, coalesce(link.person, facts.actor) AS person, kind, n, max_value AS highest
      FROM facts_base facts
      JOIN fact_key ON fact_key.id = facts.fact
      JOIN (VALUES ${kinds.join(', ')}) AS kind_of (key, kind) USING (key)
      LEFT JOIN (SELECT actor, arg_max(person, seq) AS person FROM link GROUP BY actor) link ON link.actor = facts.actor
      WHERE account > 0
      ORDER BY account, day
    ) TO '${FACTS}' (FORMAT parquet)
  `)
  await connection.run(`COPY (SELECT id AS account FROM account_key ORDER BY id) TO '${ACCOUNTS}' (FORMAT parquet)`)
  say({ ready: true })
}

async function fold() {
  const store = await openFilled(folder)
  const model = await modelOf('panel')
  const { plan } = planModel(model, store)
  const task = { model, facts: factNumbers(store) }
  const script = new URL('panel.worker.mjs', import.meta.url)
  const other = openThread({ script, data: task, closed: 'The benchmark ended.' })
  const names = panelNodes(model).map(([key]) => key)
  for (let round = 0; round < Number(rounds); round++) {
    const sides = {}
    for (const [threads, others] of [
      ['one', []],
      ['two', [other]],
    ]) {
      const { answer, ...spent } = await timed(async () => {
        const sums = names.map(() => 0)
        let accounts = 0
        const inputs = streamAccounts(store, scanOf(plan, YEAR, 'report'))
        for await (const own of shareAccounts(inputs, { work: panelWork(task), threads: others })) {
          accounts += 1
          for (let i = 0; i < sums.length; i++) sums[i] += own[i]
        }
        const cells = accounts * (YEAR.to - YEAR.from + 1)
        return { cells, ...Object.fromEntries(names.map((name, i) => [name, sums[i]])) }
      })
      sides[threads] = { ...spent, totals: answer }
    }
    say({ ...sides.two, one: sides.one })
  }
  await other.close()
  await store.close()
}

async function duckdb() {
  const path = join(work, 'panel.duckdb')
  rmSync(path, { force: true })
  const instance = await DuckDBInstance.create(path, { memory_limit: '500MB', threads: '2' })
  const connection = await instance.connect()
  const kinds = `SELECT DISTINCT kind FROM read_parquet('${FACTS}')`
  await connection.run(`CREATE TYPE kind AS ENUM (${kinds})`)
  await connection.run(`CREATE TABLE fact_row AS SELECT * REPLACE (kind::kind AS kind) FROM read_parquet('${FACTS}')`)
  await connection.run(`CREATE TABLE account_row AS FROM read_parquet('${ACCOUNTS}')`)
  await connection.run(`CREATE TABLE span AS SELECT ${YEAR.from} AS first, ${YEAR.to} AS last`)
  for (let round = 0; round < Number(rounds); round++) {
    const { answer, ...spent } = await timed(async () =>
      (await connection.runAndReadAll(queryOf('duckdb'))).getRowObjectsJS(),
    )
    say({ ...spent, totals: answer[0] })
  }
}

async function clickhouse() {
  const { Session } = await import('chdb')
  const path = join(work, 'chdb')
  rmSync(path, { recursive: true, force: true })
  const session = new Session(path)
  session.query('CREATE DATABASE IF NOT EXISTS panel ENGINE = Atomic')
  session.query(`
    CREATE TABLE panel.fact_row (
      account Int32, day Int32, person Int32, kind LowCardinality(String), n Int32, highest Nullable(Float64)
    ) ENGINE = MergeTree ORDER BY (account, day)
  `)
  session.query(
    `INSERT INTO panel.fact_row SELECT account, day, person, kind, n, highest FROM file('${FACTS}', Parquet)`,
  )
  session.query('CREATE TABLE panel.account_row (account Int32) ENGINE = MergeTree ORDER BY account')
  session.query(`INSERT INTO panel.account_row SELECT account FROM file('${ACCOUNTS}', Parquet)`)
  session.query('CREATE TABLE panel.span (first Int32, last Int32) ENGINE = MergeTree ORDER BY first')
  session.query(`INSERT INTO panel.span VALUES (${YEAR.from}, ${YEAR.to})`)
  session.query('USE panel')
  for (let round = 0; round < Number(rounds); round++) {
    const { answer, ...spent } = await timed(async () => session.query(queryOf('clickhouse'), 'JSONEachRow'))
    say({ ...spent, totals: JSON.parse(answer) })
  }
}
