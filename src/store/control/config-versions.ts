import { MODEL_FORMAT, type Model } from '../../config/model.ts'
import type { Millis } from '../../core/time.ts'
import type { ControlStore } from './open-control-store.ts'

/** A model as it was kept; `unreadable`: by a build whose models have another shape. */
export type KeptModel = Model | 'unreadable'

/** Models are kept: a past day is explained with the config of that day. */
export async function keepModel(db: ControlStore, model: Model, now: Millis): Promise<void> {
  const kept = { model: JSON.stringify(model), format: MODEL_FORMAT, activated_at: now }
  await db
    .insertInto('config_version')
    .values({ hash: model.hash, ...kept })
    .onConflict((c) => c.column('hash').doUpdateSet(kept))
    .execute()
}

/** The model activated last, or null before the first. */
export async function latestModel(db: ControlStore): Promise<KeptModel | null> {
  const row = await db
    .selectFrom('config_version')
    .select(['model', 'format'])
    .orderBy('activated_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : readKept(row)
}

/** The model that was in force at an instant: the one activated last by then, else the first. null: none was ever activated. */
export async function modelInForceAt(db: ControlStore, at: Millis): Promise<KeptModel | null> {
  const rows = await db
    .selectFrom('config_version')
    .select(['model', 'format', 'activated_at'])
    .orderBy('activated_at')
    .execute()
  const row = rows.findLast((one) => Number(one.activated_at) <= at) ?? rows[0]
  return row === undefined ? null : readKept(row)
}

function readKept({ model, format }: { readonly model: string; readonly format: number }): KeptModel {
  return Number(format) === MODEL_FORMAT ? JSON.parse(model) : 'unreadable'
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
