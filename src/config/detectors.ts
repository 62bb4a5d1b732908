import type { DetectorKind } from './model.ts'

/** How a kind of detector opens, by default. */
export type DetectorRule = {
  /** How improbable the reading must be if nothing had changed. */
  readonly alpha: number
  /** Share of what was expected: at most, of a rise at least. */
  readonly ratio: number
  /** At least so many must have been expected: with fewer, a sum cannot tell. */
  readonly expected: number
  readonly weeks: 1 | 4
  readonly direction: 'down' | 'up'
  /** Judgements in a row that open. */
  readonly openAfter: number
}

const DROP = { direction: 'down', weeks: 1 } as const

export const DETECTORS: Readonly<Record<DetectorKind, DetectorRule>> = {
  'fast drop': { ...DROP, alpha: 0.01, ratio: 0.6, expected: 5, openAfter: 3 },
  'slow drop': { ...DROP, alpha: 0.005, ratio: 0.75, expected: 20, weeks: 4, openAfter: 1 },
  rise: { direction: 'up', weeks: 1, alpha: 0.005, ratio: 1.6, expected: 5, openAfter: 3 },
  silence: { ...DROP, alpha: 0.01, ratio: 0, expected: 0, openAfter: 1 },
}

/** The level counts as back at this share of what was usual before; of a rise at most its inverse. */
export const RECOVERED_RATIO = 0.8
/** Days in a row at that level which close. */
export const CLOSE_AFTER_DAYS = 7
/** On for so long, the changed level is the new usual: it closes. */
export const SETTLE_AFTER_DAYS = 56
/** Days after a close in which it does not open. */
export const COOLDOWN_DAYS = 14
/** A silence is one of at least so many business days. */
export const LEAST_SILENT_DAYS = 5
