import type { MetricAlert } from '@contract/metric-alerts.ts'
import { useQuery } from '@tanstack/react-query'
import { metricAlertsQuery } from '../../api/metrics.ts'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { formatDay } from '../../words/format.ts'
import { formatNumber, formatShare } from '../../words/measures.ts'

/** Watched metrics that crossed their thresholds, the newest first. */
export function MetricAlertTable() {
  const query = useQuery(metricAlertsQuery)
  const rows = query.data?.data ?? []
  return (
    <Section
      title="Watched metrics that crossed a threshold"
      right={<CsvButton name="metric-alerts" columns={COLUMNS} rows={rows} />}
    >
      <Waiting query={query} what="The alerts" height={62}>
        {({ data }) =>
          data.length === 0 ? (
            <p className="text-dense text-ink-2">
              None has. A metric is watched when the configuration names its owner and threshold under{' '}
              <code>metrics.watch</code>.
            </p>
          ) : (
            <DataTable label="Crossed thresholds" columns={COLUMNS} rows={data.slice(0, 20)} keyOf={({ id }) => id} />
          )
        }
      </Waiting>
    </Section>
  )
}

function said(n: number | null, unit: string): string {
  return unit === 'share' ? formatShare(n) : formatNumber(n)
}

const COLUMNS: readonly Column<MetricAlert>[] = [
  { head: 'Metric', value: ({ title }) => title, cell: ({ title }) => <b className="font-medium">{title}</b> },
  { head: 'Was', value: ({ value, unit }) => said(value, unit), right: true },
  {
    head: 'Threshold',
    value: ({ op, threshold, unit }) => `${op === '<' ? 'at least' : 'at most'} ${said(threshold, unit)}`,
  },
  { head: 'Since', value: ({ opened }) => opened, cell: ({ opened }) => formatDay(opened) },
  {
    head: 'Until',
    value: ({ closed }) => closed,
    cell: ({ closed }) => (closed === null ? <span className="font-medium text-risk">open</span> : formatDay(closed)),
  },
  { head: 'Why', value: ({ cause }) => cause },
  { head: 'Owner', value: ({ owner }) => owner },
  { head: 'Next step', value: ({ next }) => next, className: 'w-1/4' },
]
