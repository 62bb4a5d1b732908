import { type StoragePart, storageWords } from '@contract/storage.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { statusQuery } from '../../api/queries.ts'
import { storageQuery } from '../../api/settings.ts'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { MayCome, Waiting } from '../../parts/waiting.tsx'
import { countOf } from '../../words/format.ts'

const MB = 1_000_000
const NAMES: Readonly<Record<StoragePart['part'], string>> = {
  log: 'Log',
  imports: 'Imports and sources',
  archives: 'Archives',
  store: 'Events and daily counts',
  control: 'Decisions',
  other: 'Other',
}

/** What is kept, how much of it there is and for how long; and what of it counts nowhere. */
export function StorageTable() {
  const query = useQuery(storageQuery)
  const status = useQuery(statusQuery).data
  const columns = columnsOf(query.data?.logDays ?? 0)
  return (
    <Section
      title="Storage"
      right={
        <>
          <span>{query.data === undefined ? '\u00a0' : `${sizeOf(query.data.bytes)} in all`}</span>
          <CsvButton name="storage" columns={columns} rows={query.data?.parts ?? []} />
        </>
      }
    >
      <Waiting query={query} what="The storage" height={220}>
        {({ parts }) => <DataTable label="Storage" columns={columns} rows={parts} keyOf={({ part }) => part} />}
      </Waiting>
      {status === undefined ? (
        <MayCome />
      ) : (
        <Note>
          {countOf(status.counts.excluded, 'event')} are excluded by rule and{' '}
          {countOf(withoutAccount(status.withoutAccount), 'event')} belong to no account:{' '}
          <Link to="/data" className="font-medium text-sea hover:underline">
            what counts nowhere
          </Link>
          . Backups are made by <code>telltale backup</code>, and kept where you put them.
        </Note>
      )}
    </Section>
  )
}

function withoutAccount(byReason: Readonly<Record<string, number>>): number {
  return Object.values(byReason).reduce((sum, one) => sum + one, 0)
}

function columnsOf(logDays: number): Column<StoragePart>[] {
  return [
    { head: 'Part', value: ({ part }) => NAMES[part], className: 'w-1/5 font-medium' },
    { head: 'Holds', value: (part) => storageWords(part, logDays).what, className: 'text-ink-2' },
    { head: 'Kept', value: (part) => storageWords(part, logDays).kept, className: 'text-ink-2' },
    { head: 'Size', value: ({ bytes }) => bytes, right: true, cell: ({ bytes }) => sizeOf(bytes) },
  ]
}

function sizeOf(bytes: number): string {
  return `${(bytes / MB).toLocaleString('en-US', { maximumFractionDigits: 1 })}\u202fMB`
}
