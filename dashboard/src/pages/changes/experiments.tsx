import type { ExperimentRow } from '@contract/experiments.ts'
import { titleOf } from '@contract/title-of.ts'
import { useQuery } from '@tanstack/react-query'
import { experimentsQuery } from '../../api/changes.ts'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { countOf, formatCount } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'

const TITLE = 'Experiments'

/** What is tried on some and held back from others: only this says whether a change brought something about. */
export function Experiments() {
  const query = useQuery(experimentsQuery)
  const rows = query.data?.data ?? []
  return (
    <Section
      title={TITLE}
      say="Only where something is held back from some by lot can it be said that a change brought an outcome about."
      right={rows.length > 0 && <CsvButton name="experiments" columns={COLUMNS} rows={rows} />}
    >
      <Waiting query={query} what="Experiments" height={44}>
        {({ data }) =>
          data.length === 0 ? (
            <p className="max-w-[76ch] text-dense text-ink-2">
              None. Plan one: <code>npx telltale experiment plan --help</code>, or tell the server of those of your
              product by the event <code>Experiment Viewed</code>.
            </p>
          ) : (
            <DataTable
              label={TITLE}
              columns={COLUMNS}
              rows={data}
              keyOf={({ name, version }) => `${name} ${version}`}
            />
          )
        }
      </Waiting>
    </Section>
  )
}

const COLUMNS: readonly Column<ExperimentRow>[] = [
  { head: 'Experiment', value: ({ name }) => name, className: 'font-medium [overflow-wrap:anywhere]' },
  { head: 'State', value: ({ state }) => state },
  {
    head: 'Decided by',
    value: ({ outcome, within_days }) => `${titleOf(outcome)} within ${countOf(within_days, 'day')}`,
    className: 'text-ink-2',
  },
  {
    head: 'Treated',
    value: ({ exposed }) => exposed.treated,
    right: true,
    cell: ({ exposed }) => formatCount(exposed.treated),
  },
  {
    head: 'Held back',
    value: ({ exposed }) => exposed.holdout,
    right: true,
    cell: ({ exposed }) => formatCount(exposed.holdout),
  },
  { head: 'Plan', value: ({ sentence }) => onScreen(sentence), className: 'w-2/5 min-w-56 text-ink-2' },
]
