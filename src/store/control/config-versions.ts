import type { Model } from '../../config/model.ts'
import type { Millis } from '../../core/time.ts'
import type { ControlStore } from './open-control-store.ts'

/** Models are kept: a past day is explained with the config of that day. */
export async function keepModel(db: ControlStore, model: Model, now: Millis): Promise<void> {
  await db
    .insertInto('config_version')
    .values({ hash: model.hash, model: JSON.stringify(model), activated_at: now })
    .onConflict((c) => c.column('hash').doUpdateSet({ activated_at: now }))
    .execute()
}

export async function readModel(db: ControlStore, hash: string): Promise<Model | null> {
  const row = await db.selectFrom('config_version').select('model').where('hash', '=', hash).executeTakeFirst()
  return row === undefined ? null : JSON.parse(row.model)
}

/** The model activated last, or null before the first. */
export async function latestModel(db: ControlStore): Promise<Model | null> {
  const row = await db
    .selectFrom('config_version')
    .select('model')
    .orderBy('activated_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : JSON.parse(row.model)
}

/** The model that was in force at an instant: the one activated last by then, else the first. null: none was ever activated. */
export async function modelInForceAt(db: ControlStore, at: Millis): Promise<Model | null> {
  const rows = await db.selectFrom('config_version').select(['model', 'activated_at']).orderBy('activated_at').execute()
  const row = rows.findLast((one) => Number(one.activated_at) <= at) ?? rows[0]
  return row === undefined ? null : JSON.parse(row.model)
}

export type Override = {
  readonly path: string
  readonly value: unknown
  readonly setBy: string
  readonly setAt: Millis
}

/** Every override ever set, oldest first: the audit trail; the last of a path is in force (value null: back to the file). */
export async function readOverrides(db: ControlStore): Promise<Override[]> {
  const rows = await db.selectFrom('override').selectAll().orderBy('id').execute()
  return rows.map((row) => ({
    path: row.path,
    value: JSON.parse(row.value),
    setBy: row.set_by,
    setAt: Number(row.set_at),
  }))
}

export async function setOverride(db: ControlStore, override: Override): Promise<void> {
  await db
    .insertInto('override')
    .values({
      path: override.path,
      value: JSON.stringify(override.value),
      set_by: override.setBy,
      set_at: override.setAt,
    })
    .execute()
}
