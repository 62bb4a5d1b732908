import { telltaleError } from '../../core/errors.ts'
import {
  addLine,
  type FrameBuilder,
  giveBack,
  type Line,
  type LineFrame,
  makeFrameBuilder,
  takeFrames,
} from './build-frames.ts'
import { openRowCounts, type RowCounts } from './count-rows.ts'
import { identifyRows } from './identify-rows.ts'
import { mapRow, usedColumns } from './map-row.ts'
import { isExport, type Mapping } from './mapping.ts'
import type { PlainLine, ReadRow, Rows } from './read-rows.ts'
import { writeTrack } from './write-track.ts'

/** The log an import writes to: a position per row of the file, so that its position is how far the file was read. */
export type ImportLog = {
  /** Rows written so far, by this run or one that was cut short. */
  readonly position: () => number
  /** Durable when it returns; the memory of the frames is used again then. */
  readonly append: (frames: readonly LineFrame[]) => Promise<void>
}

export type ImportRun = {
  readonly path: string
  readonly rows: Rows<ReadRow | PlainLine>
  readonly mapping: Mapping | null
  readonly log: ImportLog
  /** A file that may be made while this goes on, for what a large import cannot keep in memory. */
  readonly scratch: string
  readonly signal: AbortSignal
  readonly progress: (rows: number) => void
  /** Goes on where the mapping fits half of the rows or fewer; the others are listed in the quarantine. */
  readonly takesMisfits?: boolean
}

/** By how many rows a mapping is judged. */
const CHECKED_ROWS = 2_000
/** About what is written and synced at once. */
const CHUNK_BYTES = 4 << 20

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
type Made = { readonly line: Line; readonly misfit: string | null }
type LineMaker = (read: ReadRow | PlainLine) => Made

/** What was made of rows and not written yet. */
type Waiting = { readonly frames: FrameBuilder; row: number; readonly misfits: string[] }

async function writeRows(run: ImportRun, toLine: LineMaker): Promise<{ rows: number; resumedAt: number }> {
  const resumedAt = run.log.position()
  const waiting: Waiting = { frames: makeFrameBuilder(), row: 0, misfits: [] }
  for await (const some of run.rows) {
    for (const read of some) {
      waiting.row += 1
      const { line, misfit } = toLine(read)
      if (misfit !== null && waiting.row <= CHECKED_ROWS) waiting.misfits.push(misfit)
      if (waiting.row <= resumedAt) continue
      addLine(waiting.frames, line)
      if (isEnough(run, waiting)) await writeWaiting(run, waiting, resumedAt)
    }
    if (run.signal.aborted) {
      await writeWaiting(run, waiting, resumedAt)
      throw telltaleError('cancelled', {
        kept: `${Math.max(waiting.row, resumedAt)} rows are kept; the same command goes on from there.`,
      })
    }
  }
  await writeWaiting(run, waiting, resumedAt)
  return { rows: waiting.row, resumedAt }
}

/** The rows by which a mapping is judged are waited for, unless they are very long. */
function isEnough({ mapping }: ImportRun, { frames, row }: Waiting): boolean {
  const isJudged = mapping === null || row >= CHECKED_ROWS
  return frames.bytes >= (isJudged ? CHUNK_BYTES : 16 * CHUNK_BYTES)
}

async function writeWaiting(run: ImportRun, waiting: Waiting, resumedAt: number): Promise<void> {
  const { row, misfits } = waiting
  if (run.log.position() === 0) checkFit(run, misfits, Math.min(row, CHECKED_ROWS))
  const frames = takeFrames(waiting.frames)
  if (frames.length > 0) await run.log.append(frames)
  giveBack(waiting.frames, frames)
  if (row > resumedAt) run.progress(row)
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
    if (read.kind === 'plain') return { line: read.bytes, misfit: null }
    if (read.kind === 'unreadable') return { line: unreadableLine(read.text, read.why), misfit: null }
    if (run.mapping === null) {
      const text = read.text()
      return { line: canonicalLine(text, read.row.has('messageId') ? null : identify(text)), misfit: null }
    }
    if (!checked) checkColumns(run.path, run.mapping, [...read.row.keys()])
    checked = true
    const id = !isExport(run.mapping) && run.mapping.id !== undefined ? '' : identify(read.text())
    const track = isExport(run.mapping) ? null : writeTrack(read.row, run.mapping, id)
    if (track !== null) return { line: track, misfit: null }
    const mapped = mapRow(read.row, run.mapping, id)
    return mapped.kind === 'message'
      ? { line: JSON.stringify(mapped.message), misfit: null }
      : { line: unreadableLine(read.text(), mapped.why), misfit: mapped.why }
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
