import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { Note, Section } from '../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../parts/table.tsx'
import { Place } from '../parts/waiting.tsx'
import { useTableShown } from '../search/use-table-shown.ts'

type ChartSectionProps<Row> = {
  /** Names the part in the address and the file: `mrr-bridge`. */
  id: string
  title: string
  say?: ReactNode
  note?: ReactNode
  right?: ReactNode
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row, at: number) => string
  /** Height of the chart, kept while it is loading: 220 when left out. */
  height?: number
  children: ReactNode
}

/** A chart with the table behind it: one of them is shown, which the address says; the table can be saved. */
export function ChartSection<Row>(props: ChartSectionProps<Row>) {
  const { id, title, say, note, right, columns, rows, keyOf, height = 220, children } = props
  const [asTable, setAsTable] = useTableShown(id)
  return (
    <Section
      title={title}
      say={say}
      right={
        <>
          {right}
          <CsvButton name={id} columns={columns} rows={rows} />
          <Button look="bare" className="!text-sea" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            <Icon name={asTable ? 'chart' : 'table'} /> {asTable ? 'Chart' : 'Table'}
          </Button>
        </>
      }
    >
      {asTable ? (
        <DataTable label={title} columns={columns} rows={rows} keyOf={keyOf} />
      ) : (
        <div style={{ minHeight: height }}>
          <Suspense fallback={<Place height={height} />}>{children}</Suspense>
        </div>
      )}
      {note !== undefined && <Note>{note}</Note>}
    </Section>
  )
}
