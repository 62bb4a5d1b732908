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
  /** Events kept that belonged to no account when they were applied; absent of what an earlier version imported. */
  readonly withoutAccount?: number
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
export async function readImport(project: Pick<Project, 'control'>, log: string): Promise<ImportTotals | null> {
  return (await readKept(project, log)).totals
}

/** What is kept of an import: its totals, and what they will be once the stretch that is being stored is there. */
export type KeptImport = { readonly totals: ImportTotals | null; readonly next: ImportTotals | null }

export function keepImport({ control }: Pick<Project, 'control'>, log: string, kept: KeptImport): Promise<void> {
  return writeMeta(control, `import:${log}`, JSON.stringify({ ...kept.totals, next: kept.next }))
}

/** Its totals, with what was said of a stretch that is stored by now. */
export async function readSettled(project: Imports, log: string): Promise<ImportTotals | null> {
  const kept = await readKept(project, log)
  return isStored(project, log, kept) ? kept.next : kept.totals
}

/** Takes for true what was said of a stretch that is stored by now. */
export async function settleImport(project: Imports, log: string): Promise<void> {
  const kept = await readKept(project, log)
  if (isStored(project, log, kept)) await keepImport(project, log, { totals: kept.next, next: null })
}

type Imports = Pick<Project, 'control' | 'store'>

function isStored({ store }: Imports, log: string, { next }: KeptImport): boolean {
  return next !== null && next.upTo <= (store.applied()[log] ?? 0)
}

async function readKept({ control }: Pick<Project, 'control'>, log: string): Promise<KeptImport> {
  const text = await readMeta(control, `import:${log}`)
  if (text === null) return { totals: null, next: null }
  const { next = null, ...totals } = JSON.parse(text)
  return { totals: 'upTo' in totals ? totals : null, next }
}

/** From when on each import counts as one: what it brought of the days before is the history that live judgement began from. */
export async function importsAfter(project: Pick<Project, 'folder' | 'control'>): Promise<ImportedAfter[]> {
  const kept = importLogs(project).map(async (log) => ({ log, day: (await readImport(project, log))?.baseline ?? -1 }))
  return Promise.all(kept)
}
