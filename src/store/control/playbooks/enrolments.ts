import type { Selectable } from 'kysely'
import type { Millis } from '../../../core/time.ts'
import type { EntityRef } from '../../../core/transition.ts'
import { entityColumns } from '../commit-judgement.ts'
import type { ControlStore } from '../open-control-store.ts'
import type { ControlSchema } from '../schema.ts'

export type EnrolmentState = 'live' | 'held' | 'finished' | 'ended'

/** An entity inside a playbook, or that was. A playbook about the product has the account ''. */
export type Enrolment = {
  readonly id: number
  readonly playbook: string
  readonly version: string
  readonly level: EntityRef['level'] | 'product'
  readonly account: string
  readonly person: string
  readonly occurrence: string
  readonly arm: 'treated' | 'holdout'
  readonly state: EnrolmentState
  readonly why: string | null
  readonly because: string
  readonly enteredAt: Millis
  readonly atEvent: boolean
  readonly step: number
  readonly since: Millis
  readonly dueAt: Millis | null
}

export type NewEnrolment = Omit<Enrolment, 'id' | 'step' | 'why' | 'state'>

/** Begins a playbook for an entity. @returns false: this occurrence has begun it before */
export async function insertEnrolment(db: ControlStore, one: NewEnrolment): Promise<boolean> {
  const { playbook, version, level, account, person, occurrence, arm, because, enteredAt, since, dueAt } = one
  const held = arm === 'holdout'
  const done = await db
    .insertInto('enrolment')
    .values({
      ...{ playbook, version, level, account, person, occurrence, arm, because, since, step: 0, why: null },
      ...{ entered_at: enteredAt, at_event: one.atEvent ? 1 : 0, state: held ? 'held' : 'live' },
      ...{ due_at: held ? null : dueAt, ended_at: held ? enteredAt : null },
    })
    .onConflict((clash) => clash.columns(['playbook', 'level', 'account', 'person', 'occurrence']).doNothing())
    .executeTakeFirst()
  return Number(done.numInsertedOrUpdatedRows ?? 0) > 0
}

type Owner = { readonly playbook: string; readonly level: string; readonly account: string; readonly person: string }

/** How the last enrolment of an entity stands; null: there was none. */
export async function lastEnrolment(
  db: ControlStore,
  { playbook, level, account, person }: Owner,
): Promise<{ readonly live: boolean; readonly enteredAt: Millis } | null> {
  const rows = await db
    .selectFrom('enrolment')
    .select(['state', 'entered_at'])
    .where((e) => e.and({ playbook, level, account, person }))
    .execute()
  // Not ordered by the store: it would go through everybody in the playbook for that.
  if (rows.length === 0) return null
  const enteredAt = Math.max(...rows.map((row) => Number(row.entered_at)))
  return { live: rows.some(({ state }) => state === 'live'), enteredAt }
}

export type DueFilter = {
  readonly now: Millis
  readonly limit: number
  /** Not yet begun ones that a day close brought wait until all of it is there. */
  readonly closing: boolean
}

/** Enrolments to be looked at, the longest due first; those of paused playbooks are left out. */
export async function readDue(db: ControlStore, { now, limit, closing }: DueFilter): Promise<Enrolment[]> {
  const paused = db.selectFrom('playbook_standing').select('playbook').where('paused_at', 'is not', null)
  let query = db
    .selectFrom('enrolment')
    .selectAll()
    .where('state', '=', 'live')
    .where('due_at', '<=', now)
    .where('playbook', 'not in', paused)
  if (closing) query = query.where((row) => row.or([row('at_event', '=', 1), row('step', '>', 0)]))
  const rows = await query.orderBy('due_at').orderBy('id').limit(limit).execute()
  return rows.map(toEnrolment)
}

/** Where an enrolment stands from now on. `seen`: when it was due as far as was known; what was decided meanwhile may have changed that. */
export type Moved = Pick<Enrolment, 'id' | 'state' | 'step' | 'since' | 'dueAt' | 'why'> & {
  readonly seen: Millis
}

