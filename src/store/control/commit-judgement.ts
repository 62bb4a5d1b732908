import type { Day, Millis } from '../../core/time.ts'
import type { EntityRef, Transition } from '../../core/transition.ts'
import type { PositionVector } from '../log/log-record.ts'
import { type CloseStep, writeCloseStep } from './day-close.ts'
import { insertInPieces } from './in-pieces.ts'
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
    const committed = await insertTransitions(tx, judgement)
    await writeStates(tx, judgement.states)
    for (const [log, n] of Object.entries(judgement.judged)) await writeJudged(tx, log, n)
    if (judgement.judgedDay !== null) await writeMeta(tx, 'judged_day', String(judgement.judgedDay))
    if (judgement.close !== undefined) await writeCloseStep(tx, judgement.close)
    await within?.(tx, committed)
    return committed
  })
}

async function insertTransitions(
  db: ControlStore,
  { transitions, committedAt }: Pick<Judgement, 'transitions' | 'committedAt'>,
): Promise<CommittedTransition[]> {
  const rows = transitions.map((transition) => toRow(transition, committedAt))
  const ids = await insertInPieces(rows, (piece) => db.insertInto('transition').values(piece).executeTakeFirstOrThrow())
  return transitions.map((transition, i) => ({ ...transition, id: ids[i]!, committedAt }))
}

function toRow(transition: Judgement['transitions'][number], committedAt: Millis) {
  const { subject, name, ordinal, what, at, asOf, cause, position, configHash, values, evidence, fresh } = transition
  return {
    ...{ subject, name, level: transition.entity.level, ...entityColumns(transition.entity), ordinal, what, at },
    ...{ as_of: asOf, log: position?.log ?? null, n: position?.n ?? null, config_hash: configHash, cause },
    ...{ compared: JSON.stringify(values), evidence: JSON.stringify(evidence) },
    ...{ committed_at: committedAt, fresh: fresh ? 1 : 0 },
  }
}

async function writeStates(db: ControlStore, changes: readonly StateChange[]): Promise<void> {
  // What was said last of a state holds.
  const last = new Map(changes.map((change) => [JSON.stringify([change.signal, change.entity]), change]))
  const rows = [...last.values()].map(({ signal, entity, state }) => ({
    ...{ level: entity.level, signal, ...entityColumns(entity), state: state === null ? null : JSON.stringify(state) },
  }))
  for (const { state, ...key } of rows)
    if (state === null)
      await db
        .deleteFrom('signal_state')
        .where((e) => e.and(key))
        .execute()
  await insertInPieces(
    rows.flatMap(({ state, ...key }) => (state === null ? [] : [{ ...key, state }])),
    (piece) =>
      db
        .insertInto('signal_state')
        .values(piece)
        .onConflict((c) =>
          c
            .columns(['account', 'person', 'level', 'signal'])
            .doUpdateSet(({ ref }) => ({ state: ref('excluded.state') })),
        )
        .executeTakeFirst(),
  )
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
