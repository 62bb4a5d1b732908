import { ADOPTION_METRICS } from '@contract/analyze/standing-questions.ts'
import type { MetricRow } from '@contract/metrics.ts'
import { shareLimits } from '@contract/share-limits.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { metricsQuery } from '../../api/metrics.ts'
import { statusQuery } from '../../api/queries.ts'
import { Answer } from '../../parts/answer.tsx'
import { Quiet } from '../../parts/limits.tsx'
import { MetricCsv, MetricTable } from '../../parts/metric-table.tsx'
import { UntilEvents } from '../../parts/no-events.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Section } from '../../parts/section.tsx'
import { Empty } from '../../parts/trouble.tsx'
import { PageWaiting } from '../../parts/waiting.tsx'
import { countOf, formatDay, joinWords } from '../../words/format.ts'
import { formatNumber, formatShare, formatShareLimits, type Limits } from '../../words/measures.ts'
import { AdoptedByAge } from './adopted-by-age.tsx'
import { AdoptersStay } from './adopters-stay.tsx'
import { type Feature, readFeatureLabel } from './feature.ts'
import { FeatureGroups } from './feature-groups.tsx'
import { FeatureMap } from './feature-map.tsx'
import { FeatureTable } from './feature-table.tsx'
import { FeatureWeeks } from './feature-weeks.tsx'
import { Packaging } from './packaging.tsx'

const QUESTION = 'Which features earn their keep?'
const route = getRouteApi('/adoption')

export function AdoptionPage() {
  const { feature } = route.useSearch()
  const status = useQuery(statusQuery).data
  const query = useQuery(metricsQuery({ metrics: ADOPTION_METRICS }))
  const metrics = query.data?.metrics
  const features = metrics === undefined ? [] : featuresOf(metrics)
  const breadth = metrics?.find(({ id }) => id === 'adoption_breadth')
  const chosen = features.find(({ name }) => name === feature) ?? features[0]
  return (
    <>
      <title>Adoption · Telltale</title>
      <PageBar
        name="Adoption"
        about={breadth?.period == null ? undefined : `28 days to ${formatDay(breadth.period.to)}`}
      />
      <UntilEvents question={QUESTION}>
        <PageWaiting query={query} question={QUESTION} what="The features">
          {(answer) =>
            features.length === 0 ? (
              <NoFeatures because={breadth?.because ?? null} />
            ) : (
              <>
                <Answer question={QUESTION} sentence={<Sentence features={features} />} context={contextOf(features)} />
                <FeatureMap features={features} />
                <FeatureTable features={features} chosen={chosen?.name} />
                <FeatureGroups />
                {chosen !== undefined && <FeatureWeeks feature={chosen.name} />}
                {chosen !== undefined && status?.asOf != null && (
                  <>
                    <AdoptedByAge feature={chosen.name} asOf={status.asOf} />
                    <AdoptersStay feature={chosen.name} asOf={status.asOf} outcomes={status.outcomes} />
                  </>
                )}
                <Packaging />
                <Section title="Adoption in numbers" right={<MetricCsv metrics={answer.metrics} name="adoption" />}>
                  <MetricTable metrics={answer.metrics} />
                </Section>
              </>
            )
          }
        </PageWaiting>
      </UntilEvents>
    </>
  )
}

/** Breadth and depth of each feature, as the two metrics have them beside their number: "reports (expansion)". */
function featuresOf(metrics: readonly MetricRow[]): Feature[] {
  const rowsOf = (id: string) => metrics.find((metric) => metric.id === id)?.rows ?? []
  const depth = new Map(rowsOf('adoption_depth').map(({ label, value }) => [label, value]))
  return rowsOf('adoption_breadth').flatMap(({ label, count, total }) => {
    const named = readFeatureLabel(label)
    if (named === null || count === null || total === null) return []
    return [
      {
        ...named,
        adopters: count,
        eligible: total,
        breadth: shareLimits(count, total),
        depth: depth.get(label) ?? null,
      },
    ]
  })
}

/** "Reports: 60 % tried it, and use it 2.4 times a week." The widest gap between the two first. */
function Sentence({ features }: { features: readonly Feature[] }) {
  const [most] = [...features].sort((a, b) => (b.breadth?.estimate ?? 0) - (a.breadth?.estimate ?? 0))
  const tried = features.filter(({ breadth, depth }) => (breadth?.estimate ?? 0) >= 0.3 && depth !== null)
  const [shallow] = [...tried].sort((a, b) => (a.depth ?? 0) - (b.depth ?? 0))
  return (
    <>
      {most !== undefined && (
        <>
          {capital(most.name)}: <b>{formatShare(most.breadth?.estimate ?? null)}</b>
          <LimitsOf of={most.breadth} /> of active accounts use it
        </>
      )}
      {shallow !== undefined && shallow !== most && (
        <>
          ; {shallow.name}: <b>{formatShare(shallow.breadth?.estimate ?? null)}</b>
          <LimitsOf of={shallow.breadth} /> tried it, and use it <b>{formatNumber(shallow.depth)} times</b> a week
        </>
      )}
      .
    </>
  )
}

/** Behind a share: " (93–98)". */
function LimitsOf({ of }: { of: Limits | null }) {
  return of === null ? null : <Quiet> ({formatShareLimits(of)})</Quiet>
}

const FEW = 0.2

function contextOf(features: readonly Feature[]): string {
  const few = features.filter(({ breadth }) => (breadth?.estimate ?? 0) < FEW).map(({ name }) => name)
  const all = `${countOf(features.length, 'feature')}, of the accounts that were active in 28 days and whose plan has them.`
  return few.length === 0 ? all : `${all} Fewer than a fifth used ${joinWords(few)}.`
}

function NoFeatures({ because }: { because: string | null }) {
  return (
    <>
      <Answer question={QUESTION} sentence="No feature can be told apart yet." />
      <Empty
        missing={because === null ? 'Nothing is known of features.' : `${capital(because)}.`}
        next={
          <>
            Say of events which part of your product they belong to:{' '}
            <code>{"event('Report Viewed', { feature: 'reports' })"}</code>.
          </>
        }
      />
    </>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
