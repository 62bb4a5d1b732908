import type { Selectable } from 'kysely'
import type { Day, Millis } from '../../core/time.ts'
import type { Cause, Compared } from '../../core/transition.ts'
import { type ControlStore, readMeta, writeMeta } from './open-control-store.ts'
import type { ControlSchema } from './schema.ts'

/** A metric crossed its threshold, or came back. In the log of transitions, about no entity but the product. */
export type MetricTransition = {
  readonly metric: string
  readonly ordinal: number
  readonly what: 'opened' | 'closed'
  /** The close of the day on which it was seen. */
  readonly at: Millis
  readonly asOf: Day
  readonly configHash: string
  readonly cause: Cause
  readonly fresh: boolean
  /** The value against each threshold there is. */
  readonly values: readonly Compared[]
}
export type CommittedMetricTransition = MetricTransition & { readonly id: number; readonly committedAt: Millis }

/** How the watched metrics stood when they were last judged. */
export type MetricsJudged = {
  readonly day: Day
  readonly configHash: string
  /** What had been taken in from files by then. */
  readonly imported: string
  readonly states: Readonly<Record<string, MetricState>>
}
export type MetricState = {
  readonly open: boolean
  /** Of the last alert; 0: there was none. */
  readonly ordinal: number
  readonly value: number | null
  readonly period: string | null
  readonly atLeast: number | null
  readonly atMost: number | null
}

const KEY = 'metrics_judged'
const OF_PRODUCT = { level: 'product', account: '', person: '', log: null, n: null, evidence: '[]' } as const

/** null: they were never judged. */
export async function readMetricsJudged(db: ControlStore): Promise<MetricsJudged | null> {
  const text = await readMeta(db, KEY)
  return text === null ? null : (JSON.parse(text) as MetricsJudged)
}

/** Transitions and the state after them in one transaction: after a crash both are there, or neither. */
export async function commitMetrics(
  db: ControlStore,
  {
    transitions,
    judged,
    committedAt,
  }: {
    readonly transitions: readonly MetricTransition[]
    readonly judged: MetricsJudged
    readonly committedAt: Millis
  },
  within: ((tx: ControlStore) => Promise<void>) | null = null,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const { metric, asOf, configHash, fresh, values, ...one } of transitions)
      await tx
        .insertInto('transition')
        .values({
          ...{ ...OF_PRODUCT, ...one, subject: 'metric', name: metric, as_of: asOf, config_hash: configHash },
          ...{ compared: JSON.stringify(values), committed_at: committedAt, fresh: fresh ? 1 : 0 },
        })
        .execute()
    await writeMeta(tx, KEY, JSON.stringify(judged))
    await within?.(tx)
  })
}

/** Newest first. */
export async function readMetricTransitions(db: ControlStore, limit: number): Promise<CommittedMetricTransition[]> {
  const rows = await db
    .selectFrom('transition')
    .selectAll()
    .where('subject', '=', 'metric')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toMetricTransition)
}

function toMetricTransition(row: Selectable<ControlSchema['transition']>): CommittedMetricTransition {
  return {
    ...{ id: row.id, metric: row.name, ordinal: row.ordinal, what: row.what as MetricTransition['what'] },
    ...{ at: Number(row.at), asOf: row.as_of, configHash: row.config_hash, cause: row.cause as Cause },
    ...{ fresh: row.fresh === 1, values: JSON.parse(row.compared), committedAt: Number(row.committed_at) },
  }
}
