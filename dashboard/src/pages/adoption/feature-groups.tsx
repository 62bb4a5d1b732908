import { adoptionByGroup } from '@contract/analyze/standing-questions.ts'
import type { MetricsAnswer } from '@contract/metrics.ts'
import { shareLimits } from '@contract/share-limits.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { metricsQuery } from '../../api/metrics.ts'
import { statusQuery } from '../../api/queries.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { type HeatCell, HeatTable } from '../../charts/heat-table.tsx'
import { Choice } from '../../parts/fields.tsx'
import type { MetricCell } from '../../parts/metric-who.tsx'
import type { Column } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { WhoButton } from '../../parts/who-button.tsx'
import { useCell } from '../../search/use-cell.ts'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatCount } from '../../words/format.ts'
import { formatShare, formatShareLimits, type Limits, ofWords } from '../../words/measures.ts'
import { type AdoptionSearch, readFeatureLabel } from './feature.ts'

const route = getRouteApi('/adoption')
const BY = [
  ['plan', 'plan'],
  ['tenure', 'age of account'],
  ['source', 'source'],
] as const
/** Of fewer accounts a share is not told: its interval would take in half of all there is. */
const FEWEST = 12

/** A feature in a group of accounts. */
type Adopted = {
  readonly label: string
  readonly feature: string
  readonly group: string
  readonly key: string | null
  readonly used: number
  readonly of: number
  /** null: too few. */
  readonly limits: Limits | null
}

/** How many of each group of accounts used each feature. */
export function FeatureGroups() {
  const { by = 'plan' } = route.useSearch()
  const segments = useQuery(statusQuery).data?.segments ?? []
  const change = useChangeSearch<AdoptionSearch>()
  const query = useQuery({ ...metricsQuery(adoptionByGroup(by)), placeholderData: keepPreviousData })
  return (
    <Waiting query={query} what="The groups" height={300}>
      {(answer) => (
        <Groups
          rows={adoptedOf(answer)}
          by={by}
          right={
            <Choice
              label="By"
              value={by}
              options={[
                ...BY,
                ...segments.filter((key) => key !== 'plan').map((key) => [`segment:${key}`, `segment ${key}`] as const),
              ]}
              onChange={(one) => change({ by: one === 'plan' ? undefined : one })}
            />
          }
        />
      )}
    </Waiting>
  )
}

type GroupsProps = { rows: readonly Adopted[]; by: string; right: ReactNode }

function Groups({ rows, by, right }: GroupsProps) {
  const { open } = useCell<MetricCell>()
  const groups = [...new Set(rows.map(({ group }) => group))]
  const features = [...new Set(rows.map(({ feature }) => feature))]
  const openCell = ({ label, key }: Adopted) =>
    open({ metric: 'adoption_breadth', row: label, by, ...(key === null ? {} : { group: key }) })
  return (
    <ChartSection
      id="feature-groups"
      title="Who uses it, by group"
      right={right}
      columns={columnsOf(openCell)}
      rows={rows}
      keyOf={({ feature, group }) => `${feature} ${group}`}
      note={`Of the accounts that were active in 28 days and whose plan has it, as they were on the last day; 95 % limits and of how many below. Of fewer than ${FEWEST} no share is told. Groups differ by more than their name: it shows who uses it, not why.`}
    >
      <HeatTable
        label="Share that used each feature, by group"
        first="Feature"
        heads={groups}
        near={null}
        steps={[0.15, 0.3, 0.45, 0.6, 0.8]}
        rows={features.map((feature) => ({
          ...{ key: feature, name: feature },
          cells: groups.map((group) =>
            cellOf(
              rows.find((one) => one.feature === feature && one.group === group),
              openCell,
            ),
          ),
        }))}
      />
    </ChartSection>
  )
}

function cellOf(one: Adopted | undefined, onOpen: (one: Adopted) => void): HeatCell {
  if (one === undefined || one.limits === null)
    return { value: null, said: '', ready: null, label: '', under: one?.of === 0 ? 'nobody' : 'too few' }
  const { feature, group, of, limits } = one
  return {
    ...{ value: limits.estimate, said: formatShare(limits.estimate), ready: null },
    under: `${formatShareLimits(limits)} of ${formatCount(of)}`,
    label: `who used ${feature}, of ${group}`,
    onOpen: () => onOpen(one),
  }
}

function adoptedOf({ metrics }: MetricsAnswer): Adopted[] {
  return (metrics[0]?.groups ?? []).flatMap(({ group, rows = [] }) =>
    rows.flatMap(({ label, count, total }) => {
      const feature = readFeatureLabel(label)?.name
      if (feature === undefined || count === null || total === null) return []
      const key = group === null ? null : String(group)
      const limits = total < FEWEST ? null : shareLimits(count, total)
      return [{ label, feature, key, group: key ?? 'not known', used: count, of: total, limits }]
    }),
  )
}

function columnsOf(onOpen: (one: Adopted) => void): Column<Adopted>[] {
  return [
    { head: 'Feature', value: ({ feature }) => feature },
    { head: 'Group', value: ({ group }) => group },
    {
      head: 'Used it',
      value: ({ used }) => used,
      right: true,
      cell: (one) => (
        <WhoButton
          label={`${ofWords(one.used, one.of, 'account')}: who used ${one.feature}, of ${one.group}`}
          onClick={() => onOpen(one)}
        >
          {formatCount(one.used)}
        </WhoButton>
      ),
    },
    { head: 'Of', value: ({ of }) => of, right: true },
    { head: 'Share', value: ({ limits }) => (limits === null ? 'too few' : formatShare(limits.estimate)), right: true },
    { head: '95 %', value: ({ limits }) => (limits === null ? null : formatShareLimits(limits)), right: true },
  ]
}
