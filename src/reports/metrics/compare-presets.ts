import { METRIC_IDS, METRICS } from '../../config/metrics/catalogue.ts'
import type { RevenueNumber } from '../../config/metrics/metric.ts'
import { BOOKS } from '../../config/metrics/settings.ts'
import { type RevenueAnswer, RevenueQuery } from '../../contract/analyze/revenue.ts'
import type { PresetComparison } from '../../contract/preset-comparison.ts'
import { dayToIso } from '../../core/time.ts'
import { ratioOf } from '../question/numbers.ts'
import type { ReportSource } from '../question/report-source.ts'
import { reportRevenue } from '../revenue/report-revenue.ts'
import { fullMonths } from './read-money.ts'
import { chooseDay } from './report-metrics.ts'

/**
 * The revenue metrics of the last full month as each preset counts them, side by side.
 * @throws bad_argument, currency_mixed, rate_missing
 */
export async function comparePresets(source: ReportSource, asOf: string | undefined): Promise<PresetComparison> {
  const last = chooseDay(source, asOf)
  const month = dayToIso(fullMonths(last, 1)[0]!.from)
  const asked = BOOKS.map((preset) => RevenueQuery.parse({ from: month, to: month, preset }))
  const answers = await Promise.all(asked.map((query) => reportRevenue(source, query)))
  const rows = answers.map((answer) => answer.rows[0]!)
  const margin = source.model.product.grossMargin
  return {
    as_of: dayToIso(last),
    month: month.slice(0, 7),
    currency: answers[0]!.currency,
    metrics: METRIC_IDS.flatMap((id) => {
      const { measure, title, unit } = METRICS[id]
      // Who the ten largest are is told account by account, and hardly moves with the statuses that count.
      if (measure.kind !== 'revenue' || measure.of === 'concentration') return []
      const [own, stripe, chartmogul, baremetrics] = rows.map((row) => numberOf(measure.of, row, margin))
      const values = { default: own!, stripe: stripe!, chartmogul: chartmogul!, baremetrics: baremetrics! }
      return [{ id, title, unit, values, differs: new Set(Object.values(values)).size > 1 }]
    }),
  }
}

function numberOf(of: RevenueNumber, row: RevenueAnswer['rows'][number], margin: number): number | null {
  switch (of) {
    case 'mrr':
      return row.end
    case 'arr':
      return row.end === null ? null : 12 * row.end
    case 'new':
    case 'expansion':
    case 'reactivation':
    case 'contraction':
    case 'churn':
    case 'expansion_rate':
    case 'nrr':
    case 'grr':
    case 'quick_ratio':
    case 'logo_churn':
    case 'revenue_churn':
    case 'arpa':
      return row[of]
    case 'logo_retention':
      return row.logo_churn === null ? null : 1 - row.logo_churn
    case 'ltv':
      return row.arpa === null || row.logo_churn === null ? null : ratioOf(row.arpa * margin, row.logo_churn)
    case 'concentration':
      return null
  }
}
