import type { ServerStatus } from '@contract/status.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { incidentsQuery } from '../../api/data.ts'
import { statusQuery } from '../../api/queries.ts'
import { Answer } from '../../parts/answer.tsx'
import { NoEvents } from '../../parts/no-events.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Section } from '../../parts/section.tsx'
import { DataTable } from '../../parts/table.tsx'
import { PageWaiting } from '../../parts/waiting.tsx'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { formatShare } from '../../words/measures.ts'
import { AwaitedNames } from './awaited-names.tsx'
import { EventNames } from './event-names.tsx'
import { Incidents } from './incidents.tsx'
import { LeftOut } from './left-out.tsx'
import { Quarantine } from './quarantine.tsx'

const QUESTION = 'Can I trust the data?'

export function DataPage() {
  const query = useQuery(statusQuery)
  // How much room they take is known with them.
  const incidents = useQuery(incidentsQuery)
  const status = incidents.isPending ? undefined : query.data
  return (
    <>
      <title>Data · Telltale</title>
      <PageBar
        name="Data"
        about={status?.firstDay == null ? undefined : `events since ${formatDay(status.firstDay)}`}
      />
      <PageWaiting query={{ ...query, data: status }} question={QUESTION} what="How the data stand">
        {(known) => (arrivedOf(known) === 0 ? <Before status={known} /> : <Arrived status={known} />)}
      </PageWaiting>
    </>
  )
}

function arrivedOf({ counts }: ServerStatus): number {
  return counts.events + counts.quarantined
}

/** Before the first event: how they arrive, and which ones are waited for. */
function Before({ status }: { status: ServerStatus }) {
  return (
    <>
      <Answer question={QUESTION} sentence="Nothing is known yet." />
      <NoEvents />
      <AwaitedNames />
      <HowFresh status={status} />
    </>
  )
}

function Arrived({ status }: { status: ServerStatus }) {
  return (
    <>
      <Head status={status} />
      <Incidents />
      <EventNames />
      <Quarantine />
      <div className="grid grid-cols-1 gap-x-12 wide:grid-cols-2">
        <LeftOut status={status} />
        <HowFresh status={status} />
      </div>
      <Unclaimed status={status} />
    </>
  )
}

/** "99.98 % of what arrived was taken in; 120 messages were refused. No event has gone missing." */
function Head({ status }: { status: ServerStatus }) {
  const { counts, withoutAccount } = status
  const incidents = useQuery(incidentsQuery).data?.data
  const running = incidents?.filter(({ lasts }) => lasts).length ?? 0
  const nobodys = Object.values(withoutAccount).reduce((sum, n) => sum + n, 0)
  return (
    <Answer
      question={QUESTION}
      sentence={
        <>
          <b>{formatShare(counts.events / arrivedOf(status))}</b> of what arrived was taken in;{' '}
          <b>{formatCount(counts.quarantined)}</b> {counts.quarantined === 1 ? 'message was' : 'messages were'} refused
          {running > 0 && (
            <>
              , and <b>{formatCount(running)}</b> {running === 1 ? 'event is' : 'events are'} hardly heard of
            </>
          )}
          .
        </>
      }
      context={`${countOf(counts.events, 'event')} of ${countOf(counts.persons, 'user')} in ${countOf(counts.accounts, 'account')}; ${formatCount(nobodys)} belong to no account, ${formatCount(counts.excluded)} are excluded by rule.`}
    />
  )
}

function HowFresh({ status }: { status: ServerStatus }) {
  const { asOf, lagSeconds, lastEventAt, lastArrivalAt, timezone, config, version, state } = status
  const rows = [
    { what: 'days are closed up to', said: formatDay(asOf) },
    {
      what: 'waits to be taken in',
      said: lagSeconds === null || lagSeconds === 0 ? 'nothing' : `${Math.round(lagSeconds)} s of events`,
    },
    { what: 'last event happened', said: lastEventAt?.replace('T', ' ').slice(0, 16) ?? 'none yet' },
    { what: 'last event arrived', said: lastArrivalAt?.replace('T', ' ').slice(0, 16) ?? 'none yet' },
    { what: 'the server is', said: state.replaceAll('_', ' ') },
    { what: 'days are those of', said: timezone },
    { what: 'configuration', said: `${config.path ?? 'the built-in one'}, ${config.hash.slice(0, 10)}` },
    { what: 'version', said: version },
  ]
  return (
    <Section title="How fresh it is">
      <DataTable
        label="How fresh it is"
        rows={rows}
        keyOf={({ what }) => what}
        columns={[
          { head: 'What', value: ({ what }) => what, className: 'w-2/5 text-ink-2' },
          { head: 'How it stands', value: ({ said }) => said, className: '[overflow-wrap:anywhere]' },
        ]}
      />
    </Section>
  )
}

function Unclaimed({ status: { unclaimed } }: { status: ServerStatus }) {
  if (unclaimed.length === 0) return null
  return (
    <Section
      title="Accounts that share users"
      say="Their users belong to another account too and did not say which they meant: where that matters, no signal opens or closes."
    >
      <DataTable
        label="Accounts that share users"
        rows={unclaimed}
        keyOf={({ account }) => account}
        columns={[
          {
            head: 'Account',
            value: ({ account }) => account,
            className: '[overflow-wrap:anywhere]',
            cell: ({ account }) => (
              <Link to="/accounts/$key" params={{ key: account }} className="font-medium text-sea hover:underline">
                {account.slice(0, 200)}
              </Link>
            ),
          },
          {
            head: 'Such events',
            value: ({ events }) => events,
            right: true,
            cell: ({ events }) => formatCount(events),
          },
        ]}
      />
    </Section>
  )
}
