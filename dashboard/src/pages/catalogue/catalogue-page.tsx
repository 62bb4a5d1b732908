import type { MetricRow } from '@contract/metrics.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { metricAlertsQuery, metricsQuery } from '../../api/metrics.ts'
import { statusQuery } from '../../api/queries.ts'
import { Answer } from '../../parts/answer.tsx'
import { Choice, Segmented } from '../../parts/fields.tsx'
import { MetricCsv, MetricTable } from '../../parts/metric-table.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Section } from '../../parts/section.tsx'
import { PageWaiting } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { ByGroup } from './by-group.tsx'
import { type CatalogueSearch, PRESETS, STAGES } from './catalogue-search.ts'
import { MetricAlertTable } from './metric-alert-table.tsx'
import { RestatementTable } from './restatement-table.tsx'
import { Tree } from './tree.tsx'

const QUESTION = 'What do our words mean, and how do they stand?'
const route = getRouteApi('/catalogue')
const LAST_DAY = '9999-12-31'

export function CataloguePage() {
  const search = route.useSearch()
  const { preset, stage, day } = search
  const asked = { ...(preset === undefined ? {} : { preset }), ...(day === undefined ? {} : { as_of: day }) }
  const query = useQuery(metricsQuery(asked))
  const alerts = useQuery(metricAlertsQuery)
  const status = useQuery(statusQuery)
  const shown = STAGES.filter((one) => stage === undefined || one === stage)
  return (
    <>
      <title>Metrics · Telltale</title>
      <Bar asOf={query.data?.as_of} preset={preset ?? query.data?.preset ?? 'starter'} />
      <PageWaiting query={query} also={[alerts, status]} question={QUESTION} what="The metrics">
        {({ metrics }) => (
          <>
            <Head metrics={metrics} />
            <Tree />
            <MetricAlertTable />
            <RestatementTable />
            {shown.map((one) => (
              <Stage key={one} stage={one} metrics={metrics.filter((metric) => metric.stage === one)} />
            ))}
            <ByGroup search={search} />
          </>
        )}
      </PageWaiting>
    </>
  )
}

function Bar({ asOf, preset }: { asOf: string | undefined; preset: (typeof PRESETS)[number] }) {
  const { stage, day } = route.useSearch()
  const change = useChangeSearch<CatalogueSearch>()
  const last = useQuery(statusQuery).data?.asOf ?? undefined
  return (
    <PageBar name="Metrics" about={asOf === undefined ? undefined : `as of ${formatDay(asOf)}`}>
      <span className="flex items-center gap-1.5 text-small text-ink-3">
        <span aria-hidden="true">Set</span>
        <Segmented
          label="Which set"
          value={preset}
          options={PRESETS.map((one) => [one, one])}
          onChange={(one) => change({ preset: one })}
        />
      </span>
      <label data-choice className="flex min-w-0 items-center gap-1.5 text-small whitespace-nowrap text-ink-3">
        As of
        <input
          type="date"
          value={day ?? asOf ?? ''}
          // Without a last day the field has room for longer years, and would move what stands beside it.
          max={last ?? LAST_DAY}
          onChange={({ target }) =>
            change({ day: target.value === '' || target.value === last ? undefined : target.value })
          }
          className="h-10 min-w-36 rounded-2 border border-line-3 bg-paper px-1.5 text-dense text-ink max-desk:grow desk:h-7"
        />
      </label>
      <Choice
        label="Stage"
        value={stage ?? ''}
        any="every"
        options={STAGES.map((one) => [one, one])}
        onChange={(one) => change({ stage: one })}
      />
    </PageBar>
  )
}

/** "53 metrics, 31 with a value; 2 have crossed their threshold." */
function Head({ metrics }: { metrics: readonly MetricRow[] }) {
  const alerts = useQuery(metricAlertsQuery).data?.data.filter(({ closed }) => closed === null) ?? []
  const told = metrics.filter(({ value }) => value !== null).length
  const crossed = metrics.filter((metric) => metric.crossed === true)
  const leading = metrics.filter(({ kind }) => kind === 'leading').length
  return (
    <Answer
      question={QUESTION}
      sentence={
        <>
          <b>{countOf(metrics.length, 'metric')}</b>, <b>{formatCount(told)}</b> with a value;{' '}
          {crossed.length === 0 ? (
            'none has crossed its threshold'
          ) : (
            <>
              <b>{formatCount(crossed.length)}</b> {crossed.length === 1 ? 'has' : 'have'} crossed{' '}
              {crossed.length === 1 ? 'its threshold' : 'their thresholds'}
            </>
          )}
          .
        </>
      }
      context={`${formatCount(leading)} tell what is likely to come, ${formatCount(metrics.length - leading)} what has happened. ${alerts.length === 0 ? 'No watched metric has an open alert.' : `${countOf(alerts.length, 'watched metric has', 'watched metrics have')} an open alert.`} Point at a name for its definition.`}
    />
  )
}

function Stage({ stage, metrics }: { stage: string; metrics: readonly MetricRow[] }) {
  if (metrics.length === 0) return null
  const told = metrics.filter(({ value }) => value !== null)
  const untold = metrics.filter(({ value }) => value === null)
  return (
    <Section
      title={stage.charAt(0).toUpperCase() + stage.slice(1)}
      right={
        <>
          {formatCount(told.length)} of {formatCount(metrics.length)} told
          <MetricCsv metrics={[...told, ...untold]} name={`metrics-${stage}`} />
        </>
      }
    >
      <MetricTable metrics={[...told, ...untold]} />
    </Section>
  )
}
