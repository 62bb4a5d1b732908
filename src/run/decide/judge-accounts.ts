import type { Reference } from '../../fold/entity.ts'
import { firstDayRead } from '../../fold/first-day-read.ts'
import { type FoldSpace, makeFoldSpace } from '../../fold/fold-space.ts'
import { type JudgedAccount, judgeAccount } from '../../judge/judge-account.ts'
import type { JudgeInput } from '../../judge/judge-input.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'
import type { DayRange, EventRow, View } from '../../store/analytic/rows.ts'
import type { Planned } from '../planned.ts'
import { streamAccounts } from '../stream-accounts.ts'
import { followAccounts } from './follow-accounts.ts'
import { streamRecentEvents } from './stream-recent-events.ts'
import { streamUnclaimed } from './stream-unclaimed.ts'

export type Judging = {
  readonly store: AnalyticStore
  readonly planned: Planned
  /** null: all. */
  readonly accounts: Int32Array | null
  readonly days: DayRange
  readonly view: View
  readonly stateOf: (account: number) => JudgeInput['stateOf']
  readonly reference: Reference | null
  /** Events of the days with a trigger, by account, in ascending order of account; null: event signals are not judged here. */
  readonly events: AsyncIterable<{ readonly account: number; readonly events: readonly EventRow[] }> | null
  /** Whether an event was judged before. */
  readonly judged?: (event: EventRow) => boolean
  /** Only the events: the day is not over. */
  readonly dayOpen?: boolean
  /** Accounts that are not to be judged after all, asked when their turn comes. */
  readonly passOver?: (account: number) => boolean
}

export type JudgedOne = JudgedAccount & { readonly account: number; readonly input: JudgeInput }

/**
 * Judges accounts over days, one at a time in ascending order: the one way in which anything is judged, live, replayed or asked for. What it yields is reused by
 * the next step: take what you need before you go on.
 */
export async function* judgeAccounts(judging: Judging): AsyncGenerator<JudgedOne> {
  const { store, planned, days } = judging
  const { plan } = planned
  const facts = {
    accounts: judging.accounts,
    days: { from: firstDayRead(plan, days.from), to: days.to },
    knownUpTo: judging.view === 'decision' ? days.to : null,
    facts: plan.facts,
    columns: plan.columns,
    timeline: plan.timeline,
  }
  const events = judging.events === null ? null : followAccounts(judging.events)
  const hours = streamRecentEvents(store, planned, judging)
  const recent = hours === null ? null : followAccounts(hours)
  const unclaimed = judging.dayOpen === true ? null : followAccounts(streamUnclaimed(store, planned, facts))
  let spare: FoldSpace | null = null
  try {
    for await (const input of streamAccounts(store, facts)) {
      if (judging.passOver?.(input.account) === true) continue
      const own = (await events?.at(input.account))?.events ?? []
      if (judging.dayOpen === true && own.length === 0) continue
      const others = (await unclaimed?.at(input.account)) ?? null
      if (others !== null) spare ??= makeFoldSpace(plan, planned.space)
      const one = toJudgeInput(judging, {
        ...input,
        events: own,
        recent: recent === null ? null : ((await recent.at(input.account))?.events ?? []),
        unclaimed: others === null || spare === null ? null : { ...others, space: spare },
      })
      yield { account: input.account, input: one, ...judgeAccount(one) }
    }
  } finally {
    await events?.close()
    await recent?.close()
    await unclaimed?.close()
  }
}

type OneInput = Pick<JudgeInput['fold'], 'block' | 'start' | 'end' | 'timeline'> & {
  readonly account: number
  readonly events: readonly EventRow[]
  readonly recent: readonly EventRow[] | null
  readonly unclaimed: JudgeInput['unclaimed']
}

function toJudgeInput(judging: Judging, { account, events, unclaimed, ...rows }: OneInput): JudgeInput {
  const { planned, store, days, view, reference } = judging
  return {
    model: planned.model,
    fold: { plan: planned.plan, space: planned.space, ...rows, days, view, reference },
    momentSpace: planned.momentSpace,
    stateOf: judging.stateOf(account),
    events,
    unclaimed: unclaimed ?? null,
    factId: store.dictionary.fact.idOf,
    actorKey: store.dictionary.actor.keyOf,
    ...(judging.judged === undefined ? {} : { judged: judging.judged }),
    ...(judging.dayOpen === undefined ? {} : { dayOpen: judging.dayOpen }),
  }
}
