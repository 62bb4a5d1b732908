import type { AccountRow } from '@contract/accounts.ts'
import type { BandStanding } from '@contract/scores.ts'
import { titleOf } from '@contract/title-of.ts'
import { Link } from '@tanstack/react-router'
import { createColumnHelper, tableFeatures } from '@tanstack/react-table'
import { createContext, type ReactNode, useContext } from 'react'
import { BandMark } from '../../parts/band-mark.tsx'
import { Icon, SIGNAL_LOOKS } from '../../parts/icon.tsx'
import { Spark } from '../../parts/spark.tsx'
import { daysBetween } from '../../words/days.ts'
import { countOf, formatAge, formatCount, formatDay, formatMoney, formatTenure } from '../../words/format.ts'

const Day = createContext<string | null>(null)

/** The day the list is as of: ages count from it. */
export function AsOfDay({ value, children }: { value: string | null; children: ReactNode }) {
  return <Day value={value}>{children}</Day>
}

const features = tableFeatures({})
const helper = createColumnHelper<typeof features, AccountRow>()

/** `lead`: the score whose band is shown; null: accounts have none. */
export function columnsFor(lead: string | null) {
  return helper.columns(lead === null ? columns : [...columns.slice(0, 1), bandColumn(lead), ...columns.slice(1)])
}

function bandColumn(lead: string) {
  return helper.display({
    id: 'band',
    header: titleOf(lead),
    cell: ({ row }) => <BandCell standing={row.original.bands.find(({ score }) => score === lead)} />,
  })
}

const columns = helper.columns([
  helper.display({ id: 'name', header: 'Account', cell: ({ row }) => <NameCell row={row.original} /> }),
  helper.display({ id: 'alerts', header: 'Alerts', cell: ({ row }) => <AlertsCell row={row.original} /> }),
  helper.display({ id: 'active', header: 'Active', cell: ({ row }) => <ActiveCell row={row.original} /> }),
  helper.display({ id: 'events', header: '8 weeks', cell: ({ row }) => <WeeksCell row={row.original} /> }),
  helper.display({ id: 'mrr', header: 'MRR', cell: ({ row }) => formatMoney(row.original.mrr) }),
  helper.display({ id: 'tenure', header: 'Tenure', cell: ({ row }) => formatTenure(row.original.tenureDays) }),
  helper.display({
    id: 'assignee',
    header: 'CSM',
    cell: ({ row }) => <InTwoLines text={row.original.assignee ?? '–'} />,
  }),
  helper.display({ id: 'lastActive', header: 'Last active', cell: ({ row }) => <LastActiveCell row={row.original} /> }),
])

type ColumnLooks = { width: string; cell: string; first: 'asc' | 'desc' | null }

const LOOKS: Readonly<Record<string, ColumnLooks>> = {
  name: { width: 'w-[19%]', cell: '', first: 'asc' },
  band: { width: 'w-[14%]', cell: '', first: null },
  alerts: { width: 'w-[17%]', cell: '', first: 'desc' },
  active: { width: 'w-[8%]', cell: 'text-right whitespace-nowrap max-desk:hidden', first: 'desc' },
  events: { width: 'w-[8%]', cell: 'max-desk:hidden', first: 'desc' },
  mrr: { width: 'w-[8%]', cell: 'text-right whitespace-nowrap max-desk:hidden', first: 'desc' },
  tenure: { width: 'w-[8%]', cell: 'text-right whitespace-nowrap max-wide:hidden', first: 'desc' },
  assignee: { width: 'w-[10%]', cell: 'pl-4 max-wide:hidden', first: null },
  lastActive: {
    width: 'w-[8%]',
    cell: 'text-right whitespace-nowrap max-desk:hidden',
    first: 'asc',
  },
}
const PLAIN: ColumnLooks = { width: '', cell: '', first: null }

/** Width and alignment of a column, and which way it sorts first. */
export function columnLooks(id: string): ColumnLooks {
  return LOOKS[id] ?? PLAIN
}

function NameCell({ row }: { row: AccountRow }) {
  const size =
    row.seats === null ? countOf(row.members, 'member') : `${formatCount(row.members)} of ${countOf(row.seats, 'seat')}`
  return (
    <>
      <Link
        to="/accounts/$key"
        params={{ key: row.key }}
        title={row.name.slice(0, 300)}
        className="block truncate font-semibold hover:text-sea hover:underline"
      >
        {row.name.slice(0, 300)}
      </Link>
      <span className="block text-small text-ink-3 max-desk:[overflow-wrap:anywhere] desk:truncate" title={size}>
        {[row.plan?.slice(0, 60), size].filter(Boolean).join(' · ')}
      </span>
    </>
  )
}

function BandCell({ standing }: { standing: BandStanding | undefined }) {
  const asOf = useContext(Day)
  if (standing === undefined || standing.band === null) return <span className="text-ink-3">unknown</span>
  return (
    <>
      <span className="block truncate" title={standing.band.slice(0, 300)}>
        <BandMark band={standing.band} value={standing.value} />
      </span>
      <span className="block truncate text-small text-ink-3 max-desk:hidden">
        since {formatDay(standing.sinceDay, asOf)}
      </span>
    </>
  )
}

function AlertsCell({ row: { openSignals } }: { row: AccountRow }) {
  const asOf = useContext(Day)
  const [first, ...others] = openSignals
  if (first === undefined) return <span className="text-ink-3">none</span>
  const looks = SIGNAL_LOOKS[first.type]
  return (
    <>
      <span className={`flex items-center gap-1.5 font-medium ${looks.text}`} title={looks.word}>
        <Icon name={looks.icon} />
        <span className="sr-only">{looks.word}: </span>
        <span className="truncate max-desk:line-clamp-2 max-desk:whitespace-normal">{first.title}</span>
      </span>
      <span className="block truncate text-small text-ink-3 max-desk:hidden">
        since {formatDay(first.sinceDay, asOf)}
        {others.length > 0 && ` · ${formatCount(others.length)} more`}
      </span>
    </>
  )
}

function ActiveCell({ row }: { row: AccountRow }) {
  return (
    <>
      <b className="font-medium">{formatCount(row.activeMembers28)}</b>
      <span className="text-ink-3"> / {formatCount(row.members)}</span>
    </>
  )
}

function WeeksCell({ row }: { row: AccountRow }) {
  return <Spark values={row.weeks} label={`Events a week: ${row.weeks.join(', ')}`} />
}

function LastActiveCell({ row: { lastActiveDay } }: { row: AccountRow }) {
  const asOf = useContext(Day)
  const days = lastActiveDay === null || asOf === null ? null : Math.max(0, daysBetween(lastActiveDay, asOf))
  return <span title={lastActiveDay ?? 'never active'}>{days === 0 ? 'today' : formatAge(days)}</span>
}

function InTwoLines({ text }: { text: string }) {
  return (
    <span className="line-clamp-2 leading-4 [overflow-wrap:anywhere]" title={text.slice(0, 300)}>
      {text.slice(0, 300)}
    </span>
  )
}
