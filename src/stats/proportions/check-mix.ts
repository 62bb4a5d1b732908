import { sumExactly } from '../samples/sum-exactly.ts'
import type { Share } from './share.ts'

export type MixCheck = {
  /** What the parts add up to: Σ share × rate. */
  readonly implied: number
  /** Whether that is the stated total, within half a point. */
  readonly consistent: boolean
  /** The share of further cases, all without success, that would explain a lower stated total; null where it is not lower. */
  readonly missing: number | null
}

const TOLERANCE = 0.005

/** Whether the rates of parts and the stated rate of the whole can be of the same people. Shares add up to 1. */
export function checkMix(
  parts: readonly { readonly share: number; readonly rate: number }[],
  stated: number,
): MixCheck {
  const implied = sumExactly(parts.map(({ share, rate }) => share * rate))
  return {
    implied,
    consistent: Math.abs(implied - stated) <= TOLERANCE,
    missing: stated < implied ? 1 - stated / implied : null,
  }
}

/** The same of a table: the rows that are to make up a whole, each with its successes. Null where there is no row, or the whole is empty. */
export function checkTable(rows: readonly Share[], whole: Share): MixCheck | null {
  if (rows.length === 0 || whole.total === 0) return null
  const parts = rows.map(({ successes, total }) => ({
    share: total / whole.total,
    rate: total === 0 ? 0 : successes / total,
  }))
  return checkMix(parts, whole.successes / whole.total)
}
