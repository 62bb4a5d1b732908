import { type Interval, intervalAround } from '../interval.ts'
import { type EventTime, type FollowUp, listEventTimes } from './follow-up.ts'

/** As `FollowUp`, with the cause of what ended it: the event in question, or one that makes it impossible (leaving before the first step was reached). */
export type CompetingFollowUp = Omit<FollowUp, 'event'> & { readonly cause: string | null }

type Moment = EventTime & {
  /** Events of the cause in question. */
  readonly ofCause: number
  /** Share without any event just before. */
  readonly before: number
}

/**
 * The share that an event of this cause reaches by each of the days, where other causes compete (Aalen and Johansen 1978), with limits from the delta-method
 * variance (Marubini and Valsecchi 1995). Without censoring it is the plain share. A day before anything happened: 0.
 */
export function estimateIncidence(
  rows: readonly CompetingFollowUp[],
  { cause, by }: { readonly cause: string; readonly by: readonly number[] },
): readonly Interval[] {
  const moments = listMoments(rows, cause)
  return by.map((day) => incidenceOf(moments.filter(({ time }) => time <= day)))
}

function listMoments(rows: readonly CompetingFollowUp[], cause: string): readonly Moment[] {
  const ofCause = new Map<number, number>()
  for (const row of rows) if (row.cause === cause) ofCause.set(row.time, (ofCause.get(row.time) ?? 0) + 1)
  let left = 1
  return listEventTimes(rows.map((row) => ({ ...row, event: row.cause !== null }))).map((moment) => {
    const before = left
    left *= 1 - moment.events / moment.atRisk
    return { ...moment, before, ofCause: ofCause.get(moment.time) ?? 0 }
  })
}

function incidenceOf(moments: readonly Moment[]): Interval {
  const reached: number[] = []
  for (const { before, ofCause, atRisk } of moments) reached.push((reached.at(-1) ?? 0) + (before * ofCause) / atRisk)
  const total = reached.at(-1) ?? 0
  let variance = 0
  moments.forEach(({ atRisk: n, events: d, ofCause: k, before }, i) => {
    const rest = total - reached[i]!
    if (n > d) variance += (rest * rest * d) / (n * (n - d))
    variance += (before * before * (n - k) * k) / n ** 3 - (2 * rest * before * k) / (n * n)
  })
  return intervalAround(total, Math.sqrt(Math.max(0, variance)), [0, 1])
}
