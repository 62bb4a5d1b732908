import type { EventCluster, EventName } from '@contract/dictionary.ts'
import { phraseFaults } from '@contract/phrase-faults.ts'
import { useQuery } from '@tanstack/react-query'
import { eventNamesQuery } from '../../api/data.ts'
import { Button } from '../../parts/button.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useOpened } from '../../search/use-opened.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'

const SHOWN = 30

/** Every name under which events come, and what is wrong with it. */
export function EventNames() {
  const [all, setAll] = useOpened('names')
  const query = useQuery(eventNamesQuery)
  return (
    <Section
      title="Names of events"
      right={<CsvButton name="events" columns={COLUMNS} rows={query.data?.data ?? []} />}
      say="The most frequent first. What the configuration does not list counts as of kind other."
    >
      <Waiting query={query} what="The names of events" height={440}>
        {({ data, total, unknown, clusters }) =>
          data.length === 0 ? (
            <p className="text-dense text-ink-2">None yet.</p>
          ) : (
            <>
              <DataTable
                label="Names of events"
                columns={COLUMNS}
                rows={all ? data : data.slice(0, SHOWN)}
                keyOf={({ call, name }) => `${call} ${name}`}
              />
              {!all && data.length > SHOWN && (
                <Button look="bare" className="mt-2 -ml-2.5 !text-sea" onClick={() => setAll(true)}>
                  Show {formatCount(data.length - SHOWN)} more
                </Button>
              )}
              <Note>
                {countOf(total, 'name')}, {formatCount(unknown)} not in the configuration.
                {total > data.length && ` The first ${formatCount(data.length)} are told here.`}
              </Note>
              <Alike clusters={clusters.filter(({ others }) => others.some(({ listed }) => !listed))} />
            </>
          )
        }
      </Waiting>
    </Section>
  )
}

/** "`project_created` looks like Project Created": proposed as aliases, unless both are sent for one act. */
function Alike({ clusters }: { clusters: readonly EventCluster[] }) {
  if (clusters.length === 0) return null
  return (
    <ul className="mt-3 text-dense" aria-label="Names that look like one event">
      {clusters.map(({ name, call, others }) => (
        <li key={`${call} ${name}`} className="border-b border-line py-1.5 [overflow-wrap:anywhere]">
          <b className="font-medium">{name}</b> looks like{' '}
          {others
            .filter(({ listed }) => !listed)
            .map((other) => `${other.name} (${countOf(other.count, 'event')}, ${other.why})`)
            .join(', ')}
          .{' '}
          <span className="text-ink-3">
            <code>telltale events</code> prints the aliases to paste.
          </span>
        </li>
      ))}
    </ul>
  )
}

const COLUMNS: readonly Column<EventName>[] = [
  {
    head: 'Event',
    value: ({ name }) => name,
    className: 'w-1/4',
    cell: ({ name, key, call }) => (
      <span className="block [overflow-wrap:anywhere]">
        <span className="font-medium">{name.slice(0, 120)}</span>
        <span className="block text-small text-ink-3">
          {call === 'track' ? '' : `${call}, `}
          {key ?? 'not in the configuration'}
        </span>
      </span>
    ),
  },
  { head: 'Kind', value: ({ kind }) => kind, className: 'text-ink-2' },
  { head: 'Owner', value: ({ owner }) => owner, className: 'text-ink-2', cell: ({ owner }) => owner ?? '–' },
  { head: '28 days', value: ({ recent }) => recent, right: true, cell: ({ recent }) => formatCount(recent) },
  { head: 'Before', value: ({ before }) => before, right: true, cell: ({ before }) => formatCount(before) },
  { head: 'Accounts', value: ({ accounts }) => accounts, right: true, cell: ({ accounts }) => formatCount(accounts) },
  {
    head: 'Last',
    value: ({ last }) => last,
    cell: ({ last }) => (last === null ? 'never' : formatDay(last.slice(0, 10))),
  },
  {
    head: 'What is wrong',
    value: (event) => phraseFaults(event) || null,
    className: 'w-1/4',
    cell: (event) => {
      const faults = phraseFaults(event)
      return faults === '' ? <span className="text-ink-3">nothing</span> : <span className="text-watch">{faults}</span>
    },
  },
]
