import type { Millis } from '../../core/time.ts'
import { inPieces, insertInPieces } from './in-pieces.ts'
import type { ControlStore } from './open-control-store.ts'

/** An experiment as it was settled; `plan` is JSON. A new version of a name has a row of its own. */
export type StoredExperiment = {
  readonly name: string
  readonly version: string
  readonly plan: string
  readonly at: Millis
  readonly by: string
  readonly endedAt: Millis | null
}

/** An account at its first trigger, in whichever arm. */
export type StoredExposure = {
  readonly account: string
  readonly arm: 'treated' | 'holdout'
  readonly at: Millis
  readonly deliveredAt: Millis | null
}

type Version = Pick<StoredExperiment, 'name' | 'version'>

/** Keeps what was settled; what a version without exposures had settled before is replaced. */
export async function writeExperiment(db: ControlStore, experiment: Omit<StoredExperiment, 'endedAt'>): Promise<void> {
  const { name, version, plan, at, by } = experiment
  const settled = { plan, set_at: at, set_by: by }
  await db
    .insertInto('experiment')
    .values({ name, version, ...settled, ended_at: null })
    .onConflict((clash) => clash.columns(['name', 'version']).doUpdateSet(settled))
    .execute()
}

/** Every version of every experiment, or of one, in the order in which they were settled. */
export async function readExperiments(db: ControlStore, name?: string): Promise<StoredExperiment[]> {
  let query = db.selectFrom('experiment').selectAll().orderBy('id')
  if (name !== undefined) query = query.where('name', '=', name)
  return (await query.execute()).map((row) => ({
    ...{ name: row.name, version: row.version, plan: row.plan, at: Number(row.set_at), by: row.set_by },
    endedAt: row.ended_at === null ? null : Number(row.ended_at),
  }))
}

export async function endExperiment(db: ControlStore, { name, version }: Version, at: Millis): Promise<void> {
  await db
    .updateTable('experiment')
    .set({ ended_at: at })
    .where('name', '=', name)
    .where('version', '=', version)
    .where('ended_at', 'is', null)
    .execute()
}

/** Logs exposures; an account that was exposed before stays as it was. */
export async function writeExposures(
  db: ControlStore,
  { name, version }: Version,
  exposures: readonly Omit<StoredExposure, 'deliveredAt'>[],
): Promise<void> {
  const all = exposures.map(({ account, arm, at }) => ({
    experiment: name,
    version,
    account,
    arm,
    at,
    delivered_at: null,
  }))
  await insertInPieces(all, (rows) =>
    db
      .insertInto('exposure')
      .values(rows)
      .onConflict((clash) => clash.columns(['experiment', 'version', 'account']).doNothing())
      .executeTakeFirst(),
  )
}

/** The arms of those of some accounts that were exposed before. */
export async function readExposedArms(
  db: ControlStore,
  { name, version }: Version,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, StoredExposure['arm']>> {
  const arms = new Map<string, StoredExposure['arm']>()
  for (const piece of inPieces(accounts)) {
    const rows = await db
      .selectFrom('exposure')
      .select(['account', 'arm'])
      .where('experiment', '=', name)
      .where('version', '=', version)
      .where('account', 'in', [...piece])
      .execute()
    for (const { account, arm } of rows) arms.set(account, arm as StoredExposure['arm'])
  }
  return arms
}

/** Notes that what was tried has reached an account; the first time counts. */
export async function noteDelivery(
  db: ControlStore,
  { name, version, account }: Version & { readonly account: string },
  at: Millis,
): Promise<void> {
  await db
    .updateTable('exposure')
    .set({ delivered_at: at })
    .where('experiment', '=', name)
    .where('version', '=', version)
    .where('account', '=', account)
    .where('delivered_at', 'is', null)
    .execute()
}

/** In the order in which they were logged; of one account, or of all. */
export async function readExposures(
  db: ControlStore,
  { name, version, account }: Version & { readonly account?: string },
): Promise<StoredExposure[]> {
  let query = db
    .selectFrom('exposure')
    .selectAll()
    .where('experiment', '=', name)
    .where('version', '=', version)
    .orderBy('id')
  if (account !== undefined) query = query.where('account', '=', account)
  return (await query.execute()).map((row) => ({
    ...{ account: row.account, arm: row.arm as StoredExposure['arm'], at: Number(row.at) },
    deliveredAt: row.delivered_at === null ? null : Number(row.delivered_at),
  }))
}

/** How many are logged in each arm. */
export async function countExposures(
  db: ControlStore,
  { name, version }: Version,
): Promise<Readonly<Record<StoredExposure['arm'], number>>> {
  const rows = await db
    .selectFrom('exposure')
    .select(({ fn }) => ['arm', fn.countAll<number>().as('count')])
    .where('experiment', '=', name)
    .where('version', '=', version)
    .groupBy('arm')
    .execute()
  const countOf = (arm: string): number => Number(rows.find((row) => row.arm === arm)?.count ?? 0)
  return { treated: countOf('treated'), holdout: countOf('holdout') }
}
