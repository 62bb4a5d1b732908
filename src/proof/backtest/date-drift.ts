import type { Millis } from '../../core/time.ts'
import { chartEwma } from '../../stats/detectors/chart-ewma.ts'
import { type Drift, measureDrift } from '../../stats/scores/measure-drift.ts'
import type { Panel } from '../panel/panel.ts'

/** How much of the time is the earlier part, with which the later one is compared. */
const EARLIER = 0.7

type Weekly = { readonly panel: Pick<Panel, 'asOfs' | 'asOf' | 'rows' | 'values'> }
/** By row of the panel which band, −1: none; and the column of the score. */
type Banded = { readonly bands: readonly string[]; readonly bandOf: Int16Array; readonly column: number }

export type DatedDrift = {
  readonly drift: Drift | null
  /** Where it drifts: since when the mean score of a week is beyond what weeks varied by before; null: no week is. */
  readonly driftSince: Millis | null
}

/** Whether the bands of a score are filled otherwise in the later time than in the earlier, and since when. */
export function driftOf(ground: Weekly, score: Banded, rows: readonly number[]): DatedDrift {
  const drift = driftOfBands(ground, score, rows)
  return { drift, driftSince: drift === null || drift.grade === 'stable' ? null : dateDrift(ground, score) }
}

function driftOfBands({ panel }: Weekly, { bands, bandOf }: Banded, rows: readonly number[]): Drift | null {
  const border = Math.floor(panel.asOfs.length * EARLIER)
  const countOf = (own: readonly number[]): number[] =>
    bands.map((_, band) => own.filter((row) => bandOf[row] === band).length)
  const earlier = rows.filter((row) => panel.asOf[row]! < border)
  const later = rows.filter((row) => panel.asOf[row]! >= border)
  return bands.length < 2 ? null : measureDrift(countOf(earlier), countOf(later))
}

/** A chart of the mean score of each week, in terms of how much the weeks of the earlier time vary: out of its limits up to the last week, since then. */
function dateDrift({ panel }: Weekly, { column }: Banded): Millis | null {
  const means = meansByWeek(panel, panel.values[column]!)
  const earlier = means.slice(0, Math.floor(means.length * EARLIER)).filter((mean) => !Number.isNaN(mean))
  const usual = earlier.reduce((sum, mean) => sum + mean, 0) / earlier.length
  const spread = Math.sqrt(earlier.reduce((sum, mean) => sum + (mean - usual) ** 2, 0) / (earlier.length - 1))
  if (!(spread > 0)) return null
  const residuals = means.map((mean) => (mean - usual) / spread)
  // The limit is below: what rises is turned over.
  const charts = [residuals, residuals.map((residual) => -residual)].map((one) => chartEwma(one))
  const chart = charts.find((points) => points.at(-1)?.hit === true)
  if (chart === undefined) return null
  return panel.asOfs[chart.findLastIndex(({ hit }) => !hit) + 1]!.at
}

function meansByWeek({ asOfs, asOf, rows }: Weekly['panel'], values: Float64Array): number[] {
  const [sums, counts] = [new Float64Array(asOfs.length), new Float64Array(asOfs.length)]
  for (let row = 0; row < rows; row++) {
    if (Number.isNaN(values[row]!)) continue
    sums[asOf[row]!]! += values[row]!
    counts[asOf[row]!]! += 1
  }
  return Array.from(sums, (sum, week) => sum / counts[week]!)
}
