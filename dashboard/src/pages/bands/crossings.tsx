import type { BandChanges } from '@contract/band-changes.ts'
import { getRouteApi, Link } from '@tanstack/react-router'
import { BandMark } from '../../parts/band-mark.tsx'
import { Button } from '../../parts/button.tsx'
import { Choice } from '../../parts/fields.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { useOpened } from '../../search/use-opened.ts'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { formatDays } from '../../words/measures.ts'
import type { BandsSearch } from './bands-search.ts'

const SHOWN = 20
const route = getRouteApi('/bands')
type Crossing = BandChanges['crossings'][number]

/** Each account that went into a band, the latest first. */
export function Crossings({ changes }: { changes: BandChanges }) {
  const [all, setAll] = useOpened('crossings')
  const { from, to } = route.useSearch()
  const change = useChangeSearch<BandsSearch>()
  const names = changes.bands.map(({ band }) => [band, band] as const)
  const own = changes.crossings.filter(
    (one) => (from === undefined || one.from === from) && (to === undefined || one.to === to),
  )
  return (
    <Section
      title="Who crossed"
      right={
        <>
          <Choice label="From" value={from ?? ''} any="any" options={names} onChange={(one) => change({ from: one })} />
          <Choice label="To" value={to ?? ''} any="any" options={names} onChange={(one) => change({ to: one })} />
          <CsvButton name="crossings" columns={COLUMNS} rows={own} />
        </>
      }
      say={
        changes.total > changes.crossings.length
          ? `The latest ${formatCount(changes.crossings.length)} of ${countOf(changes.total, 'crossing')}.`
          : countOf(own.length, 'crossing')
      }
    >
      {own.length === 0 ? (
        <p className="text-dense text-ink-2">Nobody crossed there.</p>
      ) : (
        <DataTable
          label="Who crossed"
          columns={COLUMNS}
          rows={all ? own : own.slice(0, SHOWN)}
          keyOf={({ account, day, to: band }) => `${account} ${day} ${band}`}
        />
      )}
      {!all && own.length > SHOWN && (
        <Button look="bare" className="mt-2 -ml-2.5 !text-sea" onClick={() => setAll(true)}>
          Show {formatCount(own.length - SHOWN)} more
        </Button>
      )}
    </Section>
  )
}

const COLUMNS: readonly Column<Crossing>[] = [
  {
    head: 'Account',
    value: ({ name }) => name,
    className: 'w-1/3',
    cell: ({ account, name }) => (
      <Link to="/accounts/$key" params={{ key: account }} className="font-medium hover:text-sea hover:underline">
        {name.slice(0, 200)}
      </Link>
    ),
  },
  { head: 'On', value: ({ day }) => day, cell: ({ day }) => formatDay(day) },
  { head: 'From', value: ({ from }) => from, cell: ({ from }) => <BandMark band={from} /> },
  { head: 'To', value: ({ to }) => to, cell: ({ to }) => <BandMark band={to} /> },
  {
    head: 'After',
    value: ({ after }) => after,
    right: true,
    cell: ({ after }) => (after === null ? '–' : formatDays(after)),
  },
  { head: 'Why', value: ({ cause }) => cause, className: 'text-ink-2' },
]
