/** How long one entity was followed, and how it ended. Times in one unit, days as a rule. */
export type FollowUp = {
  /** From when it was under observation: 0, or later where tracking began after it did (delayed entry). */
  readonly entry?: number
  /** Until when; above `entry`. */
  readonly time: number
  /** The event happened at `time`; else it was only not followed further (censored). */
  readonly event: boolean
}

/** One moment with events. */
export type EventTime = { readonly time: number; readonly atRisk: number; readonly events: number }

/** The moments with events in order, with how many were at risk just before: entered earlier, not gone. Who is censored at that moment still was. */
export function listEventTimes(rows: readonly FollowUp[]): readonly EventTime[] {
  const ends = Float64Array.from(rows, ({ time }) => time).sort()
  const entries = Float64Array.from(rows, ({ entry }) => entry ?? 0).sort()
  const events = Float64Array.from(rows.filter(({ event }) => event).map(({ time }) => time)).sort()
  const found: EventTime[] = []
  let gone = 0
  let entered = 0
  for (let i = 0; i < events.length; ) {
    const time = events[i]!
    const first = i
    while (i < events.length && events[i] === time) i++
    while (gone < ends.length && ends[gone]! < time) gone++
    while (entered < entries.length && entries[entered]! < time) entered++
    found.push({ time, atRisk: entered - gone, events: i - first })
  }
  return found
}
