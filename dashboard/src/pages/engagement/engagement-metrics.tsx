import { useQuery } from '@tanstack/react-query'
import { metricsQuery } from '../../api/metrics.ts'
import { MetricCsv, MetricTable } from '../../parts/metric-table.tsx'
import { Section } from '../../parts/section.tsx'
import { Waiting } from '../../parts/waiting.tsx'

const IDS = 'stickiness,dau_mau,l7,l28,sessions,key_actions,account_engagement,member_engagement'

/** Sessions, key actions and the scores of engagement, each with the period before. */
export function EngagementMetrics() {
  const query = useQuery(metricsQuery({ metrics: IDS }))
  return (
    <Section
      title="How often, how long, how deep"
      right={query.data && <MetricCsv name="engagement" metrics={query.data.metrics} />}
    >
      <Waiting query={query} what="The metrics" height={320}>
        {({ metrics }) => <MetricTable metrics={metrics} />}
      </Waiting>
    </Section>
  )
}
