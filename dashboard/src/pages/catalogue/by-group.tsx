import type { MetricRow } from '@contract/metrics.ts'
import { useQuery } from '@tanstack/react-query'
import { metricsQuery } from '../../api/metrics.ts'
import { statusQuery } from '../../api/queries.ts'
import { Choice } from '../../parts/fields.tsx'
import { metricColumns } from '../../parts/metric-table.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { onScreen } from '../../words/measures.ts'
import type { CatalogueSearch } from './catalogue-search.ts'

const BY = [
  ['plan', 'plan'],
  ['tenure', 'age of account'],
  ['source', 'source'],
  ['cohort', 'month of sign-up'],
  ['band:health', 'health'],
] as const

/** A metric as it stands for a group: as a row of its own. */
type GroupRow = { readonly group: string; readonly metric: MetricRow }

/** Each metric for every group of accounts, against the period before; asked for by choosing what they are grouped by. */
export function ByGroup({ search: { preset, stage, by, day } }: { search: CatalogueSearch }) {
  const change = useChangeSearch<CatalogueSearch>()
  const segments = useQuery(statusQuery).data?.segments ?? []
  const asked = { ...(preset === undefined ? {} : { preset }), ...(day === undefined ? {} : { as_of: day }) }
  const query = useQuery({ ...metricsQuery({ ...asked, by, by_limit: 8 }), enabled: by !== undefined })
  const metrics = (query.data?.metrics ?? []).filter((metric) => stage === undefined || metric.stage === stage)
  const rows = metrics.flatMap(rowsOf)
  const warnings = [
    ...new Set(metrics.flatMap(({ title, warnings = [] }) => warnings.map((one) => `${title}: ${one.message}`))),
  ]
  return (
    <Section
      title="By group"
      say="As accounts were at the end of the period: who is in a group may differ by more than its name."
      right={
        <>
          <Choice
            label="By"
            value={by ?? ''}
            any="nothing"
            options={[...BY, ...segments.map((key) => [`segment:${key}`, `segment ${key}`] as const)]}
            onChange={(one) => change({ by: one })}
          />
          {rows.length > 0 && <CsvButton name="metrics-by-group" columns={COLUMNS} rows={rows} />}
        </>
      }
    >
      {by !== undefined && (
        <Waiting query={query} what="The groups" height={300}>
          {() => (
            <>
              <DataTable
                label="Metrics by group"
                columns={COLUMNS}
                rows={rows}
                keyOf={({ metric, group }) => `${metric.id} ${group}`}
              />
              {warnings.map((warning) => (
                <Note key={warning}>{onScreen(warning)}</Note>
              ))}
            </>
          )}
        </Waiting>
      )}
    </Section>
  )
}

/** What is told of the whole only is not told of a group. */
function rowsOf(metric: MetricRow): GroupRow[] {
  const { groups = [] } = metric
  return groups.map(({ group, rows: _, ...numbers }) => ({
    group: group === null ? 'none' : String(group),
    metric: { ...metric, ...numbers, period: null, who: null, ready: null },
  }))
}

const [NAME, NOW, BEFORE] = metricColumns as readonly [Column<MetricRow>, Column<MetricRow>, Column<MetricRow>]

const COLUMNS: readonly Column<GroupRow>[] = [
  of(NAME),
  { head: 'Group', value: ({ group }) => group, className: 'w-1/5 [overflow-wrap:anywhere]' },
  of(NOW),
  of(BEFORE),
]

function of(column: Column<MetricRow>): Column<GroupRow> {
  const { value, cell, ...rest } = column
  return {
    ...rest,
    value: ({ metric }) => value(metric),
    ...(cell === undefined ? {} : { cell: ({ metric }: GroupRow) => cell(metric) }),
  }
}
