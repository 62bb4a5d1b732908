import type { Millis } from '../../../core/time.ts'
import type { ControlStore } from '../open-control-store.ts'

/** What somebody wrote about an account. A private one is shown to its owner only. */
export type AccountNote = {
  readonly account: string
  readonly owner: string
  readonly text: string
  readonly private: boolean
  readonly by: string
  readonly at: Millis
}
export type KeptNote = AccountNote & { readonly id: number }

export async function addNote(db: ControlStore, { by, at, private: hidden, ...note }: AccountNote): Promise<KeptNote> {
  const row = { ...note, private: hidden ? 1 : 0, set_by: by, set_at: at }
  const { insertId } = await db.insertInto('account_note').values(row).executeTakeFirstOrThrow()
  return { ...note, private: hidden, by, at, id: Number(insertId) }
}

/** Those of an account that an owner may see, the newest first. */
export async function readNotes(
  db: ControlStore,
  { account, owner }: Pick<AccountNote, 'account' | 'owner'>,
): Promise<KeptNote[]> {
  const rows = await db
    .selectFrom('account_note')
    .selectAll()
    .where('account', '=', account)
    .where((e) => e.or([e('owner', '=', owner), e('private', '=', 0)]))
    .orderBy('id', 'desc')
    .execute()
  return rows.map(({ set_by, set_at, id, private: hidden, ...rest }) => ({
    ...{ ...rest, id: Number(id), private: hidden === 1, by: set_by, at: Number(set_at) },
  }))
}

/** @returns false when the owner has no such note. */
export async function dropNote(db: ControlStore, id: number, owner: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('account_note')
    .where('id', '=', id)
    .where('owner', '=', owner)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
