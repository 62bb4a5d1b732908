import { telltaleError } from '../../core/errors.ts'
import { openRowCounts, type RowCounts } from './count-rows.ts'
import { identifyRows } from './identify-rows.ts'
import { mapRow, usedColumns } from './map-row.ts'
import { isExport, type Mapping } from './mapping.ts'
import type { ReadRow } from './read-rows.ts'

/** The log an import writes to: a position per row of the file, so that its position is how far the file was read. */
export type ImportLog = {
  /** Rows written so far, by this run or one that was cut short. */
  readonly position: () => number
  /** Durable when it returns. */
  readonly append: (lines: readonly string[]) => Promise<void>
}

export type ImportRun = {
  readonly path: string
  readonly rows: AsyncIterable<ReadRow>
  readonly mapping: Mapping | null
  readonly log: ImportLog
  /** A file that may be made while this goes on, for what a large import cannot keep in memory. */
  readonly scratch: string
  readonly signal: AbortSignal
  readonly progress: (rows: number) => void
  /** Goes on where the mapping fits half of the rows or fewer; the others are listed in the quarantine. */
  readonly takesMisfits?: boolean
}

const ROWS_PER_FRAME = 2_000

/** Writes every row of a file to the log, past those that are there already. Every row takes one position, the unreadable ones too: they go to the quarantine. */
export async function writeImport(run: ImportRun): Promise<{ rows: number; resumedAt: number }> {
  const counts = openRowCounts(run.scratch)
  try {
    return await writeRows(run, lineMaker(run, counts))
  } finally {
    counts.close()
  }
}

/** A line of the log; `misfit`: why the mapping could not read the row, null where it could. */
type Line = { readonly text: string; readonly misfit: string | null }
type LineMaker = (read: ReadRow) => Line

async function writeRows(run: ImportRun, toLine: LineMaker): Promise<{ rows: number; resumedAt: number }> {
  const resumedAt = run.log.position()
  let lines: string[] = []
  let row = 0
  const misfits: string[] = []
  for await (const read of run.rows) {
    row += 1
    const { text, misfit } = toLine(read)
    if (row <= resumedAt) continue
    lines.push(text)
    if (misfit !== null && row <= ROWS_PER_FRAME) misfits.push(misfit)
    if (lines.length < ROWS_PER_FRAME) continue
    if (row === ROWS_PER_FRAME) checkFit(run, misfits, row)
    await run.log.append(lines)
    lines = []
    run.progress(row)
    if (run.signal.aborted)
      throw telltaleError('cancelled', { kept: `${row} rows are kept; the same command goes on from there.` })
  }
  if (row < ROWS_PER_FRAME && resumedAt === 0) checkFit(run, misfits, row)
  if (lines.length > 0) await run.log.append(lines)
  return { rows: row, resumedAt }
}

/** Of fewer rows nobody can say whether the mapping is wrong, or the rows are. */
const LEAST_ROWS = 10

/** Before anything is written. @throws mapping_misfit */
function checkFit({ path, takesMisfits }: ImportRun, misfits: readonly string[], rows: number): void {
  if (takesMisfits === true || rows < LEAST_ROWS || misfits.length * 2 < rows) return
  throw telltaleError('mapping_misfit', { path, fitting: rows - misfits.length, rows, why: misfits[0] ?? '' })
}

/** Ids of equal rows depend on the rows before, so rows that are skipped on resuming are identified too. */
function lineMaker(run: ImportRun, counts: RowCounts): LineMaker {
  const identify = identifyRows(counts)
  let checked = false
  return (read) => {
    if (read.kind === 'unreadable') return { text: unreadableLine(read.text, read.why), misfit: null }
    if (run.mapping === null)
      return { text: canonicalLine(read.text, read.row.has('messageId') ? null : identify(read.text)), misfit: null }
    if (!checked) checkColumns(run.path, run.mapping, [...read.row.keys()])
    checked = true
    const hasId = !isExport(run.mapping) && run.mapping.id !== undefined
    const mapped = mapRow(read.row, run.mapping, hasId ? '' : identify(read.text))
    return mapped.kind === 'message'
      ? { text: JSON.stringify(mapped.message), misfit: null }
      : { text: unreadableLine(read.text, mapped.why), misfit: mapped.why }
  }
}

/** A message of its own that has no id yet gets one from its content. */
function canonicalLine(text: string, id: string | null): string {
  return id === null ? text : `{"messageId":${JSON.stringify(id)},${text.trimStart().slice(1)}`.replace(/,\s*\}$/, '}')
}

/** The longest message that is taken, less room for the words around the text and for its escapes. */
const LONGEST_RAW = 30 * 1_024

/** A row that is no message is passed on as what the normaliser knows as one: it is refused there with the others, and listed with its text. */
export function unreadableLine(text: string, why: string): string {
  const line = (raw: string) => JSON.stringify({ type: 'bad_row', detail: why, raw })
  const whole = line(text.slice(0, LONGEST_RAW).toWellFormed())
  if (Buffer.byteLength(whole) <= LONGEST_RAW + 1_024) return whole
  // A character takes at most six bytes when it is escaped.
  return line(text.slice(0, Math.floor(LONGEST_RAW / 6)).toWellFormed())
}

function checkColumns(path: string, mapping: Mapping, columns: readonly string[]): void {
  if (isExport(mapping)) return
  const missing = usedColumns(mapping).filter((column) => !columns.includes(column))
  const required = missing.filter(
    (column) =>
      column === mapping.time.column ||
      (mapping.event !== undefined && 'column' in mapping.event && column === mapping.event.column),
  )
  if (required.length > 0)
    throw telltaleError('mapping_incomplete', { path, missing: required.join(', '), valid: columns.join(', ') })
}
