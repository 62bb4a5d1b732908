import { predictRegression } from '../../stats/experiments/predict-regression.ts'
import { correlate } from '../../stats/samples/correlate.ts'
import { meanOf } from '../../stats/samples/sum-exactly.ts'
import type { Panel } from '../panel/panel.ts'

/** Where accounts that were picked by a number will be found four weeks later if nothing is done. */
export type Rise = {
  /** Its mean among those who were picked, when they were; and of all. */
  readonly picked: number
  readonly mean: number
  /** How alike the number is in one account and four weeks later. */
  readonly reliability: number
  readonly expected: number
}

const WEEKS_LATER = 4
const LEAST_PAIRS = 100
const LEAST_PICKED = 10

/**
 * By the first column of a weekly panel. Whoever is picked because a number is low is partly so by chance, and chance does not come again. Null with fewer than ten
 * picked, or a hundred pairs of moments four weeks apart. @param picked the number of each at that moment, NaN where unknown
 */
export function predictRise({ values, rows, entity, asOf }: PanelColumn, picked: readonly number[]): Rise | null {
  const column = values[0]
  const known = picked.filter((value) => !Number.isNaN(value))
  if (column === undefined || known.length < LEAST_PICKED) return null
  const pairs: { x: number; y: number }[] = []
  for (let row = 0; row + WEEKS_LATER < rows; row++) {
    const later = row + WEEKS_LATER
    const isApart = entity[later] === entity[row] && asOf[later]! - asOf[row]! === WEEKS_LATER
    if (!isApart || Number.isNaN(column[row]!) || Number.isNaN(column[later]!)) continue
    pairs.push({ x: column[row]!, y: column[later]! })
  }
  const correlation = pairs.length < LEAST_PAIRS ? null : correlate(pairs)
  if (correlation === null) return null
  const [mean, own] = [meanOf(pairs.map(({ x }) => x))!, meanOf(known)!]
  const reliability = Math.max(0, correlation)
  return { picked: own, mean, reliability, expected: predictRegression(own, { mean, reliability }) }
}

type PanelColumn = Pick<Panel, 'values' | 'rows' | 'entity' | 'asOf'>
