import type { Millis } from '../core/time.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** The waits before the second, third, … attempt, as Standard Webhooks 1.0 has them: ten attempts in about three days. */
const WAITS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR]

/** Whoever asks for more is asked again after a day. */
const LONGEST_WAIT = 24 * HOUR
/** A wait is lengthened by up to so much of itself, lest all that failed together come back together. */
const JITTER = 0.2

/**
 * When to try again after an attempt that failed; null: it was the last.
 * @param random 0 … 1
 */
export function planRetry(
  attempt: number,
  { at, wait, random }: { readonly at: Millis; readonly wait: number | null; readonly random: number },
): Millis | null {
  const own = WAITS[attempt - 1]
  if (own === undefined) return null
  return at + Math.round(Math.max(own * (1 + JITTER * random), wait ?? 0))
}

/** The wait that a Retry-After asks for, in ms: seconds or a date, from nothing to a day; null: it asks for none. */
export function readRetryAfter(text: string | null, now: Millis): number | null {
  if (text === null) return null
  const asked = /^\s*\d+\s*$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now
  return Number.isNaN(asked) || asked <= 0 ? null : Math.min(asked, LONGEST_WAIT)
}
