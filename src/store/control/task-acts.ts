import type { Selectable } from 'kysely'
import type { Day, Millis } from '../../core/time.ts'
import { readInPieces } from './in-pieces.ts'
import type { ControlStore } from './open-control-store.ts'
import type { ControlSchema } from './schema.ts'

/** What was done about a task, and with that about each of its reasons. */
export type TaskAct = {
  readonly task: string
  readonly account: string
  readonly reasons: readonly string[]
  readonly what: 'done' | 'snoozed' | 'dismissed'
  readonly day: Day
  /** Snoozed up to this day. */
  readonly until: Day | null
  /** What came of it, when it was done. */
  readonly result: string | null
  readonly note: string
  readonly by: string
  readonly at: Millis
}

/** The act about one reason. */
export type ReasonAct = Omit<TaskAct, 'reasons'> & { readonly reason: string }

export async function writeAct(db: ControlStore, { reasons, until, by, at, ...act }: TaskAct): Promise<void> {
  const nobody = { undone_by: null, undone_at: null }
  const rows = reasons.map((reason) => ({ ...act, reason, until_day: until, set_by: by, set_at: at, ...nobody }))
  await db.insertInto('task_act').values(rows).execute()
}

/** Of each reason, or each of these, the last act that was not undone. */
export async function readLastActs(db: ControlStore, reasons: readonly string[] | null = null): Promise<ReasonAct[]> {
  return reasons === null ? lastActs(db, null) : readInPieces(reasons, (piece) => lastActs(db, piece))
}

async function lastActs(db: ControlStore, reasons: readonly string[] | null): Promise<ReasonAct[]> {
  let last = db
    .selectFrom('task_act')
    .select(({ fn }) => fn.max('id').as('id'))
    .where('undone_by', 'is', null)
  if (reasons !== null) last = last.where('reason', 'in', reasons)
  const rows = await db
    .selectFrom('task_act')
    .selectAll()
    .where('id', 'in', last.groupBy('reason'))
    .orderBy('id')
    .execute()
  return rows.map(toAct)
}

/** Differs whenever an act was added or undone. */
export async function readActsVersion(db: ControlStore): Promise<string> {
  const last = await db
    .selectFrom('task_act')
    .select(({ fn }) => [fn.max('id').as('id'), fn.count('undone_by').as('undone')])
    .executeTakeFirstOrThrow()
  return `${last.id}/${last.undone}`
}

/** The accounts about which something was done, or taken back, between two versions as `readActsVersion` gives them. */
export async function readActedAccounts(db: ControlStore, before: string, now: string): Promise<readonly string[]> {
  if (before === now) return []
  const [last = 0, undone] = before.split('/').map((part) => Number(part) || 0)
  const accounts = db.selectFrom('task_act').select('account').distinct()
  const anyUndone = undone !== Number(now.split('/')[1])
  const rows = await accounts
    .where((act) => act.or([act('id', '>', last), ...(anyUndone ? [act('undone_by', 'is not', null)] : [])]))
    .execute()
  return rows.map(({ account }) => account)
}

/** Acts from a day on that were not undone. */
export async function readActsSince(db: ControlStore, day: Day): Promise<ReasonAct[]> {
  const acts = db.selectFrom('task_act').selectAll().where('undone_by', 'is', null).where('day', '>=', day)
  return (await acts.orderBy('id').execute()).map(toAct)
}

/** Takes back the last act on a task, named by its id or that of one of its reasons; null: there is none. */
export async function undoAct(
  db: ControlStore,
  { task, by, at }: { readonly task: string; readonly by: string; readonly at: Millis },
): Promise<ReasonAct | null> {
  return db.transaction().execute(async (tx) => {
    const last = await tx
      .selectFrom('task_act')
      .selectAll()
      .where('undone_by', 'is', null)
      .where((act) => act.or([act('task', '=', task), act('reason', '=', task)]))
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (last === undefined) return null
    await tx
      .updateTable('task_act')
      .set({ undone_by: by, undone_at: at })
      .where('task', '=', last.task)
      .where('set_at', '=', last.set_at)
      .where('undone_by', 'is', null)
      .execute()
    return toAct(last)
  })
}

function toAct(row: Selectable<ControlSchema['task_act']>): ReasonAct {
  const { task, reason, account, day, result, note } = row
  const what = row.what as TaskAct['what']
  return {
    task,
    reason,
    account,
    what,
    day,
    until: row.until_day,
    result,
    note,
    by: row.set_by,
    at: Number(row.set_at),
  }
}

/** The day on which something was done about each account last. */
export async function readTouched(db: ControlStore): Promise<ReadonlyMap<string, Day>> {
  const rows = await db
    .selectFrom('task_act')
    .select(['account', ({ fn }) => fn.max('day').as('day')])
    .where('what', '=', 'done')
    .where('undone_by', 'is', null)
    .groupBy('account')
    .execute()
  return new Map(rows.map(({ account, day }) => [account, Number(day)]))
}
