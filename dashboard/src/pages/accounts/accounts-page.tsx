import type { AccountPage, AccountSummary } from '@contract/accounts.ts'
import { leadScore } from '@contract/lead-score.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type MouseEvent, useState } from 'react'
import { apiAddress, isApiFailure } from '../../api/client.ts'
import { downloadFile } from '../../api/download.ts'
import { accountsQuery } from '../../api/queries.ts'
import { useReadKey } from '../../api/read-key.ts'
import { Answer, AnswerSkeleton } from '../../parts/answer.tsx'
import { controlShape, secondLook } from '../../parts/button.tsx'
import { NoEvents } from '../../parts/no-events.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Empty, Trouble } from '../../parts/trouble.tsx'
import { filterOf } from '../../search/accounts-search.ts'
import { countOf, formatCount, formatDay, leftOutWords } from '../../words/format.ts'
import { AccountsFilter } from './accounts-filter.tsx'
import { AccountsSentence, AccountsThread } from './accounts-sentence.tsx'
import { AccountsTable } from './accounts-table.tsx'

const QUESTION = 'Who are my accounts, and how are they?'
const route = getRouteApi('/accounts')

export function AccountsPage() {
  const search = filterOf(route.useSearch())
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
      {summary !== undefined && <Head summary={summary} excluded={query.data ?? NOTHING_EXCLUDED} />}
      {query.isError && (
        <Trouble what="The accounts could not be read." error={query.error} again={() => query.refetch()} />
      )}
      {nothingYet && <NoEvents />}
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
    <PageBar name="Accounts" about={summary?.asOf == null ? undefined : `as of ${formatDay(summary.asOf)}`}>
      <CsvLink address={apiAddress('/accounts.csv', { ...search })} />
    </PageBar>
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
    <span className="flex items-center gap-3">
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

type Excluded = Pick<AccountPage, 'excluded' | 'excludedAccounts'>
const NOTHING_EXCLUDED: Excluded = { excluded: 0, excludedAccounts: 0 }

function Head({ summary, excluded }: { summary: AccountSummary; excluded: Excluded }) {
  if (summary.total === 0) return <Answer question={QUESTION} sentence="No accounts yet." />
  return (
    <>
      <Answer
        question={QUESTION}
        sentence={<AccountsSentence summary={summary} />}
        context={contextOf(summary, excluded)}
      />
      <AccountsThread summary={summary} />
    </>
  )
}

function HeadSkeleton() {
  return (
    <>
      <AnswerSkeleton question={QUESTION} context={2} />
      <div className="coming mb-4 h-16" />
    </>
  )
}

function contextOf(
  { total, active28, byType, payingAtRisk, paying, withAlert }: AccountSummary,
  { excluded, excludedAccounts }: Excluded,
): string {
  const active = `${formatCount(active28)} of ${formatCount(total)} were active in the last 28 days`
  const unpaid = paying === 0 ? 0 : byType.risk - payingAtRisk
  const rest = `${countOf(total - withAlert, 'has', 'have')} no open alert`
  const leftOut = excluded + excludedAccounts === 0 ? '' : ` ${leftOutWords(excluded, excludedAccounts)}`
  return unpaid === 0
    ? `${active}; ${rest}.${leftOut}`
    : `${active}; ${rest}. Another ${formatCount(unpaid)} with a risk alert ${unpaid === 1 ? 'has' : 'have'} no subscription in force.${leftOut}`
}
