import { phraseRestatedBy } from '@contract/phrase-restatement.ts'
import type { Restatement } from '@contract/restatements.ts'
import { useQuery } from '@tanstack/react-query'
import { restatementsQuery } from '../../api/metrics.ts'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { MayCome } from '../../parts/waiting.tsx'
import { formatDay } from '../../words/format.ts'
import { formatMetric } from '../../words/measures.ts'

const SHOWN = 20

/** Periods that were over and have another number now; nothing where there are none. */
export function RestatementTable() {
  const { data, isPending } = useQuery(restatementsQuery)
  const rows = data?.data ?? []
  if (isPending) return <MayCome />
  if (rows.length === 0) return null
  return (
    <Section title="Restated periods" right={<CsvButton name="restatements" columns={COLUMNS} rows={rows} />}>
      <DataTable
        label="Restated periods"
        columns={COLUMNS}
        rows={rows.slice(0, SHOWN)}
        keyOf={({ id }) => String(id)}
      />
    </Section>
  )
}

function said(value: number | null, one: Restatement): string {
  return value === null ? 'not known' : formatMetric(value, one)
}

const COLUMNS: readonly Column<Restatement>[] = [
  { head: 'Metric', value: ({ title }) => title, cell: ({ title }) => <b className="font-medium">{title}</b> },
  { head: 'From', value: ({ from }) => from, cell: ({ from }) => formatDay(from) },
  { head: 'To', value: ({ to }) => to, cell: ({ to }) => formatDay(to) },
  { head: 'Was', value: (row) => said(row.old, row), right: true },
  { head: 'Is', value: (row) => said(row.new, row), right: true },
  { head: 'Seen', value: ({ seen }) => seen.slice(0, 10), cell: ({ seen }) => formatDay(seen.slice(0, 10)) },
  { head: 'Because of', value: ({ by }) => by.map(phraseRestatedBy).join('; '), className: 'w-1/3' },
]
