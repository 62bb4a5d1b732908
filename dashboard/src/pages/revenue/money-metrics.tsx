import type { MetricRow } from '@contract/metrics.ts'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { metricsQuery } from '../../api/metrics.ts'
import { MetricName } from '../../parts/metric-name.tsx'
import { MetricWho } from '../../parts/metric-who.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { formatMetric, onScreen } from '../../words/measures.ts'

const IDS = ['arpa', 'ltv', 'cac', 'cac_payback', 'ltv_cac', 'concentration', 'renewals_due', 'untouched_upgrades']

/** What a customer is worth and costs, of all currencies together; what cannot be told says why. */
export function MoneyMetrics({ currency }: { currency: string }) {
  const query = useQuery(metricsQuery({ metrics: IDS.join(',') }))
  return (
    <Section
      title="Worth and cost of a customer"
      right={query.data && <CsvButton name="worth-and-cost" columns={COLUMNS} rows={query.data.metrics} />}
    >
      <Waiting query={query} what="Worth and cost" height={260}>
        {({ metrics }) => <Metrics metrics={inOrder(metrics)} currency={currency} />}
      </Waiting>
    </Section>
  )
}

function inOrder(metrics: readonly MetricRow[]): readonly MetricRow[] {
  return metrics.toSorted((a, b) => IDS.indexOf(a.id) - IDS.indexOf(b.id))
}

/** What cannot be told for one and the same reason stands below, the reason once. */
function Metrics({ metrics, currency }: { metrics: readonly MetricRow[]; currency: string }) {
  const told = metrics.filter(({ value }) => value !== null)
  const reasons = [...new Set(metrics.flatMap(({ value, because }) => (value === null ? [because] : [])))]
  const other = told.find((one) => one.currency !== null && one.currency !== currency)?.currency
  return (
    <>
      {told.length > 0 && <DataTable label="Worth and cost" columns={COLUMNS} rows={told} keyOf={({ id }) => id} />}
      {reasons.map((because) => (
        <Untold key={because} metrics={metrics.filter((one) => one.value === null && one.because === because)} />
      ))}
      {other != null && <Note>Of all accounts, in {other} at the rates of the configuration.</Note>}
    </>
  )
}

/** "CAC payback, LTV to CAC: no spend is known." */
function Untold({ metrics }: { metrics: readonly MetricRow[] }) {
  return (
    <p className="mt-3 text-dense text-ink-2">
      {metrics.map((metric, at) => (
        <Fragment key={metric.id}>
          {at > 0 && ', '}
          <MetricName metric={metric} />
        </Fragment>
      ))}
      : {onScreen(metrics[0]?.because ?? 'not known')}.
    </p>
  )
}

const COLUMNS: readonly Column<MetricRow>[] = [
  { head: 'Metric', value: ({ title }) => title, className: 'w-2/5', cell: (metric) => <MetricName metric={metric} /> },
  {
    head: 'Last full month',
    value: (metric) => formatMetric(metric.value, metric),
    right: true,
    cell: (metric) => (
      <MetricWho metric={metric}>
        <b className="font-medium">{formatMetric(metric.value, metric)}</b>
      </MetricWho>
    ),
  },
]
