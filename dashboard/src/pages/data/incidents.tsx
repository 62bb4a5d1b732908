import type { Incident } from '@contract/incidents.ts'
import { titleOf } from '@contract/title-of.ts'
import { useQuery } from '@tanstack/react-query'
import { incidentsQuery } from '../../api/data.ts'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { formatCount, formatDay } from '../../words/format.ts'
import { formatNumber } from '../../words/measures.ts'

/** Days on which events came from far fewer accounts than usual, and what is not judged meanwhile. */
export function Incidents() {
  const query = useQuery(incidentsQuery)
  return (
    <Section
      title="Events that were hardly heard of"
      right={<CsvButton name="incidents" columns={COLUMNS} rows={query.data?.data ?? []} />}
      say="Of the last 90 days: from far fewer accounts than usual on that weekday, while other events came as usual. Tracking may be broken; what reads such an event waits."
    >
      <Waiting query={query} what="Incidents" height={88}>
        {({ data }) =>
          data.length === 0 ? (
            <p className="text-dense text-ink-2">None: every event that signals read came as usual.</p>
          ) : (
            <DataTable
              label="Incidents"
              columns={COLUMNS}
              rows={data}
              keyOf={({ since, events }) => `${since} ${events[0]?.name}`}
            />
          )
        }
      </Waiting>
    </Section>
  )
}

const COLUMNS: readonly Column<Incident>[] = [
  { head: 'Since', value: ({ since }) => since, cell: ({ since }) => formatDay(since) },
  {
    head: 'Until',
    value: ({ last, lasts }) => (lasts ? null : last),
    cell: ({ last, lasts }) => (lasts ? <span className="font-medium text-watch">it lasts</span> : formatDay(last)),
  },
  {
    head: 'Events',
    value: ({ events }) => events.map(({ name }) => name).join('; '),
    className: 'w-2/5',
    cell: ({ events }) =>
      events.slice(0, 4).map(({ name, heard, usual }) => (
        <span key={name} className="block [overflow-wrap:anywhere]">
          {name.slice(0, 120)}
          <span className="text-ink-3">
            : {formatCount(heard)} accounts instead of {formatNumber(Math.round(usual))}
          </span>
        </span>
      )),
  },
  {
    head: 'Signals that wait',
    value: ({ signals }) => signals.join('; '),
    cell: ({ signals }) => signals.map(titleOf).join(', ') || 'none',
  },
  {
    head: 'Worked out again from',
    value: ({ judgedFrom }) => judgedFrom,
    cell: ({ judgedFrom }) => formatDay(judgedFrom),
  },
]
