import { mkdirSync } from 'node:fs'
import { type ControlStore, openControlStore } from '../store/control/open-control-store.ts'
import type { Invocation } from './command.ts'

/** Work on the control store of the data folder, which is made where there is none; a server may run beside it. */
export async function withControl<T>(
  { dataDir }: Pick<Invocation, 'dataDir'>,
  work: (db: ControlStore) => Promise<T>,
): Promise<T> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const db = await openControlStore(dataDir)
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}
