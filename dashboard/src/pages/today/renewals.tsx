import type { RenewalRow, Worklist } from '@contract/worklist.ts'
import { Link } from '@tanstack/react-router'
import { BandMark } from '../../parts/band-mark.tsx'
import { Button } from '../../parts/button.tsx'
import { Section } from '../../parts/section.tsx'
import { CsvButton } from '../../parts/table.tsx'
import { useOpened } from '../../search/use-opened.ts'
import { stateOfBand } from '../../words/bands.ts'
import { countOf, formatCount, formatDay, formatMoney } from '../../words/format.ts'

const DAYS = 90
const SHOWN = 12
const MORE = 200
const FILLS = { streams: 'bg-well-fill', flutters: 'bg-watch-fill', hangs: 'bg-risk-fill', unknown: 'bg-slate-fill' }

type RenewalsProps = {
  list: Worklist
  /** Reads on; null: that is all. */
  more: (() => void) | null
  readAll: () => Promise<Worklist>
}

/** Who renews in the next 90 days, on one line of time, with how they are. */
export function Renewals({ list: { renewals, renewalsTotal, today }, more, readAll }: RenewalsProps) {
  const [all, setAll] = useOpened('renewals')
  const shown = all ? renewals : renewals.slice(0, SHOWN)
  const hidden = renewals.length - shown.length
  const next = hidden > 0 ? hidden : more === null ? 0 : Math.min(MORE, renewalsTotal - shown.length)
  const onMore = () => {
    if (hidden === 0) more?.()
    setAll(true)
  }
  return (
    <Section
      title="Renewals in the next 90 days"
      right={
        <>
          <span>
            {renewalsTotal > renewals.length && `the next ${formatCount(shown.length)} of `}
            {countOf(renewalsTotal, 'account')}
          </span>
          {renewals.length > 0 && (
            <CsvButton
              name="renewals"
              columns={COLUMNS}
              rows={renewals}
              readAll={renewalsTotal > renewals.length ? async () => (await readAll()).renewals : null}
            />
          )}
        </>
      }
    >
      {renewals.length === 0 ? (
        <p className="text-dense text-ink-2">
          None, as far as the property that says when accounts renew is filled in.
        </p>
      ) : (
        <table className="w-full table-fixed text-dense">
          <Heads />
          <tbody>
            {shown.map((row) => (
              <Renewal key={row.account} row={row} today={today} />
            ))}
          </tbody>
        </table>
      )}
      {next > 0 && (
        <Button look="bare" className="mt-2 -ml-2.5 !text-sea" onClick={onMore}>
          Show {formatCount(next)} more
        </Button>
      )}
    </Section>
  )
}

function Heads() {
  return (
    <thead className="text-small text-ink-3">
      <tr className="border-b border-line">
        <th scope="col" className="w-[28%] py-1.5 max-desk:w-[40%]">
          Account
        </th>
        <th scope="col" className="w-[14%] max-desk:w-[30%]">
          Health
        </th>
        <th scope="col" className="w-[10%] pr-6 text-right max-desk:hidden">
          MRR
        </th>
        <th scope="col" className="max-desk:w-[30%] max-desk:text-right">
          <span className="desk:hidden">Renews</span>
          <span className="flex justify-between max-desk:hidden">
            <span>Today</span>
            <span>30 days</span>
            <span>60 days</span>
            <span>90 days</span>
          </span>
        </th>
      </tr>
    </thead>
  )
}

function Renewal({ row, today }: { row: RenewalRow; today: string }) {
  const at = Math.min(100, (row.inDays / DAYS) * 100)
  const band = row.health?.band ?? null
  return (
    <tr className="border-b border-line last:border-b-0">
      <td className="py-1.5 pr-3">
        <Link
          to="/accounts/$key"
          params={{ key: row.account }}
          className="block truncate font-medium hover:text-sea hover:underline"
        >
          {row.name.slice(0, 300)}
        </Link>
      </td>
      <td className="pr-3">
        <BandMark band={band} value={row.health?.value ?? null} />
      </td>
      <td className="pr-6 text-right whitespace-nowrap max-desk:hidden">{formatMoney(row.mrr)}</td>
      <td className="max-desk:text-right">
        <span className="desk:hidden">{formatDay(row.on, today)}</span>
        <span className="relative block h-4 max-desk:hidden">
          <span className="absolute inset-x-0 top-1/2 h-px bg-line" />
          <span
            className={`absolute top-1/2 -mt-1 -ml-1 size-2 rounded-full ${FILLS[stateOfBand(band) ?? 'unknown']}`}
            style={{ left: `${at}%` }}
          />
          <span
            className={`absolute -top-0.5 bg-paper px-1 text-small whitespace-nowrap text-ink-3 ${at > 85 ? '-translate-x-full -ml-2' : 'ml-2'}`}
            style={{ left: `${at}%` }}
          >
            {formatDay(row.on, today)}
          </span>
        </span>
      </td>
    </tr>
  )
}

const COLUMNS = [
  { head: 'account', value: ({ account }: RenewalRow) => account },
  { head: 'name', value: ({ name }: RenewalRow) => name },
  { head: 'renews on', value: ({ on }: RenewalRow) => on },
  { head: 'in days', value: ({ inDays }: RenewalRow) => inDays },
  { head: 'health', value: ({ health }: RenewalRow) => health?.band ?? null },
  { head: 'health points', value: ({ health }: RenewalRow) => health?.value ?? null },
  { head: 'MRR', value: ({ mrr }: RenewalRow) => (mrr === null ? null : formatMoney(mrr)) },
  { head: 'assignee', value: ({ assignee }: RenewalRow) => assignee },
]
