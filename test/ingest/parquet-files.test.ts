import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it } from 'vitest'
import { readParquetRows } from '../../src/store/analytic/duckdb/read/read-parquet-rows.ts'
import { runCommand, tempFolder } from '../cli/run-command.ts'

const NOW = Date.UTC(2026, 5, 15)

/** Writes a file with the engine, as `COPY (…) TO path (FORMAT parquet, …)`. */
async function writeParquet(select: string, more = ''): Promise<string> {
  const path = join(tempFolder(), 'events.parquet')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet${more})`)
  connection.closeSync()
  instance.closeSync()
  return path
}

async function rowsOf(path: string): Promise<Readonly<Record<string, unknown>>[]> {
  const rows: Readonly<Record<string, unknown>>[] = []
  for await (const some of readParquetRows(path)) rows.push(...some.map((row) => Object.fromEntries(row)))
  return rows
}

/**
 * Times as Spark and Impala write them: twelve bytes, nanoseconds of the day and the number of the Julian day. The engine writes no such column, but an interval
 * has the same twelve bytes, so that its type alone is changed: in the schema (where what an interval is called becomes a scale, which means nothing here) and in the column.
 */
async function writeInt96(): Promise<string> {
  const julian = 2_440_588 + Date.UTC(2026, 2, 1) / 86_400_000
  const nanos = BigInt(9 * 3_600 + 30 * 60) * 1_000_000_000n + 825_000_000n
  const [low, high] = [Number(nanos & 0xffff_ffffn), Number(nanos >> 32n)]
  const interval = `to_months(${low}::INT) + to_days(${high}::INT) + to_milliseconds(${julian})`
  const path = await writeParquet(`SELECT 'u' || i AS user_id, 'Login' AS event, ${interval} AS ts FROM range(12) t(i)`)
  const bytes = readFileSync(path)
  const footer = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8)
  const change = (from: string, to: string) => {
    const at = bytes.indexOf(Buffer.from(from, 'hex'), footer)
    expect(at).toBeGreaterThan(0)
    bytes.set(Buffer.from(to, 'hex'), at)
  }
  change('150e15181502180274 73252a'.replace(' ', ''), '150615181502180274 73352a'.replace(' ', ''))
  change('1c150e19', '1c150619')
  writeFileSync(path, bytes)
  return path
}

it('times of twelve bytes are the instants that they say', async () => {
  const path = await writeInt96()
  const rows = await rowsOf(path)
  expect(rows).toHaveLength(12)
  expect(rows[0]).toEqual({ user_id: 'u0', event: 'Login', ts: '2026-03-01 09:30:00.825' })
  const argv = ['import', path, '--event', 'event', '--user', 'user_id', '--time', 'ts', '--json']
  const { code, out } = await runCommand(argv, { cwd: tempFolder(), now: NOW })
  const { files } = JSON.parse(out)
  const at = Date.UTC(2026, 2, 1, 9, 30, 0, 825)
  expect([code, files[0].totals]).toEqual([0, expect.objectContaining({ kept: 12, span: [at, at] })])
}, 120_000)

it('a time with a zone is written in UTC, wherever the reader stands', async () => {
  const path = await writeParquet(
    `SELECT TIMESTAMPTZ '2026-07-01 12:00:00+02' AS zoned, TIMESTAMP_NS '2026-07-01 12:00:00.123456789' AS fine, DATE '2026-07-01' AS day`,
  )
  const before = process.env.TZ
  process.env.TZ = 'America/New_York'
  try {
    expect(await rowsOf(path)).toEqual([
      { zoned: '2026-07-01 10:00:00+00', fine: '2026-07-01 12:00:00.123456789', day: '2026-07-01' },
    ])
  } finally {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  }
})

it('all rows of one large row group come, a part at a time, in order', async () => {
  const path = await writeParquet(
    `SELECT i AS n, 'u' || (i % 1000) AS user_id, repeat('x', 40) || i AS note FROM range(150000) t(i)`,
    ', ROW_GROUP_SIZE 200000',
  )
  let next = 0
  let most = 0
  for await (const some of readParquetRows(path)) {
    most = Math.max(most, some.length)
    for (const row of some) if (row.get('n') === next) next++
  }
  expect([next, most <= 2_048]).toEqual([150_000, true])
})

it('a file that is cut off is refused, and nothing is taken', async () => {
  const path = await writeParquet(`SELECT 'u' || i AS user_id, 'Login' AS event, i AS ts FROM range(5000) t(i)`)
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.subarray(0, bytes.length - 40))
  const cwd = tempFolder()
  const { code, err } = await runCommand(['import', path, '--yes'], { cwd, now: NOW })
  expect([code, err]).toEqual([2, expect.stringContaining('cannot be read as parquet')])
}, 120_000)
