import type { SourceRow } from '@contract/sources.ts'
import type { ServerStatus } from '@contract/status.ts'
import { useQuery } from '@tanstack/react-query'
import { statusQuery } from '../../api/queries.ts'
import { sourcesQuery } from '../../api/settings.ts'
import { Note, Section } from '../../parts/section.tsx'
import { DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { countOf, formatCount, formatDay, formatStamp } from '../../words/format.ts'
import { SetOverFile } from './set-over-file.tsx'
import { StorageTable } from './storage-table.tsx'

/** What this server is, what it reads, and what it keeps. */
export function ProjectFacts() {
  const status = useQuery(statusQuery)
  const sources = useQuery(sourcesQuery)
  return (
    <>
      {/* First: what arrives later above it would move its buttons from under the pointer. */}
      <SetOverFile />
      <Section title="Project">
        <Waiting query={status} what="The project" height={220}>
          {(known) => <Facts status={known} />}
        </Waiting>
        <Note>
          What is counted and watched stands in the configuration file, in your repository: <code>telltale check</code>{' '}
          reads it, <code>telltale diff</code> tells what a change does.
        </Note>
      </Section>
      <StorageTable />
      <Section title="Sources" say="Beside the events that SDKs send.">
        <Waiting query={sources} what="The sources" height={88}>
          {({ data }) => <SourceTable rows={data} />}
        </Waiting>
      </Section>
    </>
  )
}

function Facts({ status: { product, timezone, config, version, counts, firstDay, asOf } }: { status: ServerStatus }) {
  const rows = [
    { what: 'Product', said: product },
    { what: 'Days are those of', said: timezone },
    { what: 'Configuration', said: `${config.path ?? 'the built-in one'}, ${config.hash.slice(0, 10)}` },
    { what: 'Version', said: version },
    {
      what: 'Kept',
      said: `${countOf(counts.events, 'event')} since ${formatDay(firstDay)}, closed up to ${formatDay(asOf)}; ${countOf(counts.quarantined, 'refused message')}`,
    },
    { what: 'Forgetting', said: 'telltale forget person, telltale forget account' },
  ]
  return (
    <DataTable
      label="Project"
      rows={rows}
      keyOf={({ what }) => what}
      columns={[
        { head: 'What', value: ({ what }) => what, className: 'w-1/4 text-ink-2' },
        { head: 'How it is', value: ({ said }) => said, className: '[overflow-wrap:anywhere]' },
      ]}
    />
  )
}

function SourceTable({ rows }: { rows: readonly SourceRow[] }) {
  if (rows.length === 0)
    return <p className="text-dense text-ink-2">None: the configuration reads neither a database nor Stripe.</p>
  return (
    <DataTable<SourceRow>
      label="Sources"
      rows={rows}
      keyOf={({ source }) => source}
      columns={[
        { head: 'Source', value: ({ source }) => source, className: 'font-medium' },
        {
          head: 'Read',
          value: ({ everyMinutes }) => (everyMinutes === null ? 'when told to' : `every ${everyMinutes} min`),
        },
        { head: 'Secret', value: ({ variable, isSet }) => `${variable}${isSet ? '' : ' is not set'}` },
        { head: 'Last', value: ({ last }) => (last === null ? 'never' : formatStamp(last.at)) },
        {
          head: 'Now',
          value: ({ running }) => (running === null ? '' : `${running.target}: ${formatCount(running.rows)} rows`),
        },
      ]}
    />
  )
}
