import { ChartSection } from '../../charts/chart-section.tsx'
import { LineChart } from '../../charts/charts.ts'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import { Segmented } from '../../parts/fields.tsx'
import type { Column } from '../../parts/table.tsx'
import { WhoButton } from '../../parts/who-button.tsx'
import { useCell } from '../../search/use-cell.ts'
import { formatCount } from '../../words/format.ts'
import { formatInterval } from '../../words/intervals.ts'
import { formatShare } from '../../words/measures.ts'
import type { RevenueRow } from './revenue-row.ts'

/** The customers at the start of a month, or those of them that moved. */
type KeptCell = { readonly kept: (typeof KEPT)[number]; readonly month: string }
const KEPT = ['start', 'expansion', 'contraction', 'churn'] as const
const SAYS = {
  start: 'paid when it began',
  expansion: 'paid more at its end',
  contraction: 'paid less at its end',
  churn: 'left in it',
} as const

/** What of the MRR of each month's start was left at its end, with and without expansion. */
export function KeptLines({ rows, currency }: { rows: readonly RevenueRow[]; currency: string }) {
  const { cell, open, close } = useCell<KeptCell>()
  const known = rows.filter(({ nrr }) => nrr !== null)
  return (
    <>
      <ChartSection
        id="net-and-gross"
        title="Net and gross retention, month by month"
        columns={columnsOf(open)}
        rows={known}
        keyOf={({ period }) => period}
        height={240}
        note="Press a month to see who paid when it began, and who moved. Only the accounts that paid when the month began. The running month is not over, and not shown."
      >
        <Lines rows={known} onPick={(month) => open({ kept: 'start', month })} />
      </ChartSection>
      {cell?.month !== undefined && KEPT.includes(cell.kept) && (
        <Kept cell={cell} currency={currency} onOpen={open} onClose={close} />
      )}
    </>
  )
}

function columnsOf(open: (cell: KeptCell) => void): Column<RevenueRow>[] {
  return [
    { head: 'month', value: ({ period }) => period, cell: ({ period }) => formatInterval(period, 'month', null) },
    { head: 'NRR', value: ({ nrr }) => exact(nrr), right: true },
    { head: 'GRR', value: ({ grr }) => exact(grr), right: true },
    {
      head: 'customers at the start',
      value: ({ customers_start }) => customers_start,
      right: true,
      cell: ({ period, customers_start }) => (
        <WhoButton
          label={`${formatCount(customers_start)}: who paid when ${period} began`}
          onClick={() => open({ kept: 'start', month: period })}
        >
          {formatCount(customers_start)}
        </WhoButton>
      ),
    },
    {
      head: 'left',
      value: ({ customers_churned }) => customers_churned,
      right: true,
      cell: ({ period, customers_churned }) => (
        <WhoButton
          label={`${formatCount(customers_churned)}: who left in ${period}`}
          onClick={() => open({ kept: 'churn', month: period })}
        >
          {formatCount(customers_churned)}
        </WhoButton>
      ),
    },
    { head: 'quick ratio', value: ({ quick_ratio }) => quick_ratio?.toFixed(1) ?? null, right: true },
  ]
}

function Lines({ rows, onPick }: { rows: readonly RevenueRow[]; onPick: (month: string) => void }) {
  const last = rows.at(-1)
  const lows = rows.flatMap(({ nrr, grr }) => [nrr ?? 1, grr ?? 1])
  const point = (row: RevenueRow, x: number, y: number | null) => ({
    ...{ x, y },
    title: `${formatInterval(row.period, 'month', null)}\nNRR ${exact(row.nrr)}, GRR ${exact(row.grr)}`,
  })
  return (
    <LineChart
      label={`NRR ${exact(last?.nrr ?? null)} and GRR ${exact(last?.grr ?? null)} in the last full month`}
      height={240}
      low={Math.floor(Math.min(...lows, 0.98) * 50) / 50}
      series={[
        {
          label: `NRR ${exact(last?.nrr ?? null)}`,
          tone: 'sea',
          points: rows.map((row, x) => point(row, x, row.nrr)),
        },
        {
          label: `GRR ${exact(last?.grr ?? null)}`,
          tone: 'slate',
          points: rows.map((row, x) => point(row, x, row.grr)),
        },
      ]}
      rules={[{ y: 1, label: '' }]}
      ticks={rows.map(({ period }, at) => ({ at, label: formatInterval(period, 'month', null) }))}
      format={formatShare}
      days={rows.map(({ period }) => period)}
      onPick={(at) => {
        const month = rows[at]?.period
        if (month !== undefined) onPick(month)
      }}
    />
  )
}

type KeptProps = { cell: KeptCell; currency: string; onOpen: (cell: KeptCell) => void; onClose: () => void }

/** Who is in a point of the lines, and which of them made it what it is. */
function Kept({ cell: { kept, month }, currency, onOpen, onClose }: KeptProps) {
  const when = formatInterval(month, 'month', null)
  return (
    <ActorsDialog
      title={`${when}: ${SAYS[kept]}`}
      kind="revenue"
      asked={{ by: 'month', currency, actors_of: { period: month, category: kept } }}
      before={
        <Segmented
          label="Who of them"
          value={kept}
          options={KEPT.map((one) => [one, one === 'start' ? 'all' : one] as const)}
          onChange={(one) => onOpen({ kept: one, month })}
        />
      }
      onClose={onClose}
    />
  )
}

function exact(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)}\u202f%`
}
