import type { AccountDetail } from '@contract/account.ts'
import type { EventRecord } from '@contract/events.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { accountEventsQuery, statusQuery } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Scrolling } from '../../parts/scrolling.tsx'
import { Section } from '../../parts/section.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { formatDay, formatMoment } from '../../words/format.ts'

const route = getRouteApi('/accounts/$key')

/** Raw events, newest first: the last ones, or those behind a number that was clicked. */
export function EventLog({ account }: { account: AccountDetail }) {
  const { event, from, to } = route.useSearch()
  const navigate = route.useNavigate()
  const here = useRef<HTMLDivElement>(null)
  const chosen = event !== undefined
  useEffect(() => {
    if (chosen) here.current?.scrollIntoView({ block: 'start' })
  }, [chosen])
  const clear = () =>
    void navigate({ search: ({ event: _, from: __, to: ___, ...rest }) => rest, replace: true, resetScroll: false })
  return (
    <div ref={here} id="events" className="scroll-mt-12">
      <Section
        title={chosen ? 'Events behind the number' : 'Last events'}
        say={
          chosen && (
            <>
              <b>{event.slice(0, 200)}</b>
              {from !== undefined &&
                to !== undefined &&
                `, ${formatDay(from, account.asOf)} to ${formatDay(to, account.asOf)}`}{' '}
              <Button look="bare" onClick={clear}>
                <Icon name="cross" /> All events
              </Button>
            </>
          )
        }
      >
        {chosen ? (
          <ChosenEvents
            account={account}
            filter={{ name: event, asOf: account.asOf, ...(from && { from }), ...(to && { to }) }}
          />
        ) : (
          <LastEvents account={account} />
        )}
      </Section>
    </div>
  )
}

const SHOWN = 10

function LastEvents({ account: { recentEvents, asOf } }: { account: AccountDetail }) {
  const [all, setAll] = useState(false)
  return (
    <>
      <EventList events={all ? recentEvents : recentEvents.slice(0, SHOWN)} asOf={asOf} />
      {recentEvents.length > SHOWN && (
        <Button look="bare" className="mt-1 -ml-2.5 !text-sea" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${recentEvents.length - SHOWN} more`}
        </Button>
      )}
    </>
  )
}

type Filter = { name: string; asOf: string; from?: string; to?: string }

function ChosenEvents({ account, filter }: { account: AccountDetail; filter: Filter }) {
  const query = useInfiniteQuery(accountEventsQuery(account.key, filter))
  if (query.isError)
    return <Trouble what="The events could not be read." error={query.error} again={() => query.refetch()} />
  const events = query.data?.pages.flatMap((page) => page.data)
  if (events === undefined) return <div className="h-40" aria-busy="true" />
  return (
    <>
      <EventList events={events} asOf={account.asOf} />
      {query.hasNextPage && (
        <Button className="mt-3" disabled={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          More
        </Button>
      )}
    </>
  )
}

function EventList({ events, asOf }: { events: readonly EventRecord[]; asOf: string }) {
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
        <summary className="grid list-none grid-cols-[92px_minmax(0,1fr)_16px] items-baseline gap-x-3 py-1.5 desk:grid-cols-[128px_minmax(0,3fr)_minmax(0,2fr)_16px] [&::-webkit-details-marker]:hidden">
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
          <Icon name="chevron" className="text-ink-3 group-open:rotate-90" />
        </summary>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 pb-1 text-small text-ink-2">
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
