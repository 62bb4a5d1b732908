import type { Selectable } from 'kysely'
import type { Millis } from '../../core/time.ts'
import type { ControlStore } from './open-control-store.ts'
import type { ControlSchema } from './schema.ts'

/** A number as it was last worked out, under which definitions, and of which logs up to where (JSON). */
export type KeptNumber = {
  readonly metric: string
  readonly from: string
  readonly to: string
  readonly value: number
  readonly currency: string | null
  readonly definitions: string
  readonly positions: string
  readonly at: Millis
}

/** `by`: what happened between the two, as JSON. */
export type KeptRestatement = {
  readonly metric: string
  readonly from: string
  readonly to: string
  readonly currency: string | null
  readonly old: number
  readonly new: number | null
  readonly heldAt: Millis
  readonly seenAt: Millis
  readonly by: string
}

/** Numbers of periods that ended on a day or later. */
export async function readNumbers(db: ControlStore, endedSince: string): Promise<readonly KeptNumber[]> {
  const rows = await db.selectFrom('published_number').selectAll().where('to_day', '>=', endedSince).execute()
  return rows.map(({ from_day: from, to_day: to, worked_out_at: at, ...row }) => ({ ...row, from, to, at: Number(at) }))
}

/** What was found to have changed, and the numbers as they are now, in one transaction. */
export async function keepNumbers(
  db: ControlStore,
  {
    numbers,
    gone,
    restated,
  }: {
    readonly numbers: readonly KeptNumber[]
    /** They cannot be told any more. */
    readonly gone: readonly KeptNumber[]
    readonly restated: readonly KeptRestatement[]
  },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const { from, to, heldAt, seenAt, old, new: now, ...one } of restated)
      await tx
        .insertInto('restatement')
        .values({
          ...{ ...one, from_day: from, to_day: to, old_value: old, new_value: now },
          ...{ held_at: heldAt, seen_at: seenAt },
        })
        .execute()
    for (const { from, to, at, ...one } of numbers) {
      const row = { ...one, from_day: from, to_day: to, worked_out_at: at }
      await tx
        .insertInto('published_number')
        .values(row)
        .onConflict((clash) => clash.columns(['metric', 'from_day', 'to_day']).doUpdateSet(row))
        .execute()
    }
    for (const { metric, from, to } of gone)
      await tx
        .deleteFrom('published_number')
        .where('metric', '=', metric)
        .where('from_day', '=', from)
        .where('to_day', '=', to)
        .execute()
  })
}

/** Newest first. */
export async function readRestatements(
  db: ControlStore,
  { metric, since, limit }: { readonly metric: string | null; readonly since: Millis; readonly limit: number },
): Promise<readonly (KeptRestatement & { readonly id: number })[]> {
  const all = db.selectFrom('restatement').selectAll().where('seen_at', '>=', since)
  const asked = metric === null ? all : all.where('metric', '=', metric)
  return (await asked.orderBy('id', 'desc').limit(limit).execute()).map(toRestatement)
}

function toRestatement(row: Selectable<ControlSchema['restatement']>): KeptRestatement & { readonly id: number } {
  const { id, metric, currency, by, from_day: from, to_day: to, old_value: old, new_value: now } = row
  const times = { heldAt: Number(row.held_at), seenAt: Number(row.seen_at) }
  return { id, metric, currency, by, from, to, old, new: now, ...times }
}
