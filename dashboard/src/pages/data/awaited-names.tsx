import type { EventName } from '@contract/dictionary.ts'
import { useQuery } from '@tanstack/react-query'
import { eventNamesQuery } from '../../api/data.ts'
import { Section } from '../../parts/section.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'

/** Before anything has arrived: the names that the configuration lists, as they are to be sent. */
export function AwaitedNames() {
  const query = useQuery(eventNamesQuery)
  return (
    <Section
      title="Names the configuration waits for"
      say="Signals, steps and scores read these. Under whatever other name an event comes, it is kept and shown here."
    >
      <Waiting query={query} what="The names of events" height={440}>
        {({ data }) => (
          <DataTable
            label="Names the configuration waits for"
            columns={COLUMNS}
            rows={data}
            keyOf={({ call, name, key }) => `${call} ${name} ${key}`}
          />
        )}
      </Waiting>
    </Section>
  )
}

const COLUMNS: readonly Column<EventName>[] = [
  {
    head: 'Event',
    value: ({ name }) => name,
    className: 'w-1/3 font-medium [overflow-wrap:anywhere]',
  },
  { head: 'Sent by', value: ({ call }) => call, className: 'w-1/6 text-ink-2' },
  { head: 'Kind', value: ({ kind }) => kind, className: 'w-1/6 text-ink-2' },
  { head: 'In the configuration', value: ({ key }) => key, className: 'text-ink-2 [overflow-wrap:anywhere]' },
]
