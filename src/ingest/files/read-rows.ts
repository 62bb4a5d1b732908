import { isUtf8 } from 'node:buffer'
import { lookAtMessage } from '../count-batch.ts'
import type { Row } from './mapping.ts'
import type { Pieces } from './open-file.ts'

/** A row as read, with the text its id is made of (`whole`: the object that the text is); or the reason why that stretch of the file could not be read. */
export type ReadRow =
  | {
      readonly kind: 'row'
      readonly row: Row
      readonly text: () => string
      readonly whole?: Readonly<Record<string, unknown>>
    }
  | { readonly kind: 'unreadable'; readonly text: string; readonly why: string }

/** A line that is a JSON object with an id of its own, as it stands in the file: nothing of it has to be looked at to pass it on. Its bytes hold until the next rows are asked for. */
export type PlainLine = { readonly kind: 'plain'; readonly bytes: Uint8Array }

/** What of a file was read at once, in order: row by row, waiting for each would take as long as reading them. */
export type Rows<Read = ReadRow> = AsyncIterable<readonly Read[]>

export const LONGEST_LINE = 1 << 20
const TOO_LONG = 'the line is longer than 1 MB'
const NEWLINE = 0x0a

/** The rows one by one. */
export async function* eachRow(rows: Rows): AsyncGenerator<ReadRow> {
  for await (const some of rows) yield* some
}

/** Lines of bytes, without their ends; a line beyond 1 MB comes back cut and marked. A byte-order mark is dropped. */
export async function* readLines(stream: Pieces): AsyncGenerator<{ text: string; cut: boolean }> {
  for await (const lines of readSomeLines(stream)) yield* lines
}

async function* readSomeLines(stream: Pieces): AsyncGenerator<{ text: string; cut: boolean }[]> {
  const decoder = new TextDecoder('utf-8')
  let rest = ''
  let cut = false
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield lines.map((line, i) => ({ text: withoutReturn(line), cut: cut && i === 0 }))
    cut = cut && lines.length === 0
    if (rest.length > LONGEST_LINE) {
      rest = rest.slice(0, LONGEST_LINE)
      cut = true
    }
  }
  if (rest !== '') yield [{ text: rest, cut }]
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

/** Rows of NDJSON: an object a line. Blank lines are skipped. */
export async function* readNdjson(stream: Pieces): AsyncGenerator<ReadRow[]> {
  for await (const lines of readSomeLines(stream))
    yield lines.flatMap(({ text, cut }) => (text.trim() === '' ? [] : [cut ? tooLong(text) : parseLine(text)]))
}

function tooLong(text: string): ReadRow {
  return { kind: 'unreadable', text, why: TOO_LONG }
}

function parseLine(text: string): ReadRow {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { kind: 'unreadable', text, why: 'the line is not a JSON object' }
    return rowOf(value as Record<string, unknown>, text)
  } catch (error) {
    return { kind: 'unreadable', text, why: error instanceof Error ? error.message : 'not JSON' }
  }
}

/** Whoever takes the object as it is needs no columns: they are made when they are asked for. */
function rowOf(whole: Record<string, unknown>, text: string): ReadRow {
  let row: Row | null = null
  return {
    kind: 'row',
    get row() {
      row ??= new Map(Object.entries(whole))
      return row
    },
    text: () => text,
    whole,
  }
}

/** As `readNdjson`, of a file whose rows are messages already: most lines are passed on as they are, without parsing them. */
export async function* readMessages(stream: Pieces): AsyncGenerator<(ReadRow | PlainLine)[]> {
  let rest: Buffer = Buffer.alloc(0)
  let cut = false
  let first = true
  for await (const chunk of stream) {
    // Only the line that was begun is put together, not all that follows it.
    const begun = first || rest.length === 0 ? 0 : chunk.indexOf(NEWLINE) + 1
    if (begun > 0) {
      yield linesOf(Buffer.concat([rest, chunk.subarray(0, begun)]), cut)
      rest = Buffer.alloc(0)
      cut = false
    }
    let bytes = rest.length === 0 ? chunk.subarray(begun) : Buffer.concat([rest, chunk])
    if (first && bytes.length < 3) {
      rest = Buffer.from(bytes)
      continue
    }
    if (first) bytes = withoutMark(bytes)
    first = false
    const end = bytes.lastIndexOf(NEWLINE) + 1
    if (end > 0) yield linesOf(bytes.subarray(0, end), cut)
    rest = Buffer.from(bytes.subarray(end, end + LONGEST_LINE + 1))
    cut = bytes.length - end > LONGEST_LINE
  }
  if (rest.length > 0) yield linesOf(first ? withoutMark(Buffer.from(rest)) : Buffer.from(rest), cut)
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

/** `cut`: the first line is the beginning of one that is too long. */
function linesOf(bytes: Buffer, cut: boolean): (ReadRow | PlainLine)[] {
  const mayBePlain = isUtf8(bytes)
  const lines: (ReadRow | PlainLine)[] = []
  let isCut = cut
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, from)
    const line = bytes.subarray(from, newline === -1 ? bytes.length : newline)
    from += line.length + 1
    if (!isCut && mayBePlain && lookAtMessage(line) === 'identified') lines.push({ kind: 'plain', bytes: line })
    else {
      const text = withoutReturn(line.toString('utf8'))
      if (isCut || line.length > LONGEST_LINE) lines.push(tooLong(text))
      else if (text.trim() !== '') lines.push(parseLine(text))
    }
    isCut = false
  }
  return lines
}
