import { openThread } from '../../core/open-thread.ts'
import { workerUrl } from '../../core/package-root.ts'
import type { Day } from '../../core/time.ts'
import type { JudgedState, JudgedTransition } from '../../judge/judge-input.ts'
import { judgedRules } from '../../judge/judged-rules.ts'
import type { EntitySample, Sampling } from '../../proof/panel/sample-entity.ts'
import type { AnalyticStore, ReferenceRow } from '../../store/analytic/analytic-store.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { AccountCase } from '../account-case.ts'
import type { Planned } from '../planned.ts'
import { factNumbers } from '../threads/fact-numbers.ts'
import { type ReplayAnswer, type ReplayCase, type ReplayTask, replayWork } from '../threads/replay-work.ts'
import { shareAccounts } from '../threads/share-accounts.ts'
import { streamCases } from './stream-cases.ts'
import { streamTriggeredEvents } from './stream-triggered-events.ts'

export type ReplayingAlone = {
  readonly store: AnalyticStore
  readonly planned: Planned
  /** null: all. */
  readonly accounts: Int32Array | null
  readonly passOver?: (account: number) => boolean
  readonly days: DayRange
  readonly references: readonly ReferenceRow[]
  /** Evidence is looked for of the changes from this day on, and of those before it whose episodes are open then; the others are told without. null: all are, and without the numbers that were compared. */
  readonly toldFrom: Day | null
  /** How many threads judge, this one among them. */
  readonly threads: number
  /** What is noted of everybody on the way; absent: nothing. */
  readonly sampling?: Sampling
}

export type ReplayedOne = {
  readonly account: number
  readonly transitions: readonly JudgedTransition[]
  readonly states: readonly JudgedState[]
  /** Of a replay that notes something. */
  readonly samples?: readonly EntitySample[]
  /** How many rows of facts there were of it. */
  readonly rows?: number
  /** Some of what its members did may be of it. */
  readonly unclaimed?: boolean
}

/** Judges accounts over days from no state, each without regard to any other, in ascending order: the same changes whatever the number of threads. */
export async function* replayAlone(replaying: ReplayingAlone): AsyncGenerator<ReplayedOne> {
  const { planned } = replaying
  const task = toTask(replaying)
  const script = workerUrl('run/threads/share-accounts.worker.ts')
  const threads = Array.from({ length: replaying.threads - 1 }, () =>
    openThread<readonly ReplayCase[], readonly ReplayAnswer[]>({ script, data: task, closed: 'The replay ended.' }),
  )
  const rules = judgedRules(planned.model)
  try {
    for await (const { account, transitions, states, ...noted } of shareAccounts(casesOf(replaying), {
      work: replayWork(task),
      threads,
    })) {
      const named = transitions.map(({ rule, ...change }) => ({ ...change, signal: rules[rule]! }))
      yield { account, transitions: named, states, ...noted }
    }
  } finally {
    for (const thread of threads) await thread.close()
  }
}

function toTask({ store, planned: { model }, days, references, toldFrom, sampling }: ReplayingAlone): ReplayTask {
  return { model, facts: factNumbers(store), references, days, toldFrom, sampling: sampling ?? null }
}

async function* casesOf({ store, planned, accounts, passOver, days }: ReplayingAlone): AsyncGenerator<ReplayCase> {
  const events = streamTriggeredEvents(store, planned.model, { accounts, days })
  const scan = { store, planned, accounts, days, events, view: 'decision' as const }
  for await (const one of streamCases({ ...scan, ...(passOver === undefined ? {} : { passOver }) }))
    yield { ...one, actorKeys: actorKeysOf(one, store) }
}

const NO_KEYS: ReplayCase['actorKeys'] = new Map()

function actorKeysOf({ events }: AccountCase, { dictionary }: AnalyticStore): ReplayCase['actorKeys'] {
  if (events.length === 0) return NO_KEYS
  return new Map(events.map(({ actor }) => [actor, dictionary.actor.keyOf(actor)]))
}
