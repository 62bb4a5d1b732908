import type { Day } from '../../core/time.ts'
import { joinParts, type RowSpan } from '../../fold/people/join-rows.ts'
import { firstDayRead } from '../../fold/plan/first-day-read.ts'
import type { AnalyticStore, FactsOfLog } from '../../store/analytic/analytic-store.ts'
import type { DayRange, View } from '../../store/analytic/rows.ts'
import type { AccountCase } from '../account-case.ts'
import type { Planned } from '../planned.ts'
import { type AccountInput, streamAccounts } from '../stream-accounts.ts'
import { type Follower, followAccounts } from './follow-accounts.ts'
import { streamRecentEvents } from './stream-recent-events.ts'
import type { EventsOf } from './stream-triggered-events.ts'
import { streamUnclaimed } from './stream-unclaimed.ts'

export type CaseScan = {
  readonly store: AnalyticStore
  readonly planned: Planned
  /** null: all. */
  readonly accounts: Int32Array | null
  readonly days: DayRange
  readonly view: View
  /** Events of the days with a trigger, by account, in ascending order of account; null: event signals are not judged here. */
  readonly events: AsyncIterable<EventsOf> | Iterable<EventsOf> | null
  /** Only the events: the day is not over. */
  readonly dayOpen?: boolean
  /** What had become known on the open day before `events`; absent: these are all of the day. */
  readonly earlier?: (account: number) => readonly FactsOfLog[]
  /** Accounts that are not to be judged after all, asked when their turn comes. */
  readonly passOver?: (account: number) => boolean
}

/** All that the judgement of accounts reads from the store, one at a time in ascending order. The rows are good until the next one is asked for. */
export async function* streamCases(scan: CaseScan): AsyncGenerator<AccountCase> {
  const { store, planned } = scan
  const facts = factsOf(scan)
  const events = scan.events === null ? null : followAccounts(scan.events)
  const hours = streamRecentEvents(store, planned, scan)
  const recent = hours === null ? null : followAccounts(hours)
  const ofNobody = scan.dayOpen === true ? null : streamUnclaimed(store, planned, facts)
  const unclaimed = ofNobody === null ? null : followAccounts(ofNobody)
  try {
    for await (const input of streamAccounts(store, facts)) {
      if (scan.passOver?.(input.account) === true) continue
      const own = events === null ? NONE : await eventsOf(events, input.account)
      if (scan.dayOpen === true && own.length === 0) continue
      const { account, timeline } = input
      const { block, start, end, earlier } = withEarlier(scan, input)
      yield {
        account,
        timeline,
        block,
        start,
        end,
        earlier,
        events: own,
        recent: recent === null ? null : await eventsOf(recent, input.account),
        unclaimed: unclaimed === null ? null : await unclaimed.at(input.account),
      }
    }
  } finally {
    await events?.close()
    await recent?.close()
    await unclaimed?.close()
  }
}

const NONE: EventsOf['events'] = []

async function eventsOf(follower: Follower<EventsOf>, account: number): Promise<EventsOf['events']> {
  return (await follower.at(account))?.events ?? NONE
}

function withEarlier({ earlier: tell }: CaseScan, input: AccountInput): RowSpan & Pick<AccountCase, 'earlier'> {
  if (tell === undefined) return input
  const earlier = tell(input.account)
  const { block, start, end } = joinParts(input, earlier)
  return { block, start, end, earlier }
}

function knownUpTo({ view, days, earlier }: CaseScan): Day | null {
  if (view === 'report') return null
  return earlier === undefined ? days.to : days.to - 1
}

function factsOf(scan: CaseScan) {
  const { planned, accounts, days } = scan
  const { plan } = planned
  return {
    accounts,
    days: { from: firstDayRead(plan, days.from), to: days.to },
    knownUpTo: knownUpTo(scan),
    facts: plan.facts,
    columns: plan.columns,
    timeline: plan.timeline,
  }
}
