import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { framesOf } from '../../src/ingest/files/build-frames.ts'
import { openBytes } from '../../src/ingest/files/open-file.ts'
import { readCsv } from '../../src/ingest/files/read-csv.ts'
import { eachRow, type Rows, readMessages, readNdjson } from '../../src/ingest/files/read-rows.ts'
import { type ImportLog, writeImport } from '../../src/ingest/files/write-import.ts'
import '../seed-properties.ts'

/** The bytes of a text in pieces of some size, so that characters and quotes are cut anywhere. */
const piecesOf = (text: string, size: number): Readable => {
  const all = Buffer.from(text)
  return Readable.from(
    Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.subarray(i * size, (i + 1) * size)),
  )
}
const collect = async (rows: Rows): Promise<unknown[]> => {
  const out: unknown[] = []
  for await (const read of eachRow(rows))
    out.push(read.kind === 'row' ? Object.fromEntries(read.row) : { unreadable: read.text })
  return out
}

const cell = fc.string({
  unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r\n', ' ', 'é', '🎈', '1', '\u0000', '\\'),
  maxLength: 6,
})
const quoted = (text: string, always: boolean) =>
  always || /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

it('CSV that is written by the rules is read as csv-parse reads it, wherever the file is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        rows: fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 8 }),
        always: fc.boolean(),
        end: fc.constantFrom('\n', '\r\n'),
        delimiter: fc.constantFrom(',', ';'),
        last: fc.boolean(),
        size: fc.integer({ min: 1, max: 40 }),
      }),
      async ({ rows, always, end, delimiter, last, size }) => {
        const lines = [['x', 'y', 'z'], ...rows].map((row) => row.map((text) => quoted(text, always)).join(delimiter))
        const text = `\uFEFF${lines.join(end)}${last ? end : ''}`
        const expected = parse(text, { bom: true, columns: true, delimiter, record_delimiter: end })
        expect(await collect(readCsv(piecesOf(text, size)))).toEqual(expected)
      },
    ),
    { numRuns: 300 },
  )
})

it('any text at all is read as rows and lines that could not be, and nothing of it is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n') }), fc.nat(9), async (text, size) => {
      const rows = await collect(readCsv(piecesOf(`x,y\n${text}`, size + 1)))
      const letters = (row: unknown) =>
        Object.values(row as object)
          .join('')
          .replaceAll(/[^a]/g, '').length
      expect(rows.reduce<number>((sum, row) => sum + letters(row), 0)).toBe(letters(text))
    }),
    { numRuns: 500 },
  )
})

const line = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc
    .record({ messageId: fc.oneof(fc.string(), fc.constant(null), fc.integer()), event: fc.string() })
    .map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '',
    '  ',
    '{}',
    '{"a":',
    '{"m\\u0065ssageId":"x"}',
    '{"messageId":"m","messageId":2}\r',
    ' {"messageId":"é🎈"} ',
    '{"properties":{"messageId":"inner"}}',
    '{"messageId":"m"} x',
    '{"messageId":01}',
    '{"messageId":"a\u0000b"}',
  ),
)

/** What an import writes to its log, read as JSON where it is. */
async function linesOf(rows: Parameters<typeof writeImport>[0]['rows']): Promise<unknown[]> {
  const lines: unknown[] = []
  const log: ImportLog = {
    position: () => lines.length,
    append: async (frames) => {
      for (const { body, count } of frames) {
        const some = Buffer.from(body).toString('utf8').split('\n')
        expect(some).toHaveLength(count)
        lines.push(...some.map((text) => JSON.parse(text)))
      }
    },
  }
  const signal = new AbortController().signal
  const run = { path: 'x', rows, mapping: null, log, scratch: 'never-made', signal, progress: () => {} }
  await writeImport(run)
  return lines
}

it('messages that are passed on as they are become the same lines of the log as those that are parsed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 12 }), fc.integer({ min: 1, max: 60 }), async (lines, size) => {
      const text = `\uFEFF${lines.map((one) => one.replaceAll('\n', ' ')).join('\n')}`
      const parsed = await linesOf(readNdjson(piecesOf(text, size)))
      expect(await linesOf(readMessages(piecesOf(text, size)))).toEqual(parsed)
    }),
    { numRuns: 300 },
  )
})

it('a file longer than what is read at once gives every line once, though each piece is read into the same memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-pieces-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'long.ndjson')
  const wanted = Array.from({ length: 6_000 }, (_, n) => ({ messageId: `m${n}`, note: 'é'.repeat(n % 499) }))
  writeFileSync(path, wanted.map((line) => JSON.stringify(line)).join('\n'))
  const opened = openBytes(path, false, Readable.from([]))
  expect(await linesOf(readMessages(opened.stream))).toEqual(wanted)
  expect(opened.read()).toBe(statSync(path).size)
})

it('bytes that are no UTF-8 become what a decoder makes of them', async () => {
  const bytes = Buffer.concat([
    Buffer.from('{"messageId":"m'),
    Buffer.from([0xff]),
    Buffer.from('"}\n{"messageId":"n"}'),
  ])
  const whole = () => Readable.from([bytes])
  expect(await linesOf(readMessages(whole()))).toEqual(await linesOf(readNdjson(whole())))
})

it('a line beyond a megabyte is one row that could not be read, in each format, and the next row is there', async () => {
  const long = 'a'.repeat(3 << 20)
  const why = async (rows: Parameters<typeof writeImport>[0]['rows']) =>
    (await linesOf(rows)).map((row) => (row as { detail?: string }).detail ?? 'read')
  const file = `{"messageId":"1","a":"${long}"}\n{"messageId":"2"}\n`
  const expected = ['the line is longer than 1 MB', 'read']
  expect(await why(readMessages(piecesOf(file, 1 << 18)))).toEqual(expected)
  expect(await why(readNdjson(piecesOf(file, 1 << 18)))).toEqual(expected)
  expect(await why(readCsv(piecesOf(`x,y\n${long},1\n1,2\n`, 1 << 18)))).toEqual(expected)
  expect(await why(readCsv(piecesOf(`x,y\n"${long},1\n1,2\n`, 1 << 18)))).toEqual([
    expect.stringContaining('Quote Not Closed'),
    'read',
  ])
  const frames = framesOf([Buffer.alloc(700_000, 97), 'b'.repeat(700_000), 'c'])
  expect(frames.map(({ body, count }) => [body.length, count])).toEqual([
    [700_000, 1],
    [700_002, 2],
  ])
})
