import type { MetricRow } from '@contract/metrics.ts'
import { formatDay } from '../words/format.ts'
import { formatMetric, formatMetricLimits, onScreen } from '../words/measures.ts'
import { Hint } from './hint.tsx'
import { Icon } from './icon.tsx'
import { Quiet } from './limits.tsx'
import { MetricName } from './metric-name.tsx'
import { MetricWho } from './metric-who.tsx'
import { Restated } from './restated.tsx'
import { type Column, CsvButton, DataTable } from './table.tsx'

/** Metrics, a line each: the definition one hover away, the number with its limits, the period before, and which way it went. */
export function MetricTable({ metrics }: { metrics: readonly MetricRow[] }) {
  return <DataTable label="Metrics" columns={metricColumns} rows={metrics} keyOf={({ id }) => id} />
}

/** The same as a file. */
export function MetricCsv({ metrics, name }: { metrics: readonly MetricRow[]; name: string }) {
  return <CsvButton name={name} columns={metricColumns} rows={metrics} />
}

export const metricColumns: readonly Column<MetricRow>[] = [
  {
    head: 'Metric',
    value: ({ title }) => title,
    className: 'w-[26%] min-w-36',
    cell: (metric) => <MetricName metric={metric} />,
  },
  {
    head: 'Now',
    value: ({ value }) => value,
    className: 'w-[22%] min-w-32',
    cell: (metric) =>
      metric.value === null ? (
        <NotTold metric={metric} />
      ) : (
        <>
          <MetricWho metric={metric}>
            <b className="font-semibold">{formatMetric(metric.value, metric)}</b>
          </MetricWho>{' '}
          {metric.interval !== null && <Quiet>({formatMetricLimits(metric.interval, metric)})</Quiet>}
          {metric.of !== null && (
            <span className="block text-small text-ink-3">
              {metric.of.count.toLocaleString('en-US')} of {metric.of.total.toLocaleString('en-US')}
            </span>
          )}
          <Restated metric={metric} />
        </>
      ),
  },
  {
    head: 'Before',
    value: ({ previous }) => previous,
    className: 'w-[17%]',
    cell: (metric) => <Change metric={metric} />,
  },
  {
    head: 'Threshold',
    value: (metric) => thresholdWords(metric),
    className: 'w-[13%]',
    cell: (metric) => <Threshold metric={metric} />,
  },
  { head: 'Owner', value: ({ owner }) => owner, className: 'w-[12%] text-ink-2' },
  { head: 'Looked at', value: ({ cadence }) => cadence, className: 'w-[10%] text-ink-2' },
]

/** Why there is no number, in short; the whole of it by pointing at it, or by its focus. */
function NotTold({ metric: { because, ready } }: { metric: Pick<MetricRow, 'because' | 'ready'> }) {
  const whole = onScreen(because ?? 'not known')
  return (
    <span className="text-small text-ink-3">
      <Hint
        word={<span className="line-clamp-2">{ready === null ? whole : `too early, ready ${formatDay(ready)}`}</span>}
      >
        {whole}
      </Hint>
    </span>
  )
}

/** Better or worse is said by word and sign: the colour only follows. It is not said of what may be chance. */
function Change({ metric }: { metric: MetricRow }) {
  const { value, previous, better } = metric
  if (previous === null) return <span className="text-ink-3">–</span>
  if (value === null || formatMetric(value, metric) === formatMetric(previous, metric) || isWithinLimits(metric))
    return <span className="text-ink-2">{formatMetric(previous, metric)}</span>
  const isBetter = value > previous === (better === 'higher')
  return (
    <span className="whitespace-nowrap">
      {formatMetric(previous, metric)}{' '}
      <span className={`inline-flex items-center gap-0.5 text-small ${isBetter ? 'text-well' : 'text-risk'}`}>
        <Icon name={value > previous ? 'up' : 'down'} className="!size-3" /> {isBetter ? 'better' : 'worse'} since
      </span>
    </span>
  )
}

function isWithinLimits({ previous, interval }: MetricRow): boolean {
  return previous !== null && interval !== null && previous >= interval.lower && previous <= interval.upper
}

function thresholdWords(metric: MetricRow): string | null {
  const { at_least, at_most } = metric.threshold
  if (at_least !== null) return `at least ${formatMetric(at_least, metric)}`
  return at_most === null ? null : `at most ${formatMetric(at_most, metric)}`
}

function Threshold({ metric }: { metric: MetricRow }) {
  const words = thresholdWords(metric)
  if (words === null) return <span className="text-ink-3">–</span>
  return (
    <span className={metric.crossed === true ? 'font-medium text-risk' : 'text-ink-2'}>
      {words}
      {metric.crossed === true && <span className="block text-small">crossed</span>}
    </span>
  )
}
