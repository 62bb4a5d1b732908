import type { AccountDetail } from '@contract/account.ts'
import type { ServerStatus } from '@contract/status.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { isApiFailure, isAway } from '../../api/client.ts'
import { accountQuery, statusQuery } from '../../api/queries.ts'
import { useIsSessionTold } from '../../api/session.ts'
import { Answer, AnswerSkeleton, GreyBar } from '../../parts/answer.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { AccountFacts } from './account-facts.tsx'
import { AccountNotes } from './account-notes.tsx'
import { AccountSentence } from './account-sentence.tsx'
import { AsOfThread } from './as-of-thread.tsx'
import { Properties, Segments } from './asides.tsx'
import { Billing } from './billing.tsx'
import { CoreActions } from './core-actions.tsx'
import { EventLog } from './event-log.tsx'
import { Features } from './features.tsx'
import { LeadFigure } from './lead-figure.tsx'
import { Members } from './members.tsx'
import { Onboarding } from './onboarding.tsx'
import { Outcomes } from './outcomes.tsx'
import { Outreach } from './outreach.tsx'
import { PlanLimits } from './plan-limits.tsx'
import { PulseNote } from './pulse-note.tsx'
import { Reasons } from './reasons.tsx'
import { WhyItChanged } from './score-change.tsx'
import { Scores } from './scores.tsx'

const route = getRouteApi('/accounts/$key')

export function AccountPage() {
  const { key } = route.useParams()
  const { asOf } = route.useSearch()
  const query = useQuery(accountQuery(key, asOf))
  // In whose time zone its moments are told, and which day is today.
  const status = useQuery(statusQuery)
  const isSessionTold = useIsSessionTold()
  const account = status.isPending || !isSessionTold ? undefined : query.data
  const name = (account?.name ?? key).slice(0, 300)
  const question = `What is going on at ${name}, and why?`
  return (
    <>
      <title>{`${name.slice(0, 80)} · Telltale`}</title>
      <div className="flex min-h-8 items-center text-dense text-ink-3">
        <span className="truncate">
          <Link to="/accounts" className="hover:text-ink hover:underline focus-visible:-outline-offset-2">
            Accounts
          </Link>
          {' / '}
          <b className="text-ink">{name}</b>
        </span>
      </div>
      {account === undefined && !query.isError && <AccountSkeleton question={question} />}
      {account === undefined && query.isError && (
        <AccountTrouble question={question} error={query.error} again={() => query.refetch()} />
      )}
      {account !== undefined && query.isError && !isAway(query.error) && (
        <Trouble
          what="The account could not be read again: below is what was read before."
          error={query.error}
          again={() => query.refetch()}
        />
      )}
      {account !== undefined && <AccountBody account={account} status={status.data} busy={query.isPlaceholderData} />}
    </>
  )
}

type BodyProps = { account: AccountDetail; status: ServerStatus | undefined; busy: boolean }

function AccountBody({ account, status, busy }: BodyProps) {
  const { asOf } = route.useSearch()
  const zone = status?.timezone ?? 'UTC'
  const past = account.asOf !== account.latest
  return (
    <>
      <div className="wide:flex wide:justify-between wide:gap-x-8">
        <Answer
          question={`What is going on at ${account.name.slice(0, 300)}, and why?`}
          sentence={<AccountSentence account={account} />}
          context={<AccountFacts account={account} />}
        />
        <LeadFigure account={account} />
      </div>
      <AsOfThread account={account} chosen={asOf ?? account.latest} past={past} />
      <div
        aria-busy={busy}
        className={`wide:grid wide:grid-cols-[minmax(0,1fr)_19rem] wide:gap-x-12 ${busy ? 'opacity-60' : ''}`}
      >
        <div className="min-w-0">
          <WhyItChanged account={account} />
          <Scores account={account} />
          <Reasons account={account} />
          <CoreActions account={account} />
          <Features account={account.key} asOf={asOf} />
          <Outreach account={account.key} asOf={asOf} zone={zone} />
          <EventLog account={account} />
        </div>
        <div className="min-w-0">
          <Members account={account} />
          <PlanLimits account={account.key} asOf={asOf} />
          <Onboarding account={account} zone={zone} />
          <PulseNote account={account} today={status?.today ?? account.latest} />
          {!past && <AccountNotes account={account.key} today={status?.today ?? account.latest} />}
          <Billing account={account} chosen={asOf} />
          <Outcomes account={account} zone={zone} />
          <Segments account={account} />
          <Properties account={account} />
        </div>
      </div>
    </>
  )
}

function AccountTrouble({ question, error, again }: { question: string; error: unknown; again: () => void }) {
  const missing = isApiFailure(error) && error.status === 404
  return (
    <>
      <Answer question={question} sentence={missing ? 'No account has this key.' : 'Not known just now.'} />
      {missing ? (
        <Link to="/accounts" className="font-medium text-sea hover:underline">
          To the accounts
        </Link>
      ) : (
        <Trouble what="This account could not be read." error={error} again={again} />
      )}
    </>
  )
}

function AccountSkeleton({ question }: { question: string }) {
  return (
    <>
      <AnswerSkeleton question={question} />
      <div className="border-t border-line-2 pt-3">
        <GreyBar className="mb-5 h-4 w-40" />
        <div className="h-[7.25rem]" />
      </div>
      <div className="wide:grid wide:grid-cols-[minmax(0,1fr)_19rem] wide:gap-x-12">
        <SectionSkeleton rows={[1, 2, 3, 4]} />
        <SectionSkeleton rows={[1, 2, 3, 4, 5, 6, 7, 8]} />
      </div>
    </>
  )
}

function SectionSkeleton({ rows }: { rows: readonly number[] }) {
  return (
    <div className="mt-10 border-t border-line-2 pt-3">
      <GreyBar className="mb-3 h-4 w-40" />
      {rows.map((row) => (
        <div key={row} className="border-b border-line py-2.5">
          <GreyBar className="mb-2 h-2.5 w-1/3" />
          <GreyBar className="h-2 w-1/2" />
        </div>
      ))}
    </div>
  )
}
