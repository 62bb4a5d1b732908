import { CALLS, factOfName } from '../../config/fact-key.ts'
import type { Model } from '../../config/model.ts'
import { DAY_MAX, type Day } from '../../core/time.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'
import type { DayRange, EventRow } from '../../store/analytic/rows.ts'

/** Names at which an event signal is judged: one of accounts and their members, or one of persons. */
export function triggerNames(model: Model, of: 'accounts' | 'persons'): string[] {
  const names = model.signals.flatMap(({ enabled, level, clock }) =>
    enabled && clock.kind === 'event' && (level === 'person') === (of === 'persons') ? clock.names : [],
  )
  return [...new Set(names)]
}

/** Every name that a number of the model may be made of; within a day, events of other names change nothing that is judged. */
export function namesOfModel(model: Model): string[] {
  const listed = model.events.flatMap((event) => event.names)
  return [
    ...new Set([
      ...listed,
      ...model.measures.flatMap((measure) => measure.names),
      ...triggerNames(model, 'accounts'),
      ...triggerNames(model, 'persons'),
    ]),
  ]
}

export type EventsOf = { readonly account: number; readonly events: readonly EventRow[] }

/**
 * Of the accounts with a trigger known on the days: all events known on the days of their triggers, in order of the log, an account at a time in ascending order.
 * Accounts without one, and days without one, are not read.
 */
export async function* streamTriggeredEvents(
  store: AnalyticStore,
  model: Model,
  within: { accounts: Int32Array | null; days: DayRange },
): AsyncGenerator<EventsOf> {
  const triggers = triggerNames(model, 'accounts')
  if (triggers.length === 0) return
  const { accounts } = within
  if (accounts?.length === 1) {
    const among = await daysWithFact(store, triggers, { accounts, days: within.days })
    yield* streamEventsOf(store, model, { accounts, days: within.days, among })
    return
  }
  const triggered = new Set<number>()
  for await (const rows of store.scanEvents({ ...within, names: triggers, by: 'known', latest: null }))
    for (const row of rows) triggered.add(row.account)
  triggered.delete(0)
  if (triggered.size === 0) return
  yield* streamEventsOf(store, model, { accounts: Int32Array.from(triggered).sort(), days: within.days })
}

/**
 * The days on which something of these names became known about accounts, or something known that day was taken from them. Their facts lie together, where their
 * events lie all over the store.
 */
async function daysWithFact(
  store: AnalyticStore,
  names: readonly string[],
  { accounts, days }: { readonly accounts: Int32Array; readonly days: DayRange },
): Promise<readonly Day[]> {
  const facts = names.flatMap((name) => CALLS.map((call) => factOfName(call, name)))
  const found = new Set<Day>()
  const scan = { accounts, days: { from: 0, to: DAY_MAX }, knownUpTo: days.to, facts, columns: [] }
  for await (const { rows, knownDay } of store.scanFacts(scan))
    for (let row = 0; row < rows; row++) if (knownDay[row]! >= days.from) found.add(knownDay[row]!)
  return [...found].sort((a, b) => a - b)
}

/** All events of accounts known on the days, in order of the log, an account at a time in ascending order. */
export function streamEventsOf(
  store: AnalyticStore,
  model: Model,
  within: { accounts: Int32Array; days: DayRange; among?: readonly Day[] },
): AsyncGenerator<EventsOf> {
  return groupByAccount(store.scanEvents({ ...within, names: namesOfModel(model), by: 'known', latest: null }))
}

/** Gathers events that come in order of their accounts. */
export async function* groupByAccount(blocks: AsyncIterable<readonly EventRow[]>): AsyncGenerator<EventsOf> {
  let account = 0
  let events: EventRow[] = []
  for await (const rows of blocks) {
    for (const row of rows) {
      if (row.account !== account) {
        if (events.length > 0) yield { account, events }
        account = row.account
        events = []
      }
      events.push(row)
    }
  }
  if (events.length > 0) yield { account, events }
}
