import type { EventRecord } from '@contract/events.ts'
import { useQuery } from '@tanstack/react-query'
import { statusQuery } from '../api/queries.ts'
import { formatMoment } from '../words/format.ts'
import { Icon } from './icon.tsx'
import { Scrolling } from './scrolling.tsx'

/** Raw events, each opening into what was sent; `asOf`: the day whose year need not be said. */
export function EventList({ events, asOf }: { events: readonly EventRecord[]; asOf: string }) {
  if (events.length === 0) return <p className="text-dense text-ink-2">No event was known at the close of this day.</p>
  return (
    <ol className="text-dense">
      {events.map((event) => (
        <EventLine key={event.messageId} event={event} asOf={asOf} />
      ))}
    </ol>
  )
}

function EventLine({ event, asOf }: { event: EventRecord; asOf: string }) {
  const zone = useQuery(statusQuery).data?.timezone ?? 'UTC'
  const properties = JSON.stringify(event.properties, null, 2)
  const late = event.knownAt.slice(0, 10) > event.ts.slice(0, 10)
  return (
    <li className="border-b border-line last:border-b-0">
      <details className="group">
        <summary className="grid list-none grid-cols-[5.75rem_minmax(0,1fr)_1rem] items-baseline gap-x-3 py-1.5 desk:grid-cols-[8rem_minmax(0,3fr)_minmax(0,2fr)_1rem] [&::-webkit-details-marker]:hidden">
          <time dateTime={event.ts} title={event.ts} className="text-ink-3">
            {formatMoment(event.ts, zone, asOf)}
          </time>
          <span className="truncate" title={event.name.slice(0, 300)}>
            {event.name.slice(0, 300)}{' '}
            <small className="text-small text-ink-3">{event.kind === 'other' ? '' : event.kind}</small>
          </span>
          <span className="truncate text-ink-2 max-desk:hidden" title={event.person.slice(0, 300)}>
            {event.personName.slice(0, 200)}
          </span>
          <Icon name="chevron" className="translate-y-[3px] text-ink-3 group-open:rotate-90" />
        </summary>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 pb-1 text-small text-ink-2">
          <dt className="text-ink-3">time</dt>
          <dd>{event.ts}</dd>
          <dt className="text-ink-3">user</dt>
          <dd className="[overflow-wrap:anywhere]">{event.person}</dd>
          <dt className="text-ink-3">message</dt>
          <dd className="[overflow-wrap:anywhere]">{event.messageId}</dd>
          {late && (
            <>
              <dt className="text-ink-3">known</dt>
              <dd>{event.knownAt}</dd>
            </>
          )}
        </dl>
        <Scrolling label="Properties as sent" className="mb-2 max-h-72 rounded-2 bg-mist p-3">
          <pre className="text-small text-ink-2">{properties}</pre>
        </Scrolling>
      </details>
    </li>
  )
}
