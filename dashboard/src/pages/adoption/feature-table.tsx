import { IntervalMark, ShareWithLimits } from '../../parts/limits.tsx'
import type { MetricCell } from '../../parts/metric-who.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { WhoButton } from '../../parts/who-button.tsx'
import { useCell } from '../../search/use-cell.ts'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatCount } from '../../words/format.ts'
import { formatNumber, formatShareLimits } from '../../words/measures.ts'
import type { AdoptionSearch, Feature } from './feature.ts'

/** Every feature with its numbers; the chosen one is shown week by week below. */
export function FeatureTable({ features, chosen }: { features: readonly Feature[]; chosen: string | undefined }) {
  const change = useChangeSearch<AdoptionSearch>()
  const rows = [...features].sort((a, b) => (b.breadth?.estimate ?? 0) - (a.breadth?.estimate ?? 0))
  const columns: Column<Feature>[] = featureColumns.map((column) =>
    column.head === 'Feature'
      ? {
          ...column,
          cell: ({ name }) => (
            <button
              type="button"
              aria-pressed={name === chosen}
              className="font-medium hover:text-sea hover:underline"
              onClick={() => change({ feature: name })}
            >
              {name}
            </button>
          ),
        }
      : column,
  )
  return (
    <Section title="Feature by feature" right={<CsvButton name="features" columns={featureColumns} rows={rows} />}>
      <DataTable
        label="Feature by feature"
        columns={columns}
        rows={rows}
        keyOf={({ name }) => name}
        isHere={({ name }) => name === chosen}
      />
    </Section>
  )
}

function Adopters({ feature: { name, tier, adopters, eligible } }: { feature: Feature }) {
  const { open } = useCell<MetricCell>()
  return (
    <WhoButton
      label={`${formatCount(adopters)} of ${formatCount(eligible)}: who used ${name}`}
      onClick={() => open({ metric: 'adoption_breadth', row: `${name} (${tier})` })}
    >
      {formatCount(adopters)} of {formatCount(eligible)}
    </WhoButton>
  )
}

export const featureColumns: readonly Column<Feature>[] = [
  { head: 'Feature', value: ({ name }) => name, className: 'w-1/5' },
  { head: 'Kind', value: ({ tier }) => tier, className: 'text-ink-2' },
  {
    head: 'Used it, 95 %',
    value: ({ breadth }) => (breadth === null ? null : formatShareLimits(breadth)),
    className: 'w-1/4 min-w-32',
    cell: ({ breadth }) => (
      <IntervalMark of={breadth} label={breadth === null ? 'nobody' : `interval ${formatShareLimits(breadth)}`} />
    ),
  },
  {
    head: 'Share',
    value: ({ breadth }) => breadth?.estimate ?? null,
    right: true,
    cell: ({ breadth }) => <ShareWithLimits of={breadth} bold />,
  },
  {
    head: 'Accounts',
    value: ({ adopters }) => adopters,
    right: true,
    cell: (feature) => <Adopters feature={feature} />,
  },
  { head: 'Uses a week each', value: ({ depth }) => depth, right: true, cell: ({ depth }) => formatNumber(depth) },
]
