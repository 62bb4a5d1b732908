import type { Day, Millis } from '../../core/time.ts'
import type { ControlStore } from './open-control-store.ts'

export type PulseColour = 'red' | 'yellow' | 'green'

/** What somebody thinks of an account, up to a day; `colour` null: nothing any more. */
export type StoredPulse = {
  readonly account: string
  readonly colour: PulseColour | null
  readonly note: string
  /** Included. */
  readonly until: Day | null
  readonly by: string
  readonly at: Millis
}
export type KeptPulse = StoredPulse & { readonly colour: PulseColour; readonly until: Day }

export async function writePulse(db: ControlStore, { until, by, at, ...pulse }: StoredPulse): Promise<void> {
  await db
    .insertInto('pulse')
    .values({ ...pulse, until_day: until, set_by: by, set_at: at })
    .execute()
}

/** Of each account, or of one, what was said last by an instant and holds on a day. */
export async function readPulses(
  db: ControlStore,
  { day, at, account }: { readonly day: Day; readonly at: Millis; readonly account?: string },
): Promise<KeptPulse[]> {
  let last = db
    .selectFrom('pulse')
    .select(({ fn }) => fn.max('id').as('id'))
    .where('set_at', '<=', at)
  if (account !== undefined) last = last.where('account', '=', account)
  const rows = await db
    .selectFrom('pulse')
    .selectAll()
    .where('id', 'in', last.groupBy('account'))
    .where('colour', 'is not', null)
    .where('until_day', '>=', day)
    .orderBy('account')
    .execute()
  return rows.map((row) => ({
    ...{ account: row.account, colour: row.colour as PulseColour, note: row.note },
    ...{ until: row.until_day!, by: row.set_by, at: Number(row.set_at) },
  }))
}

/** All that was ever said, in order. */
export async function readPulseHistory(db: ControlStore): Promise<StoredPulse[]> {
  const rows = await db.selectFrom('pulse').selectAll().orderBy('id').execute()
  return rows.map((row) => ({
    ...{ account: row.account, colour: row.colour as PulseColour | null, note: row.note },
    ...{ until: row.until_day, by: row.set_by, at: Number(row.set_at) },
  }))
}
