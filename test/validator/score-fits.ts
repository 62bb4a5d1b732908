import { stream, uniform } from '../../src/core/stream.ts'
import type { Feature, FitInput, FitRow } from '../../src/proof/fit/fit-input.ts'
import { fitScore } from '../../src/proof/fit/fit-score.ts'
import { logistic } from '../../src/stats/distributions/logit.ts'
import { measureAuc } from '../../src/stats/scores/measure-auc.ts'
import { normal } from '../../src/worlds/sample.ts'
import { repeat as plainly, type Repeat } from './repeat.ts'
import { type Score, scoreShare } from './score.ts'

const NAMES = ['recency', 'trend', 'people', 'frequency', 'support', 'luck', 'moreLuck', 'age'] as const
const WEIGHTS = [0.5, -0.4, -0.5, -0.3, 0.35, 0, 0, 0] as const
const FEATURES: readonly Feature[] = NAMES.map((key) => ({ key, title: key, text: key, direction: null }))
const MONTHS = 18

/** Accounts by month, whose risk is known: what a month knows is much what the month before knew, and some of it is not known. */
function simulate(seed: number, accounts: number): { input: FitInput; risk: Map<FitRow, number> } {
  const risk = new Map<FitRow, number>()
  const rows: FitRow[] = []
  for (let account = 0; account < accounts; account++) {
    const source = stream(seed, 'fitted', account)
    let values = NAMES.map(() => normal(source))
    for (let moment = 0; moment < MONTHS; moment++) {
      values = values.map((value) => 0.7 * value + Math.sqrt(0.51) * normal(source))
      const p = logistic(-3 + values.reduce((sum, value, j) => sum + WEIGHTS[j]! * value, 0))
      const leaves = uniform(source) < p
      const known = values.map((value, j) => (j === 2 && uniform(source) < 0.1 ? Number.NaN : value))
      const row: FitRow = {
        account,
        moment,
        label: leaves ? 'positive' : 'negative',
        values: known,
        ...{ plain: values[0]!, segment: account % 3 },
        followUp: { time: leaves ? 14 : 28, event: leaves },
      }
      rows.push(row)
      risk.set(row, p)
      if (leaves) break
    }
  }
  const moments = Array.from({ length: MONTHS }, (_, i) => 28 * i)
  return { input: { features: FEATURES, rows, moments, withinDays: 28, gapDays: 0, isBad: true, leastDays: 182 }, risk }
}

/** Of one world: how far the fitted score ranks behind the risk itself, and its calibration slope; null: it was too thin to fit. */
function fitOnce(seed: number, accounts: number): { readonly behind: number; readonly slope: number | null } | null {
  const { input, risk } = simulate(seed, accounts)
  const result = fitScore(input, { neededPrecision: 0, capacity: null })
  if ('lack' in result) return null
  const { test, tested } = result.fitted
  const places = new Set(tested.map(({ account, moment }) => MONTHS * account + moment))
  const oracle = input.rows
    .filter(({ account, moment }) => places.has(MONTHS * account + moment))
    .map((row) => ({ score: risk.get(row)!, outcome: row.label === 'positive' }))
  const behind = measureAuc(oracle)!.estimate - test.auc!.estimate
  return { behind, slope: test.calibration?.slope?.estimate ?? null }
}

/** Fitted scores against the risk that made the outcomes: on later time, how they rank, and whether their probabilities come true. */
export async function scoreFits(
  { sizes, seeds }: { readonly sizes: readonly number[]; readonly seeds: number },
  repeat: Repeat = plainly,
): Promise<Score[]> {
  const scores: Score[] = []
  for (const accounts of sizes) {
    const runs = await repeat(`fits, ${accounts}`, seeds, (seed) => fitOnce(seed, accounts))
    scores.push(...scoreFitted(runs, accounts))
  }
  return scores
}

function scoreFitted(runs: readonly ReturnType<typeof fitOnce>[], accounts: number): Score[] {
  const [seeds, told] = [runs.length, runs.flatMap((run) => run ?? [])]
  const fitted = told.length
  const gap = told.reduce((sum, { behind }) => sum + behind, 0)
  const ranks = told.filter(({ behind }) => behind <= 0.02).length
  const slopes = told.filter(({ slope }) => slope !== null && slope >= 0.8 && slope <= 1.25).length
  const on = `${accounts} accounts × ${MONTHS} months; ${fitted} of ${seeds} fitted`
  if (fitted === 0) return [{ what: 'fitted scores', on, found: 'none: too thin', wanted: '', holds: true }]
  const large = accounts >= 3_000
  return [
    {
      ...{ what: 'AUC behind the oracle’s, in the mean', on, found: (gap / fitted).toFixed(3) },
      ...{ wanted: large ? '≤ 0.020' : 'told only', holds: !large || gap / fitted <= 0.02 },
    },
    {
      ...scoreShare(
        { what: 'AUC within 0.02 of the oracle’s', on },
        { hits: ranks, replicates: fitted },
        large ? { least: 0.8 } : {},
      ),
    },
    {
      ...scoreShare(
        { what: 'calibration slope within 0.8 to 1.25', on },
        { hits: slopes, replicates: fitted },
        large ? { least: 0.8 } : {},
      ),
    },
  ]
}
