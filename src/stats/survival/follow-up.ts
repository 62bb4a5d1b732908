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

/** The moments with events, in order. */
export function listEventTimes(rows: readonly FollowUp[]): readonly EventTime[] {
  const events = new Map<number, number>()
  for (const { time, event } of rows) if (event) events.set(time, (events.get(time) ?? 0) + 1)
  const times = [...events.keys()].sort((one, other) => one - other)
  const atRisk = countAtRisk(rows, times)
  return times.map((time, i) => ({ time, atRisk: atRisk[i]!, events: events.get(time)! }))
}

/** How many were at risk just before each of these times (ascending): entered earlier, not gone. Who is censored at a time still was. */
export function countAtRisk(rows: readonly FollowUp[], times: readonly number[]): readonly number[] {
  const ends = Float64Array.from(rows, ({ time }) => time).sort()
  const entries = Float64Array.from(rows, ({ entry }) => entry ?? 0).sort()
  let gone = 0
  let entered = 0
  return times.map((time) => {
    while (gone < ends.length && ends[gone]! < time) gone++
    while (entered < entries.length && entries[entered]! < time) entered++
    return entered - gone
  })
}
