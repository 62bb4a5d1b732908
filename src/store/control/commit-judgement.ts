import type { Day, Millis } from '../../core/time.ts'
import type { EntityRef, Transition } from '../../core/transition.ts'
import type { PositionVector } from '../log/log-record.ts'
import { type CloseStep, writeCloseStep } from './day-close.ts'
import { type ControlStore, writeMeta } from './open-control-store.ts'

/** A sparse state to keep, or null to forget it (back to the default). */
export type StateChange = { readonly signal: string; readonly entity: EntityRef; readonly state: unknown | null }

export type Judgement = {
  readonly transitions: readonly (Transition & { readonly fresh: boolean })[]
  readonly states: readonly StateChange[]
  readonly judged: PositionVector
  /** Last judged day close; null: unchanged. */
  readonly judgedDay: Day | null
  readonly committedAt: Millis
  /** How far a day close gets by this; absent: no further. */
  readonly close?: CloseStep
}

export type CommittedTransition = Transition & {
  readonly id: number
  readonly fresh: boolean
  readonly committedAt: Millis
}

/** What else belongs to a judgement, written in its transaction. */
export type WithJudgement = (tx: ControlStore, committed: readonly CommittedTransition[]) => Promise<void>

/** Transitions, states and judged position in one synced transaction: after a crash all of a judgement is there, or none of it. */
export async function commitJudgement(
  db: ControlStore,
  judgement: Judgement,
  within: WithJudgement | null = null,
): Promise<CommittedTransition[]> {
  return db.transaction().execute(async (tx) => {
    const committed: CommittedTransition[] = []
    for (const transition of judgement.transitions)
      committed.push(await insertTransition(tx, transition, judgement.committedAt))
    for (const change of judgement.states) await writeState(tx, change)
    for (const [log, n] of Object.entries(judgement.judged)) await writeJudged(tx, log, n)
    if (judgement.judgedDay !== null) await writeMeta(tx, 'judged_day', String(judgement.judgedDay))
    if (judgement.close !== undefined) await writeCloseStep(tx, judgement.close)
    await within?.(tx, committed)
    return committed
  })
}

async function insertTransition(
  db: ControlStore,
  transition: Judgement['transitions'][number],
  committedAt: Millis,
): Promise<CommittedTransition> {
  const { account, person } = entityColumns(transition.entity)
  const result = await db
    .insertInto('transition')
    .values({
      subject: transition.subject,
      name: transition.name,
      level: transition.entity.level,
      account,
      person,
      ordinal: transition.ordinal,
      what: transition.what,
      at: transition.at,
      as_of: transition.asOf,
      log: transition.position?.log ?? null,
      n: transition.position?.n ?? null,
      config_hash: transition.configHash,
      cause: transition.cause,
      compared: JSON.stringify(transition.values),
      evidence: JSON.stringify(transition.evidence),
      committed_at: committedAt,
      fresh: transition.fresh ? 1 : 0,
    })
    .executeTakeFirstOrThrow()
  return { ...transition, id: Number(result.insertId), committedAt }
}

async function writeState(db: ControlStore, change: StateChange): Promise<void> {
  const key = { level: change.entity.level, signal: change.signal, ...entityColumns(change.entity) }
  if (change.state === null) {
    const { level, signal, account, person } = key
    await db
      .deleteFrom('signal_state')
      .where((e) => e.and({ level, signal, account, person }))
      .execute()
    return
  }
  const state = JSON.stringify(change.state)
  await db
    .insertInto('signal_state')
    .values({ ...key, state })
    .onConflict((c) => c.columns(['account', 'person', 'level', 'signal']).doUpdateSet({ state }))
    .execute()
}

async function writeJudged(db: ControlStore, log: string, n: number): Promise<void> {
  await db
    .insertInto('judged_position')
    .values({ log, n })
    .onConflict((c) => c.column('log').doUpdateSet({ n }))
    .execute()
}

/** The columns that name an entity; '' where a level has none (SQL keys must not be null to be unique). */
export function entityColumns(entity: EntityRef): { account: string; person: string } {
  switch (entity.level) {
    case 'account':
      return { account: entity.account, person: '' }
    case 'member':
      return { account: entity.account, person: entity.person }
    case 'person':
      return { account: '', person: entity.person }
  }
}
