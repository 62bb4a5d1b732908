import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { TelltaleError, telltaleError } from '../../core/errors.ts'
import type { Clock } from '../../core/time.ts'
import type { Row } from '../../ingest/files/mapping.ts'
import { openBytes } from '../../ingest/files/open-file.ts'
import type { ImportPlan } from '../../ingest/files/plan-import.ts'
import { readCsv } from '../../ingest/files/read-csv.ts'
import { type PlainLine, type ReadRow, type Rows, readMessages, readNdjson } from '../../ingest/files/read-rows.ts'
import { type ImportLog, writeImport } from '../../ingest/files/write-import.ts'
import { lockLog } from '../../store/log/lock-data-folder.ts'
import type { LogWriter } from '../../store/log/log-writer.ts'
import { openLogWriterInline } from '../../store/log/open-log-writer-inline.ts'
import type { Door } from './keep-out.ts'

export type ImportRun = {
  readonly dataDir: string
  readonly plan: ImportPlan
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly stdin: Readable
  /** Rows of a Parquet file as plain values, in order. */
  readonly readParquet: (path: string) => AsyncIterable<readonly Row[]>
  /** Rows written, bytes of the file read, bytes of the file. */
  readonly progress: (rows: number, bytes: number, total: number) => void
  /** Goes on where the mapping fits half of the rows or fewer. */
  readonly takesMisfits?: boolean
  /** What may be written of the rows; absent: all of them. */
  readonly door?: Door
}

export type Imported = {
  readonly logName: string
  readonly rows: number
  readonly resumedAt: number /** Nothing was written: the whole file is in the log. */
  readonly known: boolean
}

/**
 * Writes a file into a log of its own, beside a running server or not; it is applied by whoever holds the data folder. Run again, it goes on where it stopped.
 * @throws cancelled, import_unreadable, mapping_incomplete, mapping_misfit, disk_full, data_in_use when another process is importing the same file
 */
export async function importFile(run: ImportRun): Promise<Imported> {
  const { dataDir, plan, clock, signal, progress } = run
  const lock = lockLog(dataDir, plan.logName)
  const writer = openLogWriterInline({ dir: dataDir, logName: plan.logName })
  try {
    const { rows, read } = plan.mapping === null ? openMessages(run) : openRows(run)
    const log = importLog(writer, { source: plan.source, clock, ...(run.door === undefined ? {} : { door: run.door }) })
    const written = await writeImport({
      path: plan.path,
      rows,
      mapping: plan.mapping,
      log,
      scratch: join(dataDir, `${plan.logName}.rows`),
      signal,
      takesMisfits: run.takesMisfits === true,
      progress: (row) => progress(row, read(), plan.bytes),
    })
    const finished = written.resumedAt > written.rows
    if (!finished)
      await writer.appendControl({ kind: 'import_finished', source: plan.source, kept: written.rows }, clock.now())
    return { logName: plan.logName, ...written, resumedAt: Math.min(written.resumedAt, written.rows), known: finished }
  } finally {
    await writer.close()
    lock.release()
  }
}

export type RowSource = Pick<ImportRun, 'stdin' | 'readParquet'> & {
  readonly plan: Pick<ImportPlan, 'path' | 'format' | 'gzipped'>
}

/** Rows of a file, and how many of its bytes were read (0 of Parquet). */
export type OpenedRows<Read = ReadRow> = { readonly rows: Rows<Read>; readonly read: () => number }

/** The rows of a file as they are. A file that ends in the middle is import_unreadable after the rows before. */
export function openRows(source: RowSource): OpenedRows {
  const { plan, stdin, readParquet } = source
  if (plan.format === 'parquet') return { rows: readable(plan, parquetRows(readParquet(plan.path))), read: () => 0 }
  const { stream, read } = openBytes(plan.path, plan.gzipped, stdin)
  return { rows: readable(plan, plan.format === 'csv' ? readCsv(stream) : readNdjson(stream)), read }
}

/** As `openRows`, of a file whose rows are messages already. */
export function openMessages(source: RowSource): OpenedRows<ReadRow | PlainLine> {
  const { plan, stdin } = source
  if (plan.format !== 'ndjson') return openRows(source)
  const { stream, read } = openBytes(plan.path, plan.gzipped, stdin)
  return { rows: readable(plan, readMessages(stream)), read }
}

/** What decompression and the Parquet reader raise is about the file, and the user's to mend. */
async function* readable<Read>(plan: RowSource['plan'], rows: Rows<Read>): AsyncGenerator<readonly Read[]> {
  try {
    yield* rows
  } catch (error) {
    if (error instanceof TelltaleError) throw error
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    const format = plan.gzipped ? `gzipped ${plan.format}` : plan.format
    throw telltaleError('import_unreadable', { path: plan.path, format, reason }, error)
  }
}

async function* parquetRows(rows: AsyncIterable<readonly Row[]>): AsyncGenerator<ReadRow[]> {
  for await (const some of rows)
    yield some.map((row) => ({ kind: 'row', row, text: () => JSON.stringify(Object.fromEntries(row)) }))
}

const LINES = { shape: 'lines' } as const
const asTheyAre: Door = (_, body) => body

type Importing = { readonly source: string; readonly clock: Clock; readonly door?: Door }

/** Frames that are appended together share a sync. */
export function importLog(writer: LogWriter, { source, clock, door = asTheyAre }: Importing): ImportLog {
  return {
    position: () => writer.position(),
    append: async (frames) => {
      const appends = frames.map(({ body, count }) =>
        writer.append(
          { kind: 'messages', receivedAt: clock.now(), source, shape: 'lines', imported: true, count },
          door(LINES, body),
        ),
      )
      await Promise.all(appends)
    },
  }
}
