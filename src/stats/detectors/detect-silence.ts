import { type DailyCounts, WEEK } from './daily-counts.ts'

export type SilenceInput = {
  /** Business days with a count, of the eight weeks before the last active day. */
  readonly active: number
  /** Business days in those weeks, active or not. */
  readonly businessDays: number
  /** Business days since the last active day. */
  readonly silent: number
}

export type SilenceReading = {
  /** Share of business days on which this entity usually does something. */
  readonly usualShare: number
  /** Probability of so long a silence if nothing had changed. */
  readonly p: number
  /** 1 while the entity was active within the last five business days, else 0: what the detector's state recovers by. */
  readonly ratio: 0 | 1
  readonly hit: boolean
}

const USUAL_DAYS = 8 * WEEK
const LEAST_HISTORY = 4 * WEEK

/**
 * Whether an entity with fewer than five actions a week, which no sum can judge, has been quiet for longer than it ever is. Active business days are taken as
 * independent with share (active + ½) / (businessDays + 1); a hit needs p ≤ alpha and at least five silent business days. Holidays are no business days.
 */
export function detectSilence({ active, businessDays, silent }: SilenceInput, alpha = 0.01): SilenceReading {
  const usualShare = (active + 0.5) / (businessDays + 1)
  const p = (1 - usualShare) ** silent
  return { usualShare, p, ratio: silent < 5 ? 1 : 0, hit: p <= alpha && silent >= 5 }
}

/**
 * Counts business days of an entity: `isBusinessDay` is aligned with `days`. Days of which nothing is known count neither as active nor as silent.
 * Null if it never was active, or if fewer than four weeks lie before its last active day (warming up).
 */
export function readSilence(counts: DailyCounts, isBusinessDay: ArrayLike<boolean | number>): SilenceInput | null {
  const { days, from, to } = counts
  let last = to - 1
  while (last >= from && !(days[last]! > 0)) last--
  const start = Math.max(from, last - USUAL_DAYS)
  if (last - start < LEAST_HISTORY) return null
  const usual = tallyBusinessDays({ days, from: start, to: last }, isBusinessDay)
  const since = tallyBusinessDays({ days, from: last + 1, to }, isBusinessDay)
  return { active: usual.active, businessDays: usual.known, silent: since.known }
}

function tallyBusinessDays({ days, from, to }: DailyCounts, isBusinessDay: ArrayLike<boolean | number>) {
  let active = 0
  let known = 0
  for (let day = from; day < to; day++) {
    if (!isBusinessDay[day] || Number.isNaN(days[day]!)) continue
    known++
    if (days[day]! > 0) active++
  }
  return { active, known }
}
