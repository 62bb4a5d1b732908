import { type Interval, intervalAround } from '../interval.ts'
import { type Arms, type Cells, cellsOf } from './share.ts'

export type Phi = Interval & {
  /** Standard error by the delta method. */
  readonly error: number
  /** The highest and lowest that these two shares (exposed, successful) allow. */
  readonly ceiling: number
  readonly floor: number
}

export type PhiStrength = 'high' | 'moderate' | 'slight' | 'none'

/**
 * Correlation of two yes-or-no variables (phi, the Matthews coefficient), with the range that the margins leave it: 0.6 cannot be reached where the odds of
 * the two shares are further apart than 0.36. Null if everybody or nobody is exposed, or is successful.
 */
export function measurePhi(arms: Arms): Phi | null {
  const cells = cellsOf(arms)
  const n = cells.a + cells.b + cells.c + cells.d
  const exposed = (cells.a + cells.b) / n
  const successful = (cells.a + cells.c) / n
  const spread = Math.sqrt(exposed * (1 - exposed) * successful * (1 - successful))
  if (!(spread > 0)) return null
  const phi = (cells.a * cells.d - cells.b * cells.c) / (n * n * spread)
  const error = errorOf(cells, phi, spread)
  return { ...intervalAround(phi, error, [-1, 1]), error, ...rangeOf(exposed, successful) }
}

/** Amplitude's cuts: 0.4 high, 0.3 moderate, 0.2 slight. */
export function gradePhi(phi: number): PhiStrength {
  const size = Math.abs(phi)
  if (size >= 0.4) return 'high'
  if (size >= 0.3) return 'moderate'
  return size >= 0.2 ? 'slight' : 'none'
}

/** Both in the open (0, 1). */
function rangeOf(p: number, q: number): { ceiling: number; floor: number } {
  const [low, high] = [Math.min(p, q), Math.max(p, q)]
  const product = Math.sqrt((p * q) / ((1 - p) * (1 - q)))
  return {
    ceiling: Math.sqrt((low * (1 - high)) / (high * (1 - low))),
    floor: p + q <= 1 ? -product : -1 / product,
  }
}

/**
 * Delta method over the four shares, as one multinomial sample: Σ share · slope² / n. The square of Σ share · slope, which is usually taken off, is 0 here,
 * since phi does not change when all four cells grow alike.
 */
function errorOf({ a, b, c, d }: Cells, phi: number, spread: number): number {
  const n = a + b + c + d
  const share = (cell: number) => cell / n
  const [row1, row0] = [share(a + b), share(c + d)]
  const [column1, column0] = [share(a + c), share(b + d)]
  const slope = (product: number, row: number, column: number) => product / spread - (phi / 2) * (1 / row + 1 / column)
  const parts = [
    [share(a), slope(share(d), row1, column1)],
    [share(b), slope(-share(c), row1, column0)],
    [share(c), slope(-share(b), row0, column1)],
    [share(d), slope(share(a), row0, column0)],
  ] as const
  return Math.sqrt(parts.reduce((sum, [weight, value]) => sum + weight * value * value, 0) / n)
}
