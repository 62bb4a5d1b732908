import type { Day, Millis } from '../../core/time.ts'
import type { ControlStore } from './open-control-store.ts'

/** A verdict as a weekly recomputation left it. Rows are kept: the latest of an artefact stands. `proof`: JSON of what it rests on. */
export type StoredVerdict = {
  readonly kind: string
  readonly name: string
  /** What it was about, so that a verdict on another definition is not taken for one on this. */
  readonly about: string
  /** Monday of the week for which it was computed. */
  readonly week: Day
  readonly ruling: string
  readonly reasons: readonly string[]
  /** What the recomputation itself came to; `contender`: another ruling than the one that stands, found once so far. */
  readonly found: string
  readonly contender: string | null
  readonly drifts: boolean
  readonly configHash: string
  readonly proof: string
  readonly at: Millis
}

/** Writes the verdicts of a week; once. */
export async function writeVerdicts(db: ControlStore, verdicts: readonly StoredVerdict[]): Promise<void> {
  if (verdicts.length === 0) return
  await db
    .insertInto('verdict')
    .values(
      verdicts.map(({ configHash, reasons, drifts, at, ...rest }) => ({
        ...rest,
        ...{ reasons: JSON.stringify(reasons), drifts: drifts ? 1 : 0, config_hash: configHash, computed_at: at },
      })),
    )
    .onConflict((clash) => clash.doNothing())
    .execute()
}

/** All verdicts, or those of one artefact, the oldest first. */
export async function readVerdicts(
  db: ControlStore,
  of: { readonly kind?: string; readonly name?: string } = {},
): Promise<StoredVerdict[]> {
  let query = db.selectFrom('verdict').selectAll().orderBy('id')
  if (of.kind !== undefined) query = query.where('kind', '=', of.kind)
  if (of.name !== undefined) query = query.where('name', '=', of.name)
  const rows = await query.execute()
  return rows.map(({ id: _, config_hash, reasons, drifts, computed_at, ...rest }) => ({
    ...rest,
    ...{ week: Number(rest.week), configHash: config_hash, reasons: JSON.parse(reasons) as string[] },
    ...{ drifts: Number(drifts) === 1, at: Number(computed_at) },
  }))
}

/** The week of the last recomputation; null: there was none. */
export async function lastVerdictWeek(db: ControlStore): Promise<Day | null> {
  const row = await db
    .selectFrom('verdict')
    .select(({ fn }) => fn.max('week').as('week'))
    .executeTakeFirst()
  return row?.week == null ? null : Number(row.week)
}
