import { sql } from 'kysely'
import type { ControlStore } from './open-control-store.ts'

/** Writes the store, as it is at one moment, into a new file; beside other readers and writers of it. @throws when the file is there already. */
export async function copyControlStore(db: ControlStore, path: string): Promise<void> {
  await sql`VACUUM INTO ${path}`.execute(db)
}
