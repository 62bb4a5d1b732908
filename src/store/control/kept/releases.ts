import type { Day, Millis } from '../../../core/time.ts'
import type { ControlStore } from '../open-control-store.ts'

/** A version of the product that went out on a day. */
export type Release = {
  readonly name: string
  readonly note: string
  readonly day: Day
  readonly by: string
  readonly at: Millis
}
export type KeptRelease = Release & { readonly id: number }

export async function addRelease(db: ControlStore, { by, at, ...release }: Release): Promise<KeptRelease> {
  const row = { ...release, set_by: by, set_at: at }
  const { insertId } = await db.insertInto('release').values(row).executeTakeFirstOrThrow()
  return { ...release, by, at, id: Number(insertId) }
}

/** All of them, the oldest first. */
export async function readReleases(db: ControlStore): Promise<KeptRelease[]> {
  const rows = await db.selectFrom('release').selectAll().orderBy('day').orderBy('id').execute()
  return rows.map(({ set_by, set_at, id, ...rest }) => ({ ...rest, id: Number(id), by: set_by, at: Number(set_at) }))
}

/** Gives what it was called; null: there is none. */
export async function dropRelease(db: ControlStore, id: number): Promise<string | null> {
  const dropped = await db.deleteFrom('release').where('id', '=', id).returning('name').executeTakeFirst()
  return dropped?.name ?? null
}
