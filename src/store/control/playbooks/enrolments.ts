import type { Selectable } from 'kysely'
import type { Millis } from '../../../core/time.ts'
import type { EntityRef } from '../../../core/transition.ts'
import { inPieces } from '../in-pieces.ts'
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

export type NewEnrolment = Omit<Enrolment, 'id' | 'step' | 'state'>

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

/** An account that another took in is spoken to no more under its own name. */
export async function endEnrolmentsOf(db: ControlStore, account: string, now: Millis): Promise<void> {
  await db
    .updateTable('enrolment')
    .set({ state: 'ended', why: 'merged into another account', due_at: null, ended_at: now })
    .where('account', '=', account)
    .where('state', '=', 'live')
    .execute()
}

/** Those of some accounts that one of some playbooks has now, or had begin after an instant, in whichever arm. */
export async function readHeldBy(
  db: ControlStore,
  {
    accounts,
    playbooks,
    after,
  }: { readonly accounts: readonly string[]; readonly playbooks: readonly string[]; readonly after: Millis },
): Promise<ReadonlySet<string>> {
  const held = new Set<string>()
  if (playbooks.length === 0) return held
  for (const piece of inPieces([...new Set(accounts)])) {
    const rows = await db
      .selectFrom('enrolment')
      .select('account')
      .distinct()
      .where('account', 'in', [...piece])
      .where('playbook', 'in', [...playbooks])
      .where((is) => is.or([is('state', '=', 'live'), is('entered_at', '>', after)]))
      .execute()
    for (const { account } of rows) held.add(account)
  }
  return held
}

/** Who began a playbook within a span, and when, in order of time. */
export async function readEntrances(
  db: ControlStore,
  playbook: string,
  { from, to }: { readonly from: Millis; readonly to: Millis },
): Promise<{ readonly account: string; readonly at: Millis }[]> {
  const rows = await db
    .selectFrom('enrolment')
    .select(['account', 'entered_at'])
    .where('playbook', '=', playbook)
    .where('entered_at', '>=', from)
    .where('entered_at', '<', to)
    .orderBy('entered_at')
    .execute()
  return rows.map(({ account, entered_at }) => ({ account, at: Number(entered_at) }))
}

/** When anybody began a playbook first; null: nobody has. */
export async function firstEntrance(db: ControlStore, playbook: string): Promise<Millis | null> {
  const row = await db
    .selectFrom('enrolment')
    .select('entered_at')
    .where('playbook', '=', playbook)
    .orderBy('entered_at')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : Number(row.entered_at)
}

export type EnteredFilter = {
  readonly playbook: string
  readonly after: Millis
  /** Beyond so many it is not counted further. */
  readonly most: number
}

/** How many who are not left alone began a playbook after an instant. */
export async function countEntered(db: ControlStore, { playbook, after, most }: EnteredFilter): Promise<number> {
  const entered = db
    .selectFrom('enrolment')
    .select('arm')
    .where('playbook', '=', playbook)
    .where('entered_at', '>', after)
    .where('arm', '=', 'treated')
    .limit(most)
  const { n } = await db
    .selectFrom(entered.as('entered'))
    .select(({ fn }) => fn.countAll<number>().as('n'))
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

/** An enrolment as its row says. */
export function toEnrolment(row: Selectable<ControlSchema['enrolment']>): Enrolment {
  return {
    ...{ id: row.id, playbook: row.playbook, version: row.version, level: row.level as Enrolment['level'] },
    ...{ account: row.account, person: row.person, occurrence: row.occurrence, arm: row.arm as Enrolment['arm'] },
    ...{ state: row.state as EnrolmentState, why: row.why, because: row.because, enteredAt: Number(row.entered_at) },
    ...{ atEvent: row.at_event === 1, step: row.step, since: Number(row.since) },
    dueAt: row.due_at === null ? null : Number(row.due_at),
  }
}
