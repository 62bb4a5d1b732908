import type { Pieces } from './open-file.ts'
import { LONGEST_LINE, type ReadRow } from './read-rows.ts'
import { type CsvShape, endOfLine, splitRecord } from './split-record.ts'

type Reading = {
  readonly shape: CsvShape
  columns: readonly string[] | null
  /** In the middle of a line that was given up. */
  isSkipping: boolean
}

/**
 * Rows of CSV with a header line. The delimiter is the one of `, ; tab |` that the header has most of. Ragged rows and broken quotes are reported, not guessed: a
 * quote that is never closed, or not within 1 MB, costs the line that it stands in.
 */
export async function* readCsv(stream: Pieces): AsyncGenerator<ReadRow[]> {
  const decoder = new TextDecoder('utf-8')
  let reading: Reading | null = null
  let text = ''
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true })
    reading ??= beginReading(text)
    if (reading === null) continue
    const { rows, end } = takeRows(reading, text, false)
    yield rows
    text = text.slice(end)
  }
  text += decoder.decode()
  if (text !== '') yield takeRows(reading ?? startReading(text), text, true).rows
}

/** null: there is no whole line yet. A file whose lines end with carriage returns alone has none within what a line may be. */
function beginReading(text: string): Reading | null {
  return text.includes('\n') || text.length > LONGEST_LINE ? startReading(text) : null
}

function startReading(text: string): Reading {
  return { shape: shapeOf(text), columns: null, isSkipping: false }
}

function shapeOf(text: string): CsvShape {
  const newline = text.includes('\n') ? '\n' : '\r'
  const first = text.slice(0, endOfLine(text, 0, newline))
  const most = [',', ';', '\t', '|'].toSorted((a, b) => first.split(b).length - first.split(a).length)
  return { newline, delimiter: most[0]! }
}

/** The records that are whole (`isLast`: the text is all there is), and where they end. */
function takeRows(reading: Reading, text: string, isLast: boolean): { rows: ReadRow[]; end: number } {
  const { shape } = reading
  const rows: ReadRow[] = []
  let from = reading.isSkipping ? endOfLine(text, 0, shape.newline) + 1 : 0
  reading.isSkipping = from > text.length
  while (from < text.length) {
    const found = splitRecord(text, from, shape)
    const lineEnd = (): number => endOfLine(text, from, shape.newline)
    const line = (): string => text.slice(from, Math.min(lineEnd(), from + LONGEST_SHOWN))
    const isWhole = found.kind !== 'open' && found.end <= text.length
    const isTooLong = !isWhole && text.length - from > LONGEST_LINE
    if (!isWhole && !isLast && !isTooLong) break
    if (isTooLong && lineEnd() === text.length && !isLast) {
      rows.push(unreadable(line(), found.kind === 'open' ? NOT_CLOSED : 'the line is longer than 1 MB'))
      reading.isSkipping = true
      return { rows, end: text.length }
    }
    if (found.kind === 'open') {
      rows.push(unreadable(line(), NOT_CLOSED))
      from = lineEnd() + 1
      continue
    }
    const record = (): string => text.slice(from, Math.min(found.end, from + LONGEST_SHOWN)).trimEnd()
    if (found.kind === 'record') addRecord(reading, rows, found.fields, record)
    else rows.push(unreadable(line(), found.why))
    from = found.end
  }
  return { rows, end: Math.min(from, text.length) }
}

const LONGEST_SHOWN = 4_096
const NOT_CLOSED = 'Quote Not Closed: a field of this line opens a quote that nothing closes'

function addRecord(reading: Reading, rows: ReadRow[], fields: string[], record: () => string): void {
  if (fields.length === 1 && fields[0] === '') return
  if (reading.columns === null) {
    reading.columns = uniqueColumns(fields)
    return
  }
  const { columns } = reading
  if (fields.length !== columns.length) {
    const why = `Invalid Record Length: ${fields.length} fields, where the header has ${columns.length} columns`
    rows.push(unreadable(record(), why))
    return
  }
  const row = new Map<string, string>()
  for (let i = 0; i < fields.length; i++) row.set(columns[i]!, fields[i]!)
  rows.push({ kind: 'row', row, text: () => JSON.stringify(Object.fromEntries(row)) })
}

function unreadable(text: string, why: string): ReadRow {
  return { kind: 'unreadable', text, why }
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
