import { MODEL_FORMAT, type Model } from '../../config/model.ts'
import type { Millis } from '../../core/time.ts'
import type { ControlStore } from './open-control-store.ts'

/** A model as it was kept; `unreadable`: by a build whose models have another shape. */
export type KeptModel = Model | 'unreadable'

/** From when on a config is in force: by the clock, and from which position in the live log; `overrides`: the number of the last one that it has. */
export type InForceFrom = { readonly at: Millis; readonly n: number; readonly overrides: number }

/** Models are kept, and each time one came into force: a past day is explained with the config of that day, also after going back to an earlier one. */
export async function keepModel(db: ControlStore, model: Model, { at, n, overrides }: InForceFrom): Promise<void> {
  const kept = { model: JSON.stringify(model), format: MODEL_FORMAT }
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('config_version')
      .values({ hash: model.hash, ...kept })
      .onConflict((c) => c.column('hash').doUpdateSet(kept))
      .execute()
    await tx.insertInto('config_activation').values({ hash: model.hash, activated_at: at, n, overrides }).execute()
  })
}

/** The model that came into force last, or null before the first. */
export async function latestModel(db: ControlStore): Promise<KeptModel | null> {
  const row = await inForce(db).orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row === undefined ? null : readKept(row)
}

/** The model that was in force at an instant: the last one by then, else the first. null: none ever was. */
export async function modelInForceAt(db: ControlStore, at: Millis): Promise<KeptModel | null> {
  const last = await inForce(db).where('activated_at', '<=', at).orderBy('id', 'desc').limit(1).executeTakeFirst()
  const row = last ?? (await inForce(db).orderBy('id').limit(1).executeTakeFirst())
  return row === undefined ? null : readKept(row)
}

/** A configuration that came into force, with the signals that it opened and closed. */
export type KeptActivation = {
  readonly hash: string
  readonly at: Millis
  readonly model: KeptModel
  /** The number of the last override that it has; null: not known. */
  readonly overrides: number | null
  readonly opened: number
  readonly closed: number
}

/** Every time a configuration came into force, oldest first. What it turned was written down behind it, and before the same one came again. */
export async function readActivations(db: ControlStore): Promise<KeptActivation[]> {
  const rows = await inForce(db).select(['config_activation.hash', 'activated_at', 'overrides']).orderBy('id').execute()
  const turned = await db
    .selectFrom('transition')
    .select((e) => ['config_hash', 'what', 'committed_at', e.fn.countAll<number>().as('n')])
    .where('cause', '=', 'config')
    .where('subject', '=', 'signal')
    .where('what', 'in', ['opened', 'closed'])
    .groupBy(['config_hash', 'what', 'committed_at'])
    .execute()
  return rows.map((row, at) => {
    const again = rows.slice(at + 1).find(({ hash }) => hash === row.hash)
    const [from, to] = [Number(row.activated_at), Number(again?.activated_at ?? Number.POSITIVE_INFINITY)]
    const own = turned.filter(
      ({ config_hash, committed_at }) =>
        config_hash === row.hash && Number(committed_at) >= from && Number(committed_at) < to,
    )
    const count = (what: string): number =>
      own.filter((one) => one.what === what).reduce((sum, { n }) => sum + Number(n), 0)
    return {
      hash: row.hash,
      at: from,
      model: readKept(row),
      overrides: row.overrides,
      opened: count('opened'),
      closed: count('closed'),
    }
  })
}

function inForce(db: ControlStore) {
  return db
    .selectFrom('config_activation')
    .innerJoin('config_version', 'config_version.hash', 'config_activation.hash')
    .select(['model', 'format'])
}

function readKept({ model, format }: { readonly model: string; readonly format: number }): KeptModel {
  return Number(format) === MODEL_FORMAT ? JSON.parse(model) : 'unreadable'
}

export type Override = {
  /** Grows with each. */
  readonly id: number
  readonly path: string
  readonly value: unknown
  readonly setBy: string
  readonly setAt: Millis
}

/** Every override ever set, oldest first: the audit trail; the last of a path is in force (value null: back to the file). */
export async function readOverrides(db: ControlStore): Promise<Override[]> {
  const rows = await db.selectFrom('override').selectAll().orderBy('id').execute()
  return rows.map((row) => ({
    id: Number(row.id),
    path: row.path,
    value: JSON.parse(row.value),
    setBy: row.set_by,
    setAt: Number(row.set_at),
  }))
}

/** The number of the override that was set last; it grows with each. 0: none ever was. */
export async function lastOverride(db: ControlStore): Promise<number> {
  const row = await db.selectFrom('override').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return Number(row?.id ?? 0)
}

export async function setOverride(db: ControlStore, override: Omit<Override, 'id'>): Promise<void> {
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
