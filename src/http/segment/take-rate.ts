import type { Millis } from '../../core/time.ts'

/** Messages of each source within the running second. */
export type RateWindows = Map<string, { second: number; count: number }>

/** Counts `messages` of a source; false when that would exceed `perSecond`. A batch larger than the limit passes alone. */
export function takeRate(windows: RateWindows, source: string, ask: RateAsk): boolean {
  if (ask.perSecond === null) return true
  const second = Math.floor(ask.now / 1_000)
  const window = windows.get(source)
  if (window === undefined || window.second !== second) {
    windows.set(source, { second, count: ask.messages })
    return true
  }
  if (window.count + ask.messages > ask.perSecond) return false
  window.count += ask.messages
  return true
}

export type RateAsk = { readonly messages: number; readonly now: Millis; readonly perSecond: number | null }