/** @returns false: it has moved meanwhile, and stays as it is */
export async function moveEnrolment(db: ControlStore, to: Moved, now: Millis): Promise<boolean> {
  const { id, state, step, since, dueAt, why, seen } = to
  const ended = state === 'live' ? null : now
  const done = await db
    .updateTable('enrolment')
    .set({ state, step, since, due_at: state === 'live' ? dueAt : null, why, ended_at: ended })
    .where('id', '=', id)
    .where('state', '=', 'live')
    .where('due_at', '=', seen)
    .executeTakeFirst()
  return Number(done.numUpdatedRows) > 0
}

/** Those of some accounts that are inside a playbook now. */
export async function accountsInside(db: ControlStore, accounts: readonly string[]): Promise<ReadonlySet<string>> {
  if (accounts.length === 0) return new Set()
  const rows = await db
    .selectFrom('enrolment')
    .select('account')
    .distinct()
    .where('account', 'in', [...accounts])
    .where('state', '=', 'live')
    .execute()
  return new Set(rows.map(({ account }) => account))
}

/** What was decided about an entity may be what its enrolments wait for: they are looked at. */
export async function wakeEnrolments(db: ControlStore, entity: EntityRef, at: Millis): Promise<void> {
  const { account, person } = entityColumns(entity)
  let query = db
    .updateTable('enrolment')
    .set({ due_at: at })
    .where('account', '=', account)
    .where('state', '=', 'live')
    .where('due_at', '>', at)
  if (entity.level !== 'account') query = query.where('person', '=', person)
  await query.execute()
}

/** An account that another took in is spoken to no more under its own name. */
export async function endEnrolmentsOf(db: ControlStore, account: string, now: Millis): Promise<void> {
  await db
    .updateTable('enrolment')
    .set({ state: 'ended', why: 'merged into another account', due_at: null, ended_at: now })
    .where('account', '=', account)
    .where('state', '=', 'live')
    .execute()
}

export async function countEntered(db: ControlStore, playbook: string, after: Millis): Promise<number> {
  const { n } = await db
    .selectFrom('enrolment')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('playbook', '=', playbook)
    .where('entered_at', '>', after)
    .where('arm', '=', 'treated')
    .executeTakeFirstOrThrow()
  return Number(n)
}

export type EnrolmentCount = { readonly playbook: string; readonly state: EnrolmentState; readonly n: number }

export async function countEnrolments(db: ControlStore): Promise<EnrolmentCount[]> {
  const rows = await db
    .selectFrom('enrolment')
    .select(({ fn }) => ['playbook', 'state', fn.countAll<number>().as('n')])
    .groupBy(['playbook', 'state'])
    .execute()
  return rows.map((row) => ({ playbook: row.playbook, state: row.state as EnrolmentState, n: Number(row.n) }))
}

/** Newest first. */
export async function readEnrolments(
  db: ControlStore,
  {
    playbook,
    state,
    account,
    limit,
  }: {
    readonly playbook: string
    readonly state?: EnrolmentState | undefined
    readonly account?: string | undefined
    readonly limit: number
  },
): Promise<Enrolment[]> {
  let query = db.selectFrom('enrolment').selectAll().where('playbook', '=', playbook)
  if (state !== undefined) query = query.where('state', '=', state)
  if (account !== undefined) query = query.where('account', '=', account)
  return (await query.orderBy('id', 'desc').limit(limit).execute()).map(toEnrolment)
}

function toEnrolment(row: Selectable<ControlSchema['enrolment']>): Enrolment {
  return {
    ...{ id: row.id, playbook: row.playbook, version: row.version, level: row.level as Enrolment['level'] },
    ...{ account: row.account, person: row.person, occurrence: row.occurrence, arm: row.arm as Enrolment['arm'] },
    ...{ state: row.state as EnrolmentState, why: row.why, because: row.because, enteredAt: Number(row.entered_at) },
    ...{ atEvent: row.at_event === 1, step: row.step, since: Number(row.since) },
    dueAt: row.due_at === null ? null : Number(row.due_at),
  }
}
