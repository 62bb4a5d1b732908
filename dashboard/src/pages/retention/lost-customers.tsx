import type { RevenueAnswer } from '@contract/analyze/revenue.ts'
import { shareLimits } from '@contract/share-limits.ts'
import { useAnalysis } from '../../api/analysis.ts'
import { useCurrencies } from '../../api/currencies.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { LineChart } from '../../charts/charts.ts'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import { Section } from '../../parts/section.tsx'
import type { Column } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useCell } from '../../search/use-cell.ts'
import { formatInterval } from '../../words/intervals.ts'
import { formatShare, formatShareLimits, type Limits } from '../../words/measures.ts'

type Row = RevenueAnswer['rows'][number]
type Lost = { readonly lostIn: string }

/** Of the customers of each month, how many had left by its end. */
export function LostCustomers() {
  const currencies = useCurrencies()
  const currency = currencies?.[0]
  const asked = { by: 'month' as const, ...(currency === undefined ? {} : { currency }) }
  const query = useAnalysis('revenue', asked, { enabled: currencies !== undefined })
  return (
    <Waiting query={query} what="Who left" height={260}>
      {(answer) => <Months answer={answer} asked={asked} others={(currencies?.length ?? 0) - 1} />}
    </Waiting>
  )
}

type MonthsProps = { answer: RevenueAnswer; asked: { by: 'month'; currency?: string }; others: number }

function Months({ answer, asked, others }: MonthsProps) {
  const { cell, open, close } = useCell<Lost>()
  const rows = answer.rows.filter(({ complete, customers_start }) => complete && (customers_start ?? 0) > 0)
  if (rows.length < 2) return <NoMoney />
  return (
    <>
      <ChartSection
        id="lost-customers"
        title="Customers who left, by month"
        say="Of those who paid when the month began, the share that paid nothing at its end."
        columns={columnsOf((row) => open({ lostIn: row.period }))}
        rows={rows}
        keyOf={({ period }) => period}
        height={220}
        note={`Bands: 95 %. The running month is not over, and not shown.${others > 0 ? ` Those who pay in ${answer.currency}; money of other currencies is looked at by itself.` : ''}`}
      >
        <LineChart
          label={`Customers who left: ${formatShare(rows.at(-1)?.logo_churn ?? null)} in the last full month`}
          series={[
            {
              label: formatShare(rows.at(-1)?.logo_churn ?? null),
              tone: 'risk',
              points: rows.map((row, x) => {
                const limits = limitsOf(row)
                return {
                  ...{ x, y: row.logo_churn, lower: limits?.lower ?? null, upper: limits?.upper ?? null },
                  title: `${formatInterval(row.period, 'month', null)}\n${row.customers_churned} of ${row.customers_start} left: ${formatShare(row.logo_churn)}`,
                }
              }),
            },
          ]}
          ticks={rows.map(({ period }, at) => ({ at, label: formatInterval(period, 'month', null) }))}
          format={formatShare}
          days={rows.map(({ period }) => period)}
          onPick={(x) => open({ lostIn: rows[x]?.period ?? '' })}
        />
      </ChartSection>
      {cell?.lostIn !== undefined && (
        <ActorsDialog
          title={`Left in ${formatInterval(cell.lostIn, 'month', null)}`}
          kind="revenue"
          asked={{ ...asked, actors_of: { period: cell.lostIn, category: 'churn' } }}
          onClose={close}
        />
      )}
    </>
  )
}

function limitsOf({ customers_churned, customers_start }: Row): Limits | null {
  return shareLimits(customers_churned ?? 0, customers_start ?? 0)
}

function columnsOf(open: (row: Row) => void): Column<Row>[] {
  return [
    { head: 'month', value: ({ period }) => period, cell: ({ period }) => formatInterval(period, 'month', null) },
    { head: 'customers at the start', value: ({ customers_start }) => customers_start, right: true },
    {
      head: 'left',
      value: ({ customers_churned }) => customers_churned,
      right: true,
      cell: (row) => (
        <button type="button" className="font-medium text-sea hover:underline" onClick={() => open(row)}>
          {row.customers_churned}
        </button>
      ),
    },
    { head: 'share', value: ({ logo_churn }) => formatShare(logo_churn), right: true },
    {
      head: '95 %',
      value: (row) => {
        const limits = limitsOf(row)
        return limits === null ? null : formatShareLimits(limits)
      },
      right: true,
    },
  ]
}

function NoMoney() {
  return (
    <Section title="Customers who left, by month">
      <p className="text-dense text-ink-2">
        No two full months with customers are known. Subscriptions say who pays: send or import them.
      </p>
    </Section>
  )
}
