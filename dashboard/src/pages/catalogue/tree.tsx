import type { MetricRow } from '@contract/metrics.ts'
import { useQuery } from '@tanstack/react-query'
import { metricTreeQuery } from '../../api/metrics.ts'
import { MetricName } from '../../parts/metric-name.tsx'
import { MetricWho } from '../../parts/metric-who.tsx'
import { Section } from '../../parts/section.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { formatMetric, onScreen } from '../../words/measures.ts'

/** The one number of value, and the three to five that move it. */
export function Tree() {
  const query = useQuery(metricTreeQuery)
  return (
    <Section title="The North Star, and what moves it">
      <Waiting query={query} what="The tree" height={150}>
        {({ north_star, inputs }) => (
          <div className="items-stretch wide:flex">
            <div className="flex-none py-2 wide:w-64">
              <Leaf metric={north_star} large />
            </div>
            <ul className="min-w-0 flex-1 border-line-2 max-wide:mt-2 max-wide:border-t wide:border-l">
              {inputs.map((metric) => (
                <li
                  key={metric.id}
                  className="relative flex items-center border-b border-line py-2 pl-8 last:border-b-0 max-wide:pl-0"
                >
                  <span aria-hidden="true" className="absolute left-0 h-px w-6 bg-line-2 max-wide:hidden" />
                  <Leaf metric={metric} />
                </li>
              ))}
            </ul>
          </div>
        )}
      </Waiting>
    </Section>
  )
}

function Leaf({ metric, large = false }: { metric: MetricRow; large?: boolean }) {
  return (
    <div className={large ? '' : 'flex w-full flex-wrap items-baseline gap-x-4'}>
      <span className={large ? 'block text-dense' : 'w-56 text-dense'}>
        <MetricName metric={metric} />
      </span>
      {metric.value === null ? (
        <span className="min-w-0 flex-[1_1_12rem] text-small text-ink-3">
          {onScreen(metric.because ?? 'not known')}
        </span>
      ) : (
        <>
          <span
            className={
              large ? 'mt-1 block font-display text-figure tracking-[-0.02em]' : 'w-28 text-body font-semibold'
            }
          >
            <MetricWho metric={metric}>{formatMetric(metric.value, metric)}</MetricWho>
          </span>
          <span className="text-small text-ink-3">
            {metric.previous === null ? 'nothing before' : `before ${formatMetric(metric.previous, metric)}`}
          </span>
        </>
      )}
    </div>
  )
}
