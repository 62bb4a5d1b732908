import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { readCsv } from './read-csv.ts'
import { eachRow, type Rows, readNdjson } from './read-rows.ts'

const bytes = (text: string, size = 7): Readable => {
  const all = Buffer.from(text)
  const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.subarray(i * size, (i + 1) * size))
  return Readable.from(chunks)
}
const collect = async (rows: Rows): Promise<unknown[]> => {
  const out: unknown[] = []
  for await (const row of eachRow(rows)) out.push(row.kind === 'row' ? Object.fromEntries(row.row) : row.why)
  return out
}

it('NDJSON: a bad line is reported and costs no other; byte-order mark, CRLF, blank lines and characters split between chunks are nothing special', async () => {
  const text = '\uFEFF{"a":"é🎈"}\r\n\n[1]\n{"a":\n{"a":2}'
  const rows = await collect(readNdjson(bytes(text, 3)))
  expect(rows).toEqual([{ a: 'é🎈' }, 'the line is not a JSON object', expect.stringContaining('JSON'), { a: 2 }])
})

it('CSV: quoted newlines and delimiters belong to their cell; `;` is found from the header', async () => {
  const rows = await collect(readCsv(bytes('\uFEFFname;note\r\nacme;"a; b\nc"\r\n"Vale ""&"" Finch";x\r\n')))
  expect(rows).toEqual([
    { name: 'acme', note: 'a; b\nc' },
    { name: 'Vale "&" Finch', note: 'x' },
  ])
})

it('CSV: a ragged row is reported, the rows around it stay', async () => {
  const rows = await collect(readCsv(bytes('a,b\n1,2\n3\n4,5,6\n7,8\n')))
  expect(rows).toEqual([
    { a: '1', b: '2' },
    expect.stringContaining('Invalid Record Length'),
    expect.stringContaining('Invalid Record Length'),
    { a: '7', b: '8' },
  ])
})

it('CSV: a quote that is never closed costs its line and no other', async () => {
  const rows = await collect(readCsv(bytes('a,b\n1,2\n"3,4\n5,6\n')))
  expect(rows).toEqual([{ a: '1', b: '2' }, expect.stringContaining('Quote Not Closed'), { a: '5', b: '6' }])
})

it('CSV: columns of one name keep their values apart', async () => {
  expect(await collect(readCsv(bytes('a,a,\n1,2,3\n')))).toEqual([{ a: '1', a_2: '2', column_3: '3' }])
})
