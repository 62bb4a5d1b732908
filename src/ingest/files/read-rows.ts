import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { type Parser, parse } from 'csv-parse'
import type { Row } from './mapping.ts'

/** A row as read, with the text its id is made of (`whole`: the object that the text is); or the reason why that stretch of the file could not be read. */
export type ReadRow =
  | {
      readonly kind: 'row'
      readonly row: Row
      readonly text: string
      readonly whole?: Readonly<Record<string, unknown>>
    }
  | { readonly kind: 'unreadable'; readonly text: string; readonly why: string }

const LONGEST_LINE = 1 << 20

/** Lines of bytes, without their ends; a line beyond 1 MB comes back cut and marked. A byte-order mark is dropped. */
export async function* readLines(stream: Readable): AsyncGenerator<{ text: string; cut: boolean }> {
  const decoder = new TextDecoder('utf-8')
  let rest = ''
  let cut = false
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      yield { text: line.endsWith('\r') ? line.slice(0, -1) : line, cut }
      cut = false
    }
    if (rest.length > LONGEST_LINE) {
      rest = rest.slice(0, LONGEST_LINE)
      cut = true
    }
  }
  if (rest !== '') yield { text: rest, cut }
}

/** Rows of NDJSON: an object a line. Blank lines are skipped. */
export async function* readNdjsonRows(stream: Readable): AsyncGenerator<ReadRow> {
  for await (const { text, cut } of readLines(stream)) {
    if (text.trim() === '') continue
    yield cut ? { kind: 'unreadable', text, why: 'the line is longer than 1 MB' } : parseLine(text)
  }
}

function parseLine(text: string): ReadRow {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { kind: 'unreadable', text, why: 'the line is not a JSON object' }
    return { kind: 'row', row: new Map(Object.entries(value)), text, whole: value as Record<string, unknown> }
  } catch (error) {
    return { kind: 'unreadable', text, why: error instanceof Error ? error.message : 'not JSON' }
  }
}

/** Rows of CSV with a header line. The delimiter is the one of `, ; tab |` that the header has most of; ragged rows and broken quotes are reported, not guessed. */
export async function* readCsvRows(stream: Readable): AsyncGenerator<ReadRow> {
  const read: ReadRow[] = []
  let parser: Parser | null = null
  let head = Buffer.alloc(0)
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (parser !== null) await writeTo(parser, chunk)
    else {
      head = Buffer.concat([head, chunk])
      if (!head.includes(10)) continue
      parser = makeParser(head, read)
      await writeTo(parser, head)
    }
    yield* read.splice(0)
  }
  const last = parser ?? makeParser(head, read)
  if (parser === null) await writeTo(last, head)
  last.end()
  await finished(last.resume())
  yield* read
}

/** Rows and skipped stretches go into one list as the parser meets them, so that their order is the file's: a resumed import counts on it. */
function makeParser(head: Buffer, into: ReadRow[]): Parser {
  const first = head.toString('utf8').split('\n', 1)[0] ?? ''
  return parse({
    bom: true,
    columns: uniqueColumns,
    delimiter: [',', ';', '\t', '|'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',',
    max_record_size: LONGEST_LINE,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_record: (record: Record<string, string>) => {
      into.push({ kind: 'row', row: new Map(Object.entries(record)), text: JSON.stringify(record) })
      return null
    },
    on_skip: (error, text) => {
      into.push({ kind: 'unreadable', text: String(text ?? '').slice(0, 4096), why: error?.message ?? 'unreadable' })
      return undefined
    },
  })
}

function writeTo(parser: Parser, chunk: Buffer): Promise<void> {
  return new Promise((done, fail) => parser.write(chunk, (error) => (error ? fail(error) : done())))
}

/** Two columns of one name would silently lose the first. */
function uniqueColumns(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name, i) => {
    const base = name.trim() === '' ? `column_${i + 1}` : name.trim()
    const count = (seen.get(base) ?? 0) + 1
    seen.set(base, count)
    return count === 1 ? base : `${base}_${count}`
  })
}
