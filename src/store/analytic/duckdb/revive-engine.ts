import { run } from './connection.ts'
import { openFile } from './open-file.ts'
import { loadMirror } from './read/load-mirror.ts'
import { SCRATCH_TABLES } from './schema.ts'
import type { StoreContext } from './store-context.ts'

/** True once the engine refuses everything: it does so after a checkpoint that could not be written. The file itself is sound. */
export function isDown(error: unknown): boolean {
  return error instanceof Error && /FATAL|has been invalidated/.test(error.message)
}

/** Opens the file anew in place of an engine that is down, and reads again what stands in memory: a batch may be stored although it failed. */
export async function reviveEngine(context: StoreContext): Promise<void> {
  context.writer.closeSync()
  context.instance.closeSync()
  const { instance, connection } = await openFile(context.folder, context.limits)
  context.instance = instance
  context.writer = connection
  for (const statement of SCRATCH_TABLES) await run(connection, statement)
  await loadMirror(context)
  context.isDown = false
}
