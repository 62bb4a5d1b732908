import { Readable } from 'node:stream'
import { telltaleError } from '../../core/errors.ts'
import type { Mapping } from '../../ingest/files/mapping.ts'
import { planImport } from '../../ingest/files/plan-import.ts'
import { applyImports } from '../advance-project.ts'
import type { Project } from '../project.ts'
import { type ImportRun, importFile } from './import-file.ts'
import { type ImportTotals, readImport } from './kept-imports.ts'

export type HistoryFile = {
  readonly path: string
  readonly source: string
  /** null: the rows are Segment messages already. */
  readonly mapping: Mapping | null
  readonly readParquet: ImportRun['readParquet']
}

/** Writes a file into a log of its own, applies it, and sets the quiet baseline: an import where no server runs. */
export async function importHistory(project: Project, { readParquet, ...file }: HistoryFile): Promise<ImportTotals> {
  const plan = await planImport(file)
  await importFile({
    dataDir: project.folder.root,
    plan,
    clock: project.clock,
    signal: new AbortController().signal,
    stdin: Readable.from([]),
    readParquet,
    progress: () => {},
    ...(project.live.door === null ? {} : { door: project.live.door }),
  })
  await applyImports(project, () => {})
  const totals = await readImport(project, plan.logName)
  if (totals === null)
    throw telltaleError('import_unreadable', { path: file.path, format: plan.format, reason: 'it holds no rows' })
  return totals
}
