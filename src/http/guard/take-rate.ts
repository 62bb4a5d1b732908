import type { Millis } from '../../core/time.ts'

/** At most `most` in each stretch of `perMillis`. */
export type Rate = { readonly most: number; readonly perMillis: number }

/** Attempts with a key that is none, from one address. Good keys from there pass all the same: behind a proxy everybody has one address. */
export const BAD_KEYS: Rate = { most: 60, perMillis: 60_000 }

/** Requests to the API with one key. */
export const API_REQUESTS: Rate = { most: 1_200, perMillis: 60_000 }

/** What each caller asked for within the running stretch, the one that began longest ago first. In memory only: a restart forgives a minute. */
export type RateWindows = Map<string, { window: number; count: number }>

const MOST_CALLERS = 10_000

export type RateAsk = { readonly amount: number; readonly now: Millis; readonly rate: Rate }

/** Counts what a caller asks for; false when that would exceed the rate. What is larger than the rate passes alone. */
export function takeRate(windows: RateWindows, caller: string, { amount, now, rate }: RateAsk): boolean {
  const window = Math.floor(now / rate.perMillis)
  const running = windows.get(caller)
  if (running === undefined || running.window !== window) {
    windows.delete(caller)
    windows.set(caller, { window, count: amount })
    for (const oldest of windows.keys()) {
      if (windows.size <= MOST_CALLERS) break
      windows.delete(oldest)
    }
    return true
  }
  if (running.count + amount > rate.most) return false
  running.count += amount
  return true
}

/** Whole seconds until the rate allows more. */
export function secondsLeft({ now, rate }: Pick<RateAsk, 'now' | 'rate'>): number {
  return Math.ceil((rate.perMillis - (now % rate.perMillis)) / 1_000)
}
