import type { Level } from '../../config/expression.ts'
import { CALLS, factOfName } from '../../config/fact-key.ts'
import type { EventReader } from '../../fold/plan/fold-plan.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { Planned } from '../planned.ts'
import { type EventsOf, groupByAccount, namesOfModel } from './stream-triggered-events.ts'

/** The 48 hours that a window may reach, and one more day: a day may close some hours after midnight. */
export const REACH_DAYS = 3

/**
 * The raw events that windows of hours count, of the days judged and as far before them as such a window reaches: by known day, in order of the log, an account at a
 * time in ascending order. null where the configuration has no such window: then nothing is read.
 */
export function streamRecentEvents(
  store: AnalyticStore,
  planned: Planned,
  { accounts, days }: { readonly accounts: Int32Array | null; readonly days: DayRange },
): AsyncIterable<EventsOf> | null {
  const names = namesOfHours(planned, ['account', 'member'])
  if (names.length === 0) return null
  const within = { from: days.from - REACH_DAYS, to: days.to }
  return groupByAccount(store.scanEvents({ accounts, days: within, names, by: 'known', latest: null }))
}

/** Names of the events that some window of hours of these levels counts. */
export function namesOfHours({ model, plan }: Planned, levels: readonly Level[]): string[] {
  const steps = levels.flatMap((level) => plan[level].steps)
  const facts = new Set(steps.flatMap((step) => (step.kind === 'hours' ? step.sets.flat() : [])))
  if (facts.size === 0) return []
  const counts = (reader: EventReader | undefined): boolean =>
    reader !== undefined &&
    ((reader.fact !== null && facts.has(reader.fact)) || reader.measures.some(({ fact }) => facts.has(fact)))
  return namesOfModel(model).filter((name) => CALLS.some((call) => counts(plan.readers.get(factOfName(call, name)))))
}
