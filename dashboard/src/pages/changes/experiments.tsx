import type { ExperimentRow } from '@contract/experiments.ts'
import { titleOf } from '@contract/title-of.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { experimentsQuery } from '../../api/changes.ts'
import { Button } from '../../parts/button.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatCount } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'
import type { ChangesSearch } from './changes-search.ts'
import { ExperimentResult } from './experiment-result.tsx'

const TITLE = 'Experiments'
const route = getRouteApi('/changes')

function ToResult({ name }: { name: string }) {
  const change = useChangeSearch<ChangesSearch>()
  return <Button onClick={() => change({ experiment: name })}>What it has shown</Button>
}

/** What is tried on some and held back from others: only this says whether a change brought something about. */
export function Experiments() {
  const query = useQuery(experimentsQuery)
  const { experiment } = route.useSearch()
  const rows = query.data?.data ?? []
  return (
    <>
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
      {experiment !== undefined && <ExperimentResult name={experiment} />}
    </>
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
  {
    head: 'Result',
    value: ({ state }) => (state === 'planned' ? 'nobody yet' : ''),
    cell: ({ name, state }) => (state === 'planned' ? 'nobody yet' : <ToResult name={name} />),
  },
  { head: 'Plan', value: ({ sentence }) => onScreen(sentence), className: 'w-2/5 min-w-56 text-ink-2' },
]
