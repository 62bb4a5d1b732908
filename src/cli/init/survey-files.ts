import { readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { telltaleError } from '../../core/errors.ts'
import { mapRow } from '../../ingest/files/map-row.ts'
import type { Mapping } from '../../ingest/files/mapping.ts'
import type { ReadRow } from '../../ingest/files/read-rows.ts'
import { type Observer, openObserver } from '../../ingest/survey/observe-messages.ts'
import type { Survey } from '../../ingest/survey/survey.ts'
import { openRows } from '../../run/apply/import-file.ts'
import { readParquetRows } from '../../store/analytic/duckdb/read/read-parquet-rows.ts'
import type { Invocation } from '../command.ts'
import { type ChosenMapping, chooseMapping, type Fallback, type Sample } from '../import-mapping.ts'
import { readHead } from '../preview-import.ts'
import { reportProgress } from '../report-progress.ts'
import { fallbackOf } from './name-rows.ts'

/** Rows that are looked at in all; of more, each file gives its first ones. */
export const MOST_ROWS = 1_000_000
const FILES = /\.(ndjson|jsonl|json|csv|tsv|parquet)(\.gz)?$/i

export type SurveyedFile = {
  readonly path: string
  readonly rows: number
  /** It goes on beyond the rows that were read. */
  readonly cut: boolean
  /** Rows that are no messages. */
  readonly refused: number
  readonly chosen: ChosenMapping
}

export type Surveyed = { readonly survey: Survey; readonly files: readonly SurveyedFile[] }

/** Looks at a file, or at every file of events in a folder. @throws import_missing, import_unreadable, mapping_incomplete, cancelled */
export async function surveyFiles(invocation: Invocation, from: string): Promise<Surveyed> {
  const paths = filesOf(resolve(invocation.io.cwd, from), from)
  const observer = openObserver()
  const files: SurveyedFile[] = []
  const progress = reportProgress(invocation.io, 'Looking', 'rows')
  let rows = 0
  for (const path of paths) {
    const most = Math.ceil((MOST_ROWS - rows) / (paths.length - files.length))
    const file = await surveyFile(invocation, {
      path,
      most,
      observer,
      progress: (n) => progress.update(rows + n, null),
    })
    files.push(file)
    rows += file.rows
  }
  return { survey: observer.survey(), files }
}

function filesOf(path: string, shown: string): readonly string[] {
  let folder: boolean
  try {
    folder = statSync(path).isDirectory()
  } catch (error) {
    throw telltaleError('import_missing', { path: shown }, error)
  }
  if (!folder) return [path]
  const found = readdirSync(path)
    .filter((name) => FILES.test(name))
    .sort()
    .map((name) => join(path, name))
  if (found.length > 0) return found
  const reason = 'no .ndjson, .jsonl, .json, .csv, .tsv or .parquet in the folder'
  throw telltaleError('import_unreadable', { path: shown, format: 'events', reason })
}

type Looking = {
  readonly path: string
  readonly most: number
  readonly observer: Observer
  readonly progress: (rows: number) => void
}

const EVERY = 5_000

async function surveyFile(invocation: Invocation, { path, most, observer, progress }: Looking): Promise<SurveyedFile> {
  const stdin = Readable.from([])
  const { sample, file } = await readHead(path, { stdin })
  const named: Sample = { ...sample, path: basename(path) }
  const fallback: Fallback = fallbackOf(named)
  const chosen = chooseMapping(invocation, named, fallback)
  let rows = 0
  let refused = 0
  let told = 0
  const opened = openRows({ plan: { ...file, path }, stdin, readParquet: readParquetRows })
  // Some at a time: waiting for each would take as long as looking at it.
  for await (const some of opened.rows) {
    for (const read of some) {
      if (rows >= most) return { path, rows, cut: true, refused, chosen }
      rows++
      const message = messageOf(read, chosen.mapping)
      if (message === null) refused++
      else observer.see(message)
    }
    if (rows - told < EVERY) continue
    told = rows
    progress(rows)
    if (invocation.io.signal.aborted) throw telltaleError('cancelled', { kept: 'Nothing was written.' })
  }
  return { path, rows, cut: false, refused, chosen }
}

function messageOf(read: ReadRow, mapping: Mapping | null): Readonly<Record<string, unknown>> | null {
  if (read.kind === 'unreadable') return null
  if (mapping === null) return read.whole ?? Object.fromEntries(read.row)
  const mapped = mapRow(read.row, mapping, '')
  return mapped.kind === 'message' ? mapped.message : null
}
