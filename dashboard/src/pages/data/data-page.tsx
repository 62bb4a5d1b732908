import type { ServerStatus } from '@contract/status.ts'
import { useQuery } from '@tanstack/react-query'
import { incidentsQuery } from '../../api/data.ts'
import { statusQuery } from '../../api/queries.ts'
import { Answer } from '../../parts/answer.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Section } from '../../parts/section.tsx'
import { DataTable } from '../../parts/table.tsx'
import { PageWaiting } from '../../parts/waiting.tsx'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { formatShare, onScreen } from '../../words/measures.ts'
import { EventNames } from './event-names.tsx'
import { Incidents } from './incidents.tsx'
import { Quarantine } from './quarantine.tsx'

const QUESTION = 'Can I trust the data?'

export function DataPage() {
  const query = useQuery(statusQuery)
  const status = query.data
  return (
    <>
      <title>Data · Telltale</title>
      <PageBar
        name="Data"
        about={status?.firstDay == null ? undefined : `events since ${formatDay(status.firstDay)}`}
      />
      <PageWaiting
        query={{ ...query, isError: status === undefined && query.isError }}
        question={QUESTION}
        what="How the data stand"
      >
        {(known) => (
          <>
            <Head status={known} />
            <Incidents />
            <EventNames />
            <Quarantine />
            <div className="grid gap-x-12 wide:grid-cols-2">
              <LeftOut status={known} />
              <HowFresh status={known} />
            </div>
            <Unclaimed status={known} />
          </>
        )}
      </PageWaiting>
    </>
  )
}

/** "99.98 % of what arrived was taken in; 120 messages were refused. No event has gone missing." */
function Head({ status: { counts, withoutAccount } }: { status: ServerStatus }) {
  const incidents = useQuery(incidentsQuery).data?.data
  const running = incidents?.filter(({ lasts }) => lasts).length ?? 0
  const arrived = counts.events + counts.quarantined
  const nobodys = Object.values(withoutAccount).reduce((sum, n) => sum + n, 0)
  if (arrived === 0) return <Answer question={QUESTION} sentence="No events have arrived." />
  return (
    <Answer
      question={QUESTION}
      sentence={
        <>
          <b>{formatShare(counts.events / arrived)}</b> of what arrived was taken in;{' '}
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

const REASONS: Readonly<Record<string, string>> = {
  before_membership: 'before the user belonged to an account',
  several_accounts: 'of users in several accounts that did not say which',
  none: 'of users in no account',
}

function LeftOut({ status: { withoutAccount, warnings, counts } }: { status: ServerStatus }) {
  const rows = [
    ...Object.entries(withoutAccount).map(([reason, n]) => ({
      what: `of no account: ${REASONS[reason] ?? reason.replaceAll('_', ' ')}`,
      n,
    })),
    { what: 'excluded by rule: own staff, tests, bots', n: counts.excluded },
    ...Object.entries(warnings).map(([warning, n]) => ({
      what: `taken in with a warning: ${warning.replaceAll('_', ' ')}`,
      n,
    })),
  ].filter(({ n }) => n > 0)
  return (
    <Section
      title="What counts nowhere, or only with care"
      say="Each analysis says how many of these its question met."
    >
      {rows.length === 0 ? (
        <p className="text-dense text-ink-2">Nothing: every event counts.</p>
      ) : (
        <DataTable
          label="What counts nowhere"
          rows={rows}
          keyOf={({ what }) => what}
          columns={[
            { head: 'Events', value: ({ what }) => onScreen(what) },
            { head: 'How many', value: ({ n }) => n, right: true, cell: ({ n }) => formatCount(n) },
          ]}
        />
      )}
    </Section>
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
          { head: 'Account', value: ({ account }) => account, className: '[overflow-wrap:anywhere]' },
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
