import type { BandChanges } from '@contract/band-changes.ts'
import { BandMark } from '../../parts/band-mark.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatCount } from '../../words/format.ts'
import { formatDays } from '../../words/measures.ts'
import type { BandsSearch } from './bands-search.ts'

type Band = BandChanges['bands'][number]

/** How many came into each band and left it, and how long they stay. */
export function BandStays({ changes }: { changes: BandChanges }) {
  const change = useChangeSearch<BandsSearch>()
  const columns: Column<Band>[] = [
    { head: 'Band', value: ({ band }) => band, cell: ({ band }) => <BandMark band={band} /> },
    { head: 'At the start', value: ({ atStart }) => atStart, right: true },
    {
      head: 'Came',
      value: ({ entered }) => entered,
      right: true,
      cell: ({ entered, band }) => (
        <button
          type="button"
          className="font-medium text-sea hover:underline"
          aria-label={`${formatCount(entered)}: who came into ${band}`}
          onClick={() => change({ to: band, from: undefined })}
        >
          {formatCount(entered)}
        </button>
      ),
    },
    {
      head: 'Left',
      value: ({ left }) => left,
      right: true,
      cell: ({ left, band }) => (
        <button
          type="button"
          className="font-medium text-sea hover:underline"
          aria-label={`${formatCount(left)}: who left ${band} for another`}
          onClick={() => change({ from: band, to: undefined })}
        >
          {formatCount(left)}
        </button>
      ),
    },
    { head: 'At the end', value: ({ atEnd }) => atEnd, right: true },
    {
      head: 'Half stayed at most',
      value: ({ medianDays }) => medianDays,
      right: true,
      cell: ({ medianDays }) =>
        medianDays === null ? <span className="text-ink-3">no stay ended</span> : formatDays(medianDays),
    },
  ]
  return (
    <Section
      title="Who came and left, and for how long"
      right={<CsvButton name="band-stays" columns={columns} rows={changes.bands} />}
    >
      <DataTable label="Band by band" columns={columns} rows={changes.bands} keyOf={({ band }) => band} />
    </Section>
  )
}
