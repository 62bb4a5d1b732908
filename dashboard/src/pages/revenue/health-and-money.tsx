import type { RevenueAnswer } from '@contract/analyze/revenue.ts'
import { useAnalysis } from '../../api/analysis.ts'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import { BandMark } from '../../parts/band-mark.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { WhoButton } from '../../parts/who-button.tsx'
import { useCell } from '../../search/use-cell.ts'
import { formatCount, formatMoney } from '../../words/format.ts'
import { formatInterval } from '../../words/intervals.ts'
import { formatShare } from '../../words/measures.ts'

type HealthCell = { readonly health: string | null; readonly month: string }
type Row = { readonly band: string | null; readonly row: RevenueAnswer['rows'][number]; readonly share: number | null }

/** What accounts pay by the health they had at the end of the last full month. */
export function HealthAndMoney({ currency }: { currency: string }) {
  const asked = { by: 'month' as const, currency, breakdown: { band: 'health' } }
  const query = useAnalysis('revenue', asked)
  const { cell, open, close } = useCell<HealthCell>()
  if (query.isError)
    return (
      <Section title="Health and money">
        <p className="text-dense text-ink-2">
          The configuration has no score “health” by which money could be told apart.
        </p>
      </Section>
    )
  return (
    <Section
      title="Health and money"
      right={
        query.data && <CsvButton name="health-and-money" columns={columnsOf(currency)} rows={rowsOf(query.data)} />
      }
    >
      <Waiting query={query} what="Money by health" height={176}>
        {(answer) => (
          <>
            <DataTable
              label="Money by health"
              columns={columnsOf(currency, open)}
              rows={rowsOf(answer)}
              keyOf={({ band }) => band ?? 'unknown'}
            />
            <Note>
              By the health accounts had at the end of {monthOf(answer)}: who was well by then had less reason to leave.
              It describes, and proves nothing.
            </Note>
          </>
        )}
      </Waiting>
      {cell?.month !== undefined && cell.health !== undefined && (
        <ActorsDialog
          title={`Pay, with health ${cell.health ?? 'unknown'}, at the end of ${formatInterval(cell.month, 'month', null)}`}
          kind="revenue"
          asked={{ ...asked, actors_of: { period: cell.month, category: 'end', value: cell.health } }}
          onClose={close}
        />
      )}
    </Section>
  )
}

function monthOf(answer: RevenueAnswer): string {
  return formatInterval(answer.rows.findLast(({ complete }) => complete)?.period ?? '2000-01-01', 'month', null)
}

function rowsOf({ rows, buckets = [] }: RevenueAnswer): Row[] {
  const at = rows.findLastIndex(({ complete }) => complete)
  const total = rows[at]?.end ?? 0
  return buckets.flatMap(({ value, rows: own }) => {
    const row = own[at]
    if (row === undefined || (row.customers_end ?? 0) === 0) return []
    return [{ band: value === null ? null : String(value), row, share: total === 0 ? null : (row.end ?? 0) / total }]
  })
}

function columnsOf(currency: string, open?: (cell: HealthCell) => void): Column<Row>[] {
  return [
    { head: 'Health', value: ({ band }) => band, cell: ({ band }) => <BandMark band={band} /> },
    {
      head: 'Accounts',
      value: ({ row }) => row.customers_end,
      right: true,
      cell: ({ band, row }) => (
        <WhoButton
          label={`${formatCount(row.customers_end)}: who pays with health ${band ?? 'unknown'}`}
          onClick={() => open?.({ health: band, month: row.period })}
        >
          {formatCount(row.customers_end)}
        </WhoButton>
      ),
    },
    {
      head: 'MRR',
      value: ({ row }) => formatMoney(row.end === null ? null : { minor: row.end, currency }),
      right: true,
    },
    { head: 'Share', value: ({ share }) => share, right: true, cell: ({ share }) => formatShare(share) },
  ]
}
