import { twoSidedP } from '../distributions/normal.ts'
import { sumExactly } from '../samples/sum-exactly.ts'
import type { Share } from './share.ts'

export type BandTrend = {
  readonly z: number
  readonly p: number
  /** Each band's rate is at least that of the band before. */
  readonly monotone: boolean
}

/**
 * Whether outcomes grow with the band (lowest first, at equal distances): Cochran and Armitage's test for trend (1954, 1955). Null where everybody or nobody
 * has the outcome, or all are in one band.
 */
export function testBandTrend(bands: readonly Share[]): BandTrend | null {
  const total = sumExactly(bands.map((band) => band.total))
  const rate = sumExactly(bands.map(({ successes }) => successes)) / total
  const trend = sumExactly(bands.map((band, score) => score * (band.successes - band.total * rate)))
  const scores = sumExactly(bands.map((band, score) => band.total * score))
  const squares = sumExactly(bands.map((band, score) => band.total * score * score))
  const variance = rate * (1 - rate) * (squares - (scores * scores) / total)
  if (!(variance > 0)) return null
  const z = trend / Math.sqrt(variance)
  const rates = bands.filter((band) => band.total > 0).map((band) => band.successes / band.total)
  return { z, p: twoSidedP(z), monotone: rates.every((value, i) => i === 0 || value >= rates[i - 1]!) }
}
