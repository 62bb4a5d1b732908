import { setTimeout } from 'node:timers/promises'
import type { IngestSettings } from '../config/ingest-settings.ts'
import { openThread } from '../core/open-thread.ts'
import { workerUrl } from '../core/package-root.ts'
import type { Millis } from '../core/time.ts'
import type { ImportPlan } from '../ingest/files/plan-import.ts'
import type { Imported, ImportRun } from '../run/apply/import-file.ts'

/** What may be written of the rows, as plain data. */
export type Suppressed = { readonly forgotten: ReadonlySet<string>; readonly settings: IngestSettings }

/** An import as it is told to its thread. */
export type ImportTask = Suppressed & {
  readonly dataDir: string
  readonly plan: ImportPlan
  readonly takesMisfits: boolean
  /** Its time now, and whether it stands still. */
  readonly clock: { readonly now: Millis; readonly isStopped: boolean }
  /** Shared: what was reached, and whether to stop. */
  readonly progress: Float64Array
}

/** Places of `progress`: rows written, bytes of the file read, 1 to stop. */
export const ROWS = 0
export const READ = 1
export const ASKED_TO_STOP = 2

const TELL_MS = 50

type ThreadedImport = Omit<ImportTask, 'progress'> & Pick<ImportRun, 'signal' | 'progress'>

/**
 * As `importFile`, on a thread of its own (compiled: needs `dist/`), so that reading, mapping and syncing hold up nothing that is applied meanwhile.
 * @throws what `importFile` throws
 */
export async function importOnThread({ signal, progress, ...task }: ThreadedImport): Promise<Imported> {
  const shared = new Float64Array(new SharedArrayBuffer(3 * Float64Array.BYTES_PER_ELEMENT))
  const thread = openThread<ImportTask, Imported>({
    script: workerUrl('cli/import-file.worker.ts'),
    closed: 'The import was stopped.',
  })
  let isOver = false
  const importing = thread.ask({ ...task, progress: shared }).finally(() => {
    isOver = true
  })
  // Awaited below; a failure shows there.
  importing.catch(() => undefined)
  try {
    for (let told = 0; !isOver; await Promise.race([importing.catch(() => undefined), setTimeout(TELL_MS)])) {
      if (signal.aborted) shared[ASKED_TO_STOP] = 1
      if (shared[ROWS]! === told) continue
      told = shared[ROWS]!
      progress(told, shared[READ]!, task.plan.bytes)
    }
    return await importing
  } finally {
    await thread.close()
  }
}
