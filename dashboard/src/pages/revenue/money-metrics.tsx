import type { MetricRow } from '@contract/metrics.ts'
import { useQuery } from '@tanstack/react-query'
import { metricsQuery } from '../../api/metrics.ts'
import { MetricName } from '../../parts/metric-name.tsx'
import { NotTold } from '../../parts/metric-table.tsx'
import { MetricWho } from '../../parts/metric-who.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { formatMetric, onScreen } from '../../words/measures.ts'

const IDS = 'arpa,ltv,cac,cac_payback,ltv_cac,concentration,renewals_due,untouched_upgrades'

/** What a customer is worth and costs; what cannot be told says why. */
export function MoneyMetrics() {
  const query = useQuery(metricsQuery({ metrics: IDS }))
  return (
    <Section
      title="Worth and cost of a customer"
      right={query.data && <CsvButton name="worth-and-cost" columns={COLUMNS} rows={query.data.metrics} />}
    >
      <Waiting query={query} what="Worth and cost" height={260}>
        {({ metrics }) => <Metrics metrics={metrics} />}
      </Waiting>
    </Section>
  )
}

/** What cannot be told for one and the same reason is not told eight times. */
function Metrics({ metrics }: { metrics: readonly MetricRow[] }) {
  const reasons = new Set(metrics.map(({ value, because }) => (value === null ? because : null)))
  const [reason] = reasons
  if (reasons.size === 1 && reason != null)
    return (
      <p className="text-dense text-ink-2">
        {metrics.map(({ title }) => title).join(', ')}: {onScreen(reason)}
      </p>
    )
  return <DataTable label="Worth and cost" columns={COLUMNS} rows={metrics} keyOf={({ id }) => id} />
}

const COLUMNS: readonly Column<MetricRow>[] = [
  { head: 'Metric', value: ({ title }) => title, className: 'w-2/5', cell: (metric) => <MetricName metric={metric} /> },
  {
    head: 'Last full month',
    value: (metric) => formatMetric(metric.value, metric),
    cell: (metric) =>
      metric.value === null ? (
        <NotTold metric={metric} />
      ) : (
        <MetricWho metric={metric}>
          <b className="font-medium">{formatMetric(metric.value, metric)}</b>
        </MetricWho>
      ),
  },
]
