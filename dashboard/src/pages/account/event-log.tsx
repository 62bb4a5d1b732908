import type { AccountDetail } from '@contract/account.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { accountEventsQuery } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { EventList } from '../../parts/event-list.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { Place } from '../../parts/waiting.tsx'
import { useOpened } from '../../search/use-opened.ts'
import { formatDay } from '../../words/format.ts'

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
  const [all, setAll] = useOpened('events')
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
  if (events === undefined) return <Place height={352} />
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
