import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, expect, it } from 'vitest'
import { readParquetRows } from './read-parquet-rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'parquet-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('nested values, decimals, large integers, times with and without zone and nulls come as plain data, in order', async () => {
  const path = join(folder, "o'brien.parquet")
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`
    COPY (
      SELECT i AS n, 9007199254740993::BIGINT AS big, 1.50::DECIMAL(9,2) AS amount, {'plan': 'pro', 'tags': ['a', NULL]} AS nested,
        TIMESTAMP '2026-03-01 09:30:00.25' AS at, TIMESTAMPTZ '2026-03-01 09:30:00+00' AS zoned, NULL AS nothing
      FROM range(3000) t(i)
    ) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`)
  instance.closeSync()

  const rows: unknown[] = []
  for await (const some of readParquetRows(path)) rows.push(...some.map((row) => Object.fromEntries(row)))

  expect(rows).toHaveLength(3000)
  expect(rows[2999]).toEqual({
    n: 2999,
    big: '9007199254740993',
    amount: '1.50',
    nested: { plan: 'pro', tags: ['a', null] },
    at: '2026-03-01 09:30:00.25',
    zoned: '2026-03-01 09:30:00+00',
    nothing: null,
  })
})
