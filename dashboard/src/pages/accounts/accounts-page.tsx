import type { AccountSummary } from '@contract/accounts.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type MouseEvent, useState } from 'react'
import { apiAddress, isApiFailure } from '../../api/client.ts'
import { downloadFile } from '../../api/download.ts'
import { accountsQuery } from '../../api/queries.ts'
import { useReadKey } from '../../api/read-key.ts'
import { Answer, AnswerSkeleton } from '../../parts/answer.tsx'
import { controlShape, secondLook } from '../../parts/button.tsx'
import { Empty, Trouble } from '../../parts/trouble.tsx'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { leadScore } from '../../words/scores.ts'
import { AccountsFilter } from './accounts-filter.tsx'
import { AccountsSentence, AccountsThread } from './accounts-sentence.tsx'
import { AccountsTable } from './accounts-table.tsx'

const QUESTION = 'Who are my accounts, and how are they?'
const route = getRouteApi('/accounts')

export function AccountsPage() {
  const search = route.useSearch()
  const query = useQuery(accountsQuery(search, 0))
  const summary = query.data?.summary
  const total = query.data?.total ?? 0
  const nothingYet = summary !== undefined && summary.total === 0
  return (
    <>
      <title>Accounts · Telltale</title>
      <Bar search={search} summary={summary} />
      {summary === undefined && !query.isError && <HeadSkeleton />}
      {summary === undefined && query.isError && <Answer question={QUESTION} sentence="Not known just now." />}
      {summary !== undefined && <Head summary={summary} />}
      {query.isError && (
        <Trouble what="The accounts could not be read." error={query.error} again={() => query.refetch()} />
      )}
      {nothingYet && <NothingYet />}
      {!nothingYet && !query.isError && (
        <>
          <AccountsFilter summary={summary} total={total} />
          <AccountsTable
            filter={search}
            total={summary === undefined ? 12 : total}
            asOf={summary?.asOf ?? null}
            lead={leadScore(query.data?.data.flatMap(({ bands }) => bands.map(({ score }) => score)) ?? [])}
            stale={query.isPlaceholderData}
          />
          {summary !== undefined && total === 0 && (
            <Empty missing="No account matches." next="Take a filter away, or look for another name." />
          )}
        </>
      )}
    </>
  )
}

function Bar({ search, summary }: { search: object; summary: AccountSummary | undefined }) {
  return (
    <div className="flex min-h-8 items-center gap-4 text-dense text-ink-3">
      <span>
        <b className="text-ink">Accounts</b>
        {summary?.asOf != null && ` · as of ${formatDay(summary.asOf)}`}
      </span>
      <CsvLink address={apiAddress('/accounts.csv', { ...search })} />
    </div>
  )
}

/** A plain link, which saves while it reads, where no key has to be sent. */
function CsvLink({ address }: { address: string }) {
  const key = useReadKey()
  const [failed, setFailed] = useState<string | null>(null)
  const onClick = (event: MouseEvent) => {
    if (key === null) return
    event.preventDefault()
    setFailed(null)
    downloadFile(address, 'accounts.csv').catch((error: unknown) =>
      setFailed(isApiFailure(error) ? error.detail : 'The page met a fault of its own.'),
    )
  }
  return (
    <span className="ml-auto flex items-center gap-3">
      {failed !== null && (
        <span role="alert" className="text-small text-risk">
          No file: {failed}
        </span>
      )}
      <a href={address} download onClick={onClick} className={`${controlShape} ${secondLook}`}>
        CSV
      </a>
    </span>
  )
}

function Head({ summary }: { summary: AccountSummary }) {
  if (summary.total === 0) return <Answer question={QUESTION} sentence="No accounts yet." />
  return (
    <>
      <Answer question={QUESTION} sentence={<AccountsSentence summary={summary} />} context={contextOf(summary)} />
      <AccountsThread summary={summary} />
    </>
  )
}

function HeadSkeleton() {
  return (
    <>
      <AnswerSkeleton question={QUESTION} />
      <div className="mb-4 h-16" />
    </>
  )
}

function contextOf({ total, active28, byType, payingAtRisk, paying, withAlert }: AccountSummary): string {
  const active = `${formatCount(active28)} of ${formatCount(total)} were active in the last 28 days`
  const unpaid = paying === 0 ? 0 : byType.risk - payingAtRisk
  const rest = `${countOf(total - withAlert, 'has', 'have')} no open alert`
  return unpaid === 0
    ? `${active}; ${rest}.`
    : `${active}; ${rest}. Another ${formatCount(unpaid)} with a risk alert ${unpaid === 1 ? 'has' : 'have'} no subscription in force.`
}

function NothingYet() {
  return (
    <Empty
      missing="No events have arrived."
      next="Point the Segment SDK you already use at this server, or import what you have; the accounts appear as the first events do."
    >
      <pre className="mt-4 overflow-x-auto rounded-2 bg-mist p-3 text-dense text-ink-2">
        {'npx telltale keys create --scope write\nnpx telltale import events.ndjson'}
      </pre>
    </Empty>
  )
}
