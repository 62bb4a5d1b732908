import { setTimeout } from 'node:timers/promises'
import { applyWritten } from '../advance-project.ts'
import type { Project } from '../project.ts'

export type Following = {
  readonly log: string
  /** Ends with the import. */
  readonly writing: Promise<unknown>
  /** The last position that was written. */
  readonly written: () => number
}

/** Small stretches would cost as much as they save. */
const LEAST_ROWS = 20_000
const LOOK_MS = 20

/** Applies an import while it is being written, so that both take the time of the longer one. What was written last is left to `applyImports`. */
export async function followImport(project: Project, { log, writing, written }: Following): Promise<void> {
  let isOver = false
  const over = writing.then(
    () => undefined,
    () => undefined,
  )
  over.then(() => {
    isOver = true
  })
  while (!isOver) {
    const waiting = written() - (project.store.applied()[log] ?? 0)
    if (waiting >= LEAST_ROWS) await applyWritten(project, log)
    else await Promise.race([over, setTimeout(LOOK_MS)])
  }
}
