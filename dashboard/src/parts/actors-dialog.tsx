import type { Analyses, AnalysisKind } from '@contract/analyze/analyses.ts'
import type { ActorRef } from '@contract/analyze/question.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { analysisQuery } from '../api/analysis.ts'
import { postApi } from '../api/post.ts'
import { countOf, formatCount } from '../words/format.ts'
import { Dialog } from './dialog.tsx'
import { type Column, CsvButton, DataTable } from './table.tsx'
import { Trouble } from './trouble.tsx'
import { Place } from './waiting.tsx'

type ActorsDialogProps<K extends AnalysisKind> = {
  title: string
  kind: K
  /** The question of the page, with the cell in `actors_of`. */
  asked: Analyses[K]['asked']
  /** Above the list: which of them. */
  before?: ReactNode
  onClose: () => void
}

const SHOWN = 200

/** Who is in a number: accounts and users by name, each account with the way to its page. */
export function ActorsDialog<K extends AnalysisKind>({ title, kind, asked, before, onClose }: ActorsDialogProps<K>) {
  const query = useQuery(analysisQuery(kind, asked))
  const actors = query.data?.actors
  return (
    <Dialog title={title} name={title} onClose={onClose}>
      {before !== undefined && <div className="mb-3">{before}</div>}
      {query.isError && (
        <Trouble what="Who is in it could not be read." error={query.error} again={() => query.refetch()} />
      )}
      {query.data === undefined && !query.isError && <Place height={220} />}
      {query.data !== undefined && actors === undefined && <p>This number does not say who is in it.</p>}
      {actors !== undefined && <ActorTable refs={actors.data} total={actors.total} />}
    </Dialog>
  )
}

type Named = ActorRef & { readonly accountName?: string | undefined; readonly personName?: string | undefined }

const COLUMNS = {
  account: {
    head: 'Account',
    value: ({ accountName, account }: Named) => accountName ?? account ?? null,
    cell: ({ account, accountName }: Named) =>
      account === undefined ? (
        '–'
      ) : (
        <Link to="/accounts/$key" params={{ key: account }} className="font-medium text-sea hover:underline">
          {(accountName ?? account).slice(0, 200)}
        </Link>
      ),
    className: '[overflow-wrap:anywhere]',
  },
  person: {
    head: 'User',
    value: ({ personName, person }: Named) => personName ?? person ?? null,
    className: '[overflow-wrap:anywhere]',
  },
} satisfies Record<string, Column<Named>>

/** Keys with their names; the first of them, the rest in the file. */
export function ActorTable({ refs, total }: { refs: readonly ActorRef[]; total: number }) {
  const accounts = [...new Set(refs.flatMap(({ account }) => account ?? []))].slice(0, 1_000)
  const people = [...new Set(refs.flatMap(({ person }) => person ?? []))].slice(0, 1_000)
  const names = useQuery({
    queryKey: ['names', accounts, people],
    queryFn: ({ signal }) => postApi('/names', {}, { body: { accounts, people }, signal }),
    staleTime: 60_000,
    enabled: refs.length > 0,
  }).data
  const ofAccount = new Map(names?.accounts.map(({ key, name }) => [key, name]))
  const ofPerson = new Map(names?.people.map(({ key, name }) => [key, name]))
  const rows: Named[] = refs.map((ref) => ({
    ...ref,
    accountName: ofAccount.get(ref.account ?? ''),
    personName: ofPerson.get(ref.person ?? ''),
  }))
  const columns = [...(accounts.length > 0 ? [COLUMNS.account] : []), ...(people.length > 0 ? [COLUMNS.person] : [])]
  if (total === 0) return <p className="text-ink-2">Nobody.</p>
  return (
    <>
      <div className="mb-2 flex items-center text-small text-ink-3">
        {countOf(total, people.length > 0 ? 'user' : 'account')}
        {total > SHOWN && `, the first ${formatCount(Math.min(SHOWN, rows.length))} here`}
        <span className="ml-auto">
          <CsvButton name="who" columns={columns} rows={rows} />
        </span>
      </div>
      <DataTable
        label="Who is in it"
        columns={columns}
        rows={rows.slice(0, SHOWN)}
        keyOf={({ account = '', person = '' }) => `${account} ${person}`}
      />
    </>
  )
}
