import type { Day, Millis } from '../../core/time.ts'
import type { ImportedAfter } from '../../store/analytic/analytic-store.ts'
import { readMeta, writeMeta } from '../../store/control/open-control-store.ts'
import { listLogs } from '../../store/log/list-segments.ts'
import { LIVE_LOG } from '../data-folder.ts'
import type { Project } from '../project.ts'

export type ImportTotals = {
  /** How far the log is counted: what is applied again, to a store that is rebuilt, is not counted again. */
  readonly upTo: number
  readonly kept: number
  readonly duplicates: number
  readonly quarantined: number
  /** Refused messages by reason. */
  readonly reasons: Readonly<Record<string, number>>
  /** Time of the first and of the last event that was kept; null: none was. */
  readonly span: readonly [Millis, Millis] | null
  readonly finished: boolean
  /** The last closed day when its history became what live judgement goes on from; null: it has not yet. */
  readonly baseline: Day | null
}

/** The logs that imports wrote. */
export function importLogs({ folder }: Pick<Project, 'folder'>): string[] {
  return listLogs(folder.root).filter((name) => name !== LIVE_LOG)
}

/** What became of an import's rows so far; null: nothing of it was applied. */
export async function readImport({ control }: Pick<Project, 'control'>, log: string): Promise<ImportTotals | null> {
  const text = await readMeta(control, `import:${log}`)
  return text === null ? null : JSON.parse(text)
}

export function keepImport({ control }: Pick<Project, 'control'>, log: string, totals: ImportTotals): Promise<void> {
  return writeMeta(control, `import:${log}`, JSON.stringify(totals))
}

/** From when on each import counts as one: what it brought of the days before is the history that live judgement began from. */
export async function importsAfter(project: Pick<Project, 'folder' | 'control'>): Promise<ImportedAfter[]> {
  const kept = importLogs(project).map(async (log) => ({ log, day: (await readImport(project, log))?.baseline ?? -1 }))
  return Promise.all(kept)
}
