import type { Millis } from '../../../core/time.ts'
import type { ControlStore } from '../open-control-store.ts'

/** A page with all that its address holds, under a name. `owner` keeps it; whoever may look sees one that is shared. */
export type SavedView = {
  readonly owner: string
  readonly name: string
  readonly path: string
  readonly shared: boolean
  readonly by: string
  readonly at: Millis
}
export type KeptView = SavedView & { readonly id: number }

/** Keeps a view; one of the same name and owner gives way to it. */
export async function saveView(db: ControlStore, { by, at, shared, ...view }: SavedView): Promise<KeptView> {
  const row = { ...view, shared: shared ? 1 : 0, set_by: by, set_at: at }
  const { id } = await db
    .insertInto('saved_view')
    .values(row)
    .onConflict((conflict) => conflict.columns(['owner', 'name']).doUpdateSet(row))
    .returning('id')
    .executeTakeFirstOrThrow()
  return { ...view, shared, by, at, id: Number(id) }
}

/** Those of an owner and those that are shared, by name. */
export async function readViews(db: ControlStore, owner: string): Promise<KeptView[]> {
  const rows = await db
    .selectFrom('saved_view')
    .selectAll()
    .where((e) => e.or([e('owner', '=', owner), e('shared', '=', 1)]))
    .orderBy('name')
    .orderBy('id')
    .execute()
  return rows.map(({ set_by, set_at, shared, id, ...rest }) => ({
    ...{ ...rest, id: Number(id), shared: shared === 1, by: set_by, at: Number(set_at) },
  }))
}

/** Drops a view of an owner; an admin (null) any that is shared. Gives what it was called; null: there is none. */
export async function dropView(db: ControlStore, id: number, owner: string | null): Promise<string | null> {
  const dropped = await db
    .deleteFrom('saved_view')
    .where('id', '=', id)
    .where((e) => (owner === null ? e('shared', '=', 1) : e('owner', '=', owner)))
    .returning('name')
    .executeTakeFirst()
  return dropped?.name ?? null
}
