import { ChartSection } from '../../charts/chart-section.tsx'
import { LineChart } from '../../charts/charts.ts'
import { formatInterval } from '../../words/intervals.ts'
import { formatShare } from '../../words/measures.ts'
import type { RevenueRow } from './revenue-row.ts'

/** What of the MRR of each month's start was left at its end, with and without expansion. */
export function KeptLines({ rows }: { rows: readonly RevenueRow[] }) {
  const known = rows.filter(({ nrr }) => nrr !== null)
  const last = known.at(-1)
  const lows = known.flatMap(({ nrr, grr }) => [nrr ?? 1, grr ?? 1])
  const point = (row: RevenueRow, x: number, y: number | null) => ({
    ...{ x, y },
    title: `${formatInterval(row.period, 'month', null)}\nNRR ${exact(row.nrr)}, GRR ${exact(row.grr)}`,
  })
  return (
    <ChartSection
      id="net-and-gross"
      title="Net and gross retention, month by month"
      columns={[
        { head: 'month', value: ({ period }) => period, cell: ({ period }) => formatInterval(period, 'month', null) },
        { head: 'NRR', value: ({ nrr }) => exact(nrr), right: true },
        { head: 'GRR', value: ({ grr }) => exact(grr), right: true },
        { head: 'customers at the start', value: ({ customers_start }) => customers_start, right: true },
        { head: 'left', value: ({ customers_churned }) => customers_churned, right: true },
        { head: 'quick ratio', value: ({ quick_ratio }) => quick_ratio?.toFixed(1) ?? null, right: true },
      ]}
      rows={known}
      keyOf={({ period }) => period}
      height={240}
      note="Only the accounts that paid when the month began. The running month is not over, and not shown."
    >
      <LineChart
        label={`NRR ${exact(last?.nrr ?? null)} and GRR ${exact(last?.grr ?? null)} in the last full month`}
        height={240}
        low={Math.floor(Math.min(...lows, 0.98) * 50) / 50}
        series={[
          {
            label: `NRR ${exact(last?.nrr ?? null)}`,
            tone: 'sea',
            points: known.map((row, x) => point(row, x, row.nrr)),
          },
          {
            label: `GRR ${exact(last?.grr ?? null)}`,
            tone: 'slate',
            points: known.map((row, x) => point(row, x, row.grr)),
          },
        ]}
        rules={[{ y: 1, label: '' }]}
        ticks={known.map(({ period }, at) => ({ at, label: formatInterval(period, 'month', null) }))}
        format={formatShare}
        days={known.map(({ period }) => period)}
      />
    </ChartSection>
  )
}

function exact(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)}\u202f%`
}
