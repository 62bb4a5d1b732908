import { logChiSquareAtLeast } from '../distributions/chi-square.ts'
import { logGamma } from '../distributions/gamma.ts'
import { logSumExp } from '../distributions/log-space.ts'
import { sumExactly } from '../samples/sum-exactly.ts'
import { type Arms, cellsOf } from './share.ts'

export type ChiSquareTest = {
  readonly statistic: number
  readonly degrees: number
  readonly p: number
  /** ln p, which keeps its digits where p is too small for a number. */
  readonly logP: number
}

/** Counts that differ in their last digits only, because of rounding, are equally likely. */
const TIE = 1e-7

/** Pearson's chi-square of a table of counts (rows of equal length), uncorrected. Empty rows and columns do not count; null with one row or column left. */
export function testIndependence(table: readonly (readonly number[])[]): ChiSquareTest | null {
  const rows = table.map((row) => sumExactly(row))
  const columns = (table[0] ?? []).map((_, j) => sumExactly(table.map((row) => row[j]!)))
  const total = sumExactly(rows)
  const degrees = (rows.filter(Boolean).length - 1) * (columns.filter(Boolean).length - 1)
  if (total === 0 || degrees < 1) return null
  const terms = table.flatMap((row, i) =>
    row.map((count, j) => {
      const expected = (rows[i]! * columns[j]!) / total
      return expected === 0 ? 0 : (count - expected) ** 2 / expected
    }),
  )
  return chiSquareTest(sumExactly(terms), degrees)
}

/** Whether counts fit given shares (which add up to 1). Null without counts, or with fewer than two shares. */
export function testFit(counts: readonly number[], shares: readonly number[]): ChiSquareTest | null {
  const total = sumExactly(counts)
  if (total === 0 || counts.length < 2) return null
  const terms = counts.map((count, i) => (count - total * shares[i]!) ** 2 / (total * shares[i]!))
  return chiSquareTest(sumExactly(terms), counts.length - 1)
}

export function chiSquareTest(statistic: number, degrees: number): ChiSquareTest {
  const logP = logChiSquareAtLeast(statistic, degrees)
  return { statistic, degrees, p: Math.exp(logP), logP }
}

/**
 * Fisher's exact test of a 2 × 2 table, two-sided: the probability, the margins given, of all tables that are not more likely than this one.
 * 1 where a margin is empty.
 */
export function testExactly(arms: Arms): number {
  const { a, b, c, d } = cellsOf(arms)
  const row = a + b
  const column = a + c
  const total = row + c + d
  const least = Math.max(0, row + column - total)
  const logs = Array.from({ length: Math.min(row, column) - least + 1 }, (_, i) =>
    logHypergeometric(least + i, { row, column, total }),
  )
  const observed = logs[a - least]!
  return Math.min(1, Math.exp(logSumExp(logs.filter((log) => log <= observed + TIE))))
}

type Margins = { readonly row: number; readonly column: number; readonly total: number }

function logHypergeometric(a: number, { row, column, total }: Margins): number {
  return logChoose(row, a) + logChoose(total - row, column - a) - logChoose(total, column)
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
}
