import type { ControlStore } from '../open-control-store.ts'
import { findKept, type Sought } from './find-kept.ts'

/** Takes notes on an account, and whatever people keep that names a subject, away; gives how many rows went. */
export async function forgetKept(db: ControlStore, sought: Sought): Promise<number> {
  const gone = await findKept(db, sought)
  for (const table of ['account_note', 'saved_view', 'release'] as const)
    for (const { id } of gone[table]) await db.deleteFrom(table).where('id', '=', id).execute()
  return gone.account_note.length + gone.saved_view.length + gone.release.length
}
