import type { FactKey } from '../../config/fact-key.ts'
import type { Day } from '../../core/time.ts'
import { lowDayFactor, measureVolume, VOLUME_DAYS, type VolumeReading } from '../../stats/detectors/measure-volume.ts'
import type { ReferenceRow } from '../../store/analytic/analytic-store.ts'
import type { HeardRow } from '../../store/analytic/counts-of-all.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { Reference } from '../entity.ts'

/** Under this population a reference holds the incident of an event, by the key of its fact, on the days on which what reads it is not judged. */
export const INCIDENTS = '$incidents'

/** An event that hardly any account sends: what reads it is not judged. */
export type Incident = {
  /** The first and the last of its days that lay far below what is usual. */
  readonly since: Day
  readonly last: Day
  /** On the last of them. */
  readonly heard: number
  readonly expected: number
  /** It has not come back yet. */
  readonly lasts: boolean
}

/** After two such days or more, what reads the event is judged again once a week lies between: whoever comes weekly has come again, and no week holds such a day. */
export const RESTS_DAYS = 7
/** An incident is told from so many days: an event that stays away for longer is in the end no longer expected. */
const TOLD_FROM_DAYS = 63
/** Days before the first one asked about whose counts are read. */
export const HEARD_DAYS = TOLD_FROM_DAYS + VOLUME_DAYS

/**
 * The incidents of each event on each of the days, as references of the day. A day is told from the counts up to it, each as it was known at its own close, so that
 * the same is told whichever days are asked about together. What is low for the other events too, as on a holiday, is no incident of one.
 */
export function findIncidents(rows: readonly HeardRow[], days: DayRange): ReferenceRow[] {
  const byFact = [...seriesByFact(rows, days)].map(([quantity, series]) => ({
    quantity,
    series,
    alone: readAsTheyStand(series),
  }))
  return byFact.flatMap(({ quantity, series, alone }, of) => {
    const others = byFact.flatMap((one, other) => (other === of ? [] : [one.alone]))
    const factorOn = (at: number): number => lowDayFactor(others.flatMap((readings) => readings[at] ?? []))
    const readings = alone.map((reading, at) => confirm({ reading, series, at, factorOn }))
    const broken = readings.flatMap((reading, at) => (reading?.broken === true ? [at] : []))
    return Array.from({ length: days.to - days.from + 1 }, (_, i) => i).flatMap((i) => {
      const last = i + HEARD_DAYS
      if (!broken.some((at) => at >= last - TOLD_FROM_DAYS && at <= last)) return []
      const incident = incidentAt({ series, readings, factorOn }, { last, day: days.from + i })
      return incident === null ? [] : [{ ...toRow(incident), day: days.from + i, quantity }]
    })
  })
}

/** Accounts heard of by day, from `HEARD_DAYS` before the first day on. Nobody before an event was first sent: until it is some six weeks old nothing can be told of it. */
function seriesByFact(rows: readonly HeardRow[], { from, to }: DayRange): Map<FactKey, Float64Array> {
  const first = from - HEARD_DAYS
  const series = new Map<FactKey, Float64Array>()
  for (const { fact, day, accounts } of rows) {
    const own = series.get(fact) ?? new Float64Array(to - first + 1)
    series.set(fact, own)
    own[day - first] = accounts
  }
  return series
}

/** What the weeks before say of each day, by its place in the series, with nothing left out of them, and as if it were a day like others. */
function readAsTheyStand(series: Float64Array): (VolumeReading | null)[] {
  return Array.from(series, (_, at) => (at < VOLUME_DAYS ? null : readOn(series, at)))
}

function readOn(series: Float64Array, at: number, factor?: number): VolumeReading | null {
  return measureVolume(series.subarray(at - VOLUME_DAYS, at + 1), factor)
}

type Read = {
  readonly reading: VolumeReading | null
  readonly series: Float64Array
  readonly at: number
  /** How a day was for the other events. */
  readonly factorOn: (at: number) => number
}

/** A day that looks broken is held against what the others were heard of on it: on any other day that makes no difference. */
function confirm({ reading, series, at, factorOn }: Read): VolumeReading | null {
  return reading?.broken === true ? readOn(series, at, factorOn(at)) : reading
}

type Running = Incident & { readonly days: number }

type Heard = Pick<Read, 'series' | 'factorOn'> & { readonly readings: readonly (VolumeReading | null)[] }

/**
 * Walks up to a day: days that cannot be told change nothing, and a new fall within the days of rest goes on with the same incident. Its own days
 * say nothing of what is usual; up to the first of them, what the days say as they stand is what they say.
 */
function incidentAt(
  { series, readings, factorOn }: Heard,
  { last, day }: { readonly last: number; readonly day: Day },
): Incident | null {
  let running: Running | null = null
  let usual: Float64Array | null = null
  for (let at = last - TOLD_FROM_DAYS; at <= last; at++) {
    const reading =
      usual === null ? (readings[at] ?? null) : confirm({ reading: readOn(usual, at), series: usual, at, factorOn })
    running = goOn(running, reading, day - last + at)
    if (reading?.broken !== true) continue
    usual ??= series.slice(0, last + 1)
    usual[at] = Number.NaN
  }
  return running
}

function goOn(before: Running | null, reading: VolumeReading | null, today: Day): Running | null {
  const running = before === null || before.lasts || rests(before, today) ? before : null
  if (reading === null) return running
  if (!reading.broken) return running !== null && rests(running, today) ? { ...running, lasts: false } : null
  const { heard, expected } = reading
  return { since: running?.since ?? today, last: today, heard, expected, lasts: true, days: (running?.days ?? 0) + 1 }
}

/** One day alone is a holiday, or a short fault: it is over with the day. */
function rests({ last, days }: { readonly last: Day; readonly days: number }, today: Day): boolean {
  return days > 1 && today - last <= RESTS_DAYS
}

function toRow({ since, last, heard, expected, lasts }: Incident): Omit<ReferenceRow, 'day' | 'quantity'> {
  return { segment: INCIDENTS, n: heard, points: Float64Array.of(since, last, heard, expected, lasts ? 1 : 0) }
}

/** The incident of a fact on a day, from its points. */
export function readIncident(points: ArrayLike<number>): Incident {
  const [since, last, heard, expected, lasts] = [points[0]!, points[1]!, points[2]!, points[3]!, points[4] === 1]
  return { since, last, heard, expected, lasts }
}

/** The incident of the first of the facts that has one on the day; null: none has. */
export function incidentOn(
  reference: Reference | null,
  facts: readonly FactKey[],
  day: Day,
): (Incident & { readonly fact: FactKey }) | null {
  for (const fact of facts) {
    const byDay = reference?.(INCIDENTS, fact)
    const points = byDay?.points[day - byDay.from]
    if (points !== undefined) return { ...readIncident(points), fact }
  }
  return null
}
