import type { Day, Millis } from '../../core/time.ts'
import type { ControlStore } from './open-control-store.ts'

export type NewAbsence = {
  readonly person: string
  /** Both included. */
  readonly from: Day
  readonly to: Day
  readonly cover: string | null
  readonly by: string
  readonly at: Millis
}
export type KeptAbsence = NewAbsence & { readonly id: number }

export async function addAbsence(db: ControlStore, { from, to, by, at, ...rest }: NewAbsence): Promise<KeptAbsence> {
  const row = { ...rest, from_day: from, to_day: to, set_by: by, set_at: at }
  const { insertId } = await db.insertInto('absence').values(row).executeTakeFirstOrThrow()
  return { id: Number(insertId), ...rest, from, to, by, at }
}

/** Those that are not over on a day, the next first. */
export async function readAbsences(db: ControlStore, today: Day): Promise<KeptAbsence[]> {
  const rows = await db
    .selectFrom('absence')
    .selectAll()
    .where('to_day', '>=', today)
    .orderBy('from_day')
    .orderBy('id')
    .execute()
  return rows.map(({ from_day, to_day, set_by, set_at, ...rest }) => {
    return { ...rest, id: Number(rest.id), from: from_day, to: to_day, by: set_by, at: Number(set_at) }
  })
}

/** @returns false when there is no such absence. */
export async function removeAbsence(db: ControlStore, id: number): Promise<boolean> {
  const result = await db.deleteFrom('absence').where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows > 0n
}
