import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it } from 'vitest'
import { packTexts } from '../text-column.ts'
import { appendColumns } from './append-columns.ts'

it('columns of every kind stand in the table as they were given, over several chunks, with nothing where there is none', async () => {
  const rows = 5_000
  const at = Array.from({ length: rows }, (_, i) => i)
  // Of up to twelve bytes the engine keeps texts otherwise than of more.
  const texts = at.map(
    (i) => ['', 'short', 'of twelve b.', 'of thirteen b', 'größer als zwölf 🦆', `${i} `.repeat(i % 40)][i % 6]!,
  )
  const named = at.map((i) => (i % 3 === 0 ? null : `n${i}`))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    'CREATE TABLE t (i INTEGER, j INTEGER, big BIGINT, x DOUBLE, packed VARCHAR, named VARCHAR, empty VARCHAR)',
  )

  await appendColumns(connection, { table: 't', rows }, [
    { kind: 'int', values: Int32Array.from(at, (i) => -i) },
    { kind: 'int', values: at },
    { kind: 'bigint', values: at.map((i) => (i % 7 === 0 ? Number.NaN : (i - 2_500) * 2 ** 40 + i)) },
    { kind: 'double', values: Float64Array.from(at, (i) => (i % 5 === 0 ? Number.NaN : i / 3)) },
    { kind: 'packed text', texts: packTexts(texts) },
    { kind: 'text', values: named },
    { kind: 'none' },
  ])

  const found = await (await connection.run('SELECT * FROM t')).getRowsJS()
  expect(found).toEqual(
    at.map((i) => [
      i === 0 ? 0 : -i,
      i,
      i % 7 === 0 ? null : BigInt((i - 2_500) * 2 ** 40 + i),
      i % 5 === 0 ? null : i / 3,
      texts[i],
      named[i],
      null,
    ]),
  )
  connection.closeSync()
  instance.closeSync()
})
