import type { Millis } from '../../../core/time.ts'
import { readInPieces } from '../in-pieces.ts'
import type { ControlStore } from '../open-control-store.ts'

export type PlaybookSend = {
  readonly playbook: string
  readonly account: string
  readonly recipient: string
  readonly at: Millis
}

export async function noteSend(db: ControlStore, send: PlaybookSend): Promise<void> {
  await db.insertInto('playbook_send').values(send).execute()
}

/** When messages of a playbook, to an account or to a recipient were sent after an instant, oldest first. */
export async function readSends(
  db: ControlStore,
  of: 'playbook' | 'account' | 'recipient',
  { name, after }: { readonly name: string; readonly after: Millis },
): Promise<Millis[]> {
  const rows = await db
    .selectFrom('playbook_send')
    .select('at')
    .where(of, '=', name)
    .where('at', '>', after)
    .orderBy('at')
    .execute()
  return rows.map(({ at }) => Number(at))
}

/** Whether a message is in the outbox already, in whatever state. */
export async function hasDelivery(db: ControlStore, key: string): Promise<boolean> {
  return (await db.selectFrom('outbox').select('id').where('key', '=', key).executeTakeFirst()) !== undefined
}

export async function countSends(db: ControlStore): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('playbook_send')
    .select(({ fn }) => ['playbook', fn.countAll<number>().as('n')])
    .groupBy('playbook')
    .execute()
  return new Map(rows.map(({ playbook, n }) => [playbook, Number(n)]))
}

/** A task that a playbook gave. */
export type PlaybookTask = {
  readonly key: string
  readonly playbook: string
  readonly account: string
  readonly person: string
  readonly team: string
  readonly action: string
  readonly at: Millis
}

/** Gives a task, once for its key. */
export async function insertPlaybookTask(db: ControlStore, task: PlaybookTask): Promise<void> {
  await db
    .insertInto('playbook_task')
    .values(task)
    .onConflict((clash) => clash.column('key').doNothing())
    .execute()
}

/** Those about all accounts, or some, in the order in which they were given. */
export async function readPlaybookTasks(
  db: ControlStore,
  accounts: readonly string[] | null = null,
): Promise<PlaybookTask[]> {
  const all = db.selectFrom('playbook_task').selectAll().orderBy('id')
  const rows =
    accounts === null
      ? await all.execute()
      : await readInPieces(accounts, (piece) => all.where('account', 'in', piece).execute())
  return rows.map(({ id: _, ...row }) => ({ ...row, at: Number(row.at) }))
}

/** The accounts about which a task was given behind one, and the last task. */
export async function readTasksGiven(
  db: ControlStore,
  after: number,
): Promise<{ readonly accounts: readonly string[]; readonly last: number }> {
  const rows = await db.selectFrom('playbook_task').select(['id', 'account']).where('id', '>', after).execute()
  return {
    accounts: rows.map(({ account }) => account),
    last: rows.reduce((last, { id }) => Math.max(last, Number(id)), after),
  }
}
