import type { MovementCategory, RevenueAnswer } from '@contract/analyze/revenue.ts'
import { Link } from '@tanstack/react-router'
import type { BridgeStep } from '../../charts/bridge.tsx'
import { ChartSection } from '../../charts/chart-section.tsx'
import { Bridge } from '../../charts/charts.ts'
import { ActorName } from '../../parts/actor-name.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { useCell } from '../../search/use-cell.ts'
import { countOf, formatCount, formatMoney } from '../../words/format.ts'
import { formatInterval } from '../../words/intervals.ts'
import type { RevenueRow } from './revenue-row.ts'

type Movement = RevenueAnswer['movements'][number]
type MoveCell = { readonly moved: MovementCategory }
type Part = {
  readonly name: string
  readonly category: MovementCategory | null
  readonly change: number
  readonly accounts: number | null
}

const NAMES: Readonly<Record<MovementCategory, string>> = {
  new: 'New',
  reactivation: 'Came back',
  expansion: 'Expansion',
  contraction: 'Contraction',
  churn: 'Churn',
}
const ORDER: readonly MovementCategory[] = ['new', 'reactivation', 'expansion', 'contraction', 'churn']

type MrrBridgeProps = { rows: readonly RevenueRow[]; currency: string; movements: readonly Movement[] }

/** From the MRR at the start to that at the end, by what came and went; each part opens into its accounts. */
export function MrrBridge({ rows, currency, movements }: MrrBridgeProps) {
  const { cell, open, close } = useCell<MoveCell>()
  const [first, last] = [rows[0]!, rows.at(-1)!]
  const own = movements.filter(({ period }) => period >= first.period && period <= last.period)
  const parts = partsOf(rows, own)
  const start = first.start ?? 0
  const money = (minor: number) => formatMoney({ minor: Math.round(minor), currency })
  const gained = parts.filter(({ change }) => change > 0).reduce((sum, { change }) => sum + change, 0)
  const lost = -parts.filter(({ change }) => change < 0).reduce((sum, { change }) => sum + change, 0)
  return (
    <>
      <ChartSection
        id="mrr-bridge"
        title={`From ${money(start)} to ${money(last.end ?? 0)} in ${countOf(rows.length, 'month')}`}
        right={
          lost > 0 ? (
            <span className="max-desk:hidden">
              {money((gained / lost) * 100)} gained for each {money(100)} lost
            </span>
          ) : undefined
        }
        columns={columnsOf(currency, (part) => part.category !== null && open({ moved: part.category }))}
        rows={[
          { name: 'MRR at the start', category: null, change: start, accounts: first.customers_start },
          ...parts,
          { name: 'MRR at the end', category: null, change: last.end ?? 0, accounts: last.customers_end },
        ]}
        keyOf={({ name }) => name}
        height={270}
        note="Press a bar, or a number of the table, to see which accounts; one may have moved in several months. Where the totals dwarf what moved, they are drawn torn: the axis begins above 0."
      >
        <Bridge
          label={`MRR from ${money(start)} to ${money(last.end ?? 0)}: ${parts.map(({ name, change }) => `${name} ${money(change)}`).join(', ')}`}
          height={270}
          steps={stepsOf({ start, end: last.end ?? 0, parts }, money)}
          format={(minor) => money(minor)}
          onPick={(at) => {
            const category = parts[at - 1]?.category
            if (category != null) open({ moved: category })
          }}
        />
      </ChartSection>
      {cell?.moved !== undefined && NAMES[cell.moved] !== undefined && (
        <Movements
          title={NAMES[cell.moved]}
          movements={own.filter(({ category }) => category === cell.moved)}
          currency={currency}
          onClose={close}
        />
      )}
    </>
  )
}

function partsOf(rows: readonly RevenueRow[], movements: readonly Movement[]): Part[] {
  const fx = rows.reduce((sum, row) => sum + (row.fx ?? 0), 0)
  const parts: Part[] = ORDER.map((category) => {
    const sign = category === 'churn' || category === 'contraction' ? -1 : 1
    return {
      name: NAMES[category],
      category,
      change: sign * rows.reduce((sum, row) => sum + (row[category] ?? 0), 0),
      accounts: new Set(movements.filter((one) => one.category === category).map(({ account }) => account)).size,
    }
  })
  return fx === 0 ? parts : [...parts, { name: 'Rates', category: null, change: fx, accounts: null }]
}

type Whole = { readonly start: number; readonly end: number; readonly parts: readonly Part[] }

function stepsOf({ start, end, parts }: Whole, money: (minor: number) => string): BridgeStep[] {
  let at = start
  const steps = parts.map(({ name, change }): BridgeStep => {
    const from = at
    at += change
    const said = change === 0 ? '0' : `${change > 0 ? '+' : '−'}${money(Math.abs(change))}`
    return { name, from, to: at, tone: change < 0 ? 'risk' : 'well', said }
  })
  return [
    { name: 'Start', from: 0, to: start, tone: 'slate', said: money(start) },
    ...steps,
    { name: 'End', from: 0, to: end, tone: 'slate', said: money(end) },
  ]
}

function columnsOf(currency: string, open: (part: Part) => void): Column<Part>[] {
  return [
    { head: 'part', value: ({ name }) => name },
    { head: currency, value: ({ change }) => formatMoney({ minor: Math.round(change), currency }), right: true },
    {
      head: 'accounts',
      value: ({ accounts }) => accounts,
      right: true,
      cell: (part) =>
        part.category === null ? (
          formatCount(part.accounts)
        ) : (
          <button
            type="button"
            className="font-medium text-sea hover:underline"
            onClick={() => open(part)}
            aria-label={`${formatCount(part.accounts)}: who, ${part.name}`}
          >
            {formatCount(part.accounts)}
          </button>
        ),
    },
  ]
}

type MovementsProps = { title: string; movements: readonly Movement[]; currency: string; onClose: () => void }

function Movements({ title, movements, currency, onClose }: MovementsProps) {
  const rows = [...movements].sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
  const columns: Column<Movement>[] = [
    {
      head: 'Account',
      value: ({ account }) => account,
      cell: ({ account }) => (
        <Link to="/accounts/$key" params={{ key: account }} className="font-medium text-sea hover:underline">
          <ActorName account={account} />
        </Link>
      ),
    },
    { head: 'Month', value: ({ period }) => period, cell: ({ period }) => formatInterval(period, 'month', null) },
    { head: 'Change', value: ({ change }) => formatMoney({ minor: change, currency }), right: true },
  ]
  return (
    <Dialog title={title} name={title} onClose={onClose}>
      <div className="mb-2 flex items-center text-small text-ink-3">
        {countOf(rows.length, 'movement')}
        <span className="ml-auto">
          <CsvButton name={`mrr-${title.toLowerCase()}`} columns={columns} rows={rows} />
        </span>
      </div>
      <DataTable
        label={title}
        columns={columns}
        rows={rows.slice(0, 200)}
        keyOf={({ account, period }) => `${account} ${period}`}
      />
    </Dialog>
  )
}
