import type { AccountSummary } from '@contract/accounts.ts'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { Icon, SIGNAL_LOOKS } from '../../parts/icon.tsx'
import type { AccountsSearch } from '../../search/accounts-search.ts'
import { countOf, formatCount } from '../../words/format.ts'

const route = getRouteApi('/accounts')
const TYPING_MS = 200
const TYPES = ['risk', 'expansion', 'intent', 'engagement', 'activation'] as const

/** Search and filters; all of it lives in the address. */
export function AccountsFilter({ summary, total }: { summary: AccountSummary | undefined; total: number }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (part: Partial<AccountsSearch>) =>
    void navigate({ search: (before) => dropEmpty({ ...before, ...part }), replace: true, resetScroll: false })
  const filtered = Boolean(search.q || search.type || search.plan || search.assignee)
  return (
    <search className="flex flex-wrap items-center gap-2 border-t border-line-2 pt-3 pb-2">
      <SearchBox value={search.q ?? ''} onChange={(q) => change({ q })} />
      <Choice label="Alert" value={search.type ?? ''} onChange={(type) => change({ type: type as 'risk' })}>
        {TYPES.map((type) => (
          <option key={type} value={type}>
            {SIGNAL_LOOKS[type].word} ({formatCount(summary?.byType[type] ?? 0)})
          </option>
        ))}
      </Choice>
      <Choice label="Plan" value={search.plan ?? ''} onChange={(plan) => change({ plan })}>
        {options(
          summary?.plans.map(({ plan, n }) => [plan, n] as const),
          search.plan,
        )}
      </Choice>
      <Choice label="CSM" value={search.assignee ?? ''} onChange={(assignee) => change({ assignee })}>
        {options(
          summary?.assignees.map(({ assignee, n }) => [assignee, n] as const),
          search.assignee,
        )}
      </Choice>
      {filtered && (
        <Button
          look="bare"
          onClick={() => void navigate({ search: ({ sort, order }) => dropEmpty({ sort, order }), replace: true })}
        >
          <Icon name="cross" /> Clear
        </Button>
      )}
      <span className="ml-auto text-small text-ink-3" role="status">
        {summary !== undefined &&
          (filtered ? `${formatCount(total)} of ${countOf(summary.total, 'account')}` : countOf(total, 'account'))}
      </span>
    </search>
  )
}

function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), TYPING_MS)
    return () => clearTimeout(timer)
  })
  return (
    <label className="flex h-10 w-full items-center gap-2 rounded-2 border border-line-3 bg-paper px-2 text-ink-3 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-sea desk:h-7 desk:w-56">
      <Icon name="search" />
      <span className="sr-only">Find an account</span>
      <input
        type="search"
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        placeholder="Find an account"
        className="w-full bg-transparent text-dense text-ink outline-none placeholder:text-ink-3"
      />
    </label>
  )
}

type ChoiceProps = { label: string; value: string; onChange: (value: string) => void; children: ReactNode }

function Choice({ label, value, onChange, children }: ChoiceProps) {
  const id = useId()
  return (
    <span className="flex items-center gap-1.5 text-small text-ink-3 max-desk:min-w-[40%] max-desk:flex-1">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-10 min-w-0 rounded-2 max-desk:flex-1 desk:w-36 border border-line-3 bg-paper px-1.5 text-dense text-ink desk:h-7"
      >
        <option value="">Any</option>
        {children}
      </select>
    </span>
  )
}

/** The values there are, and the chosen one even where nobody has it. */
function options(values: readonly (readonly [string, number])[] | undefined, chosen: string | undefined): ReactNode {
  const listed = values ?? []
  const extra = chosen !== undefined && !listed.some(([value]) => value === chosen) ? [[chosen, 0] as const] : []
  return [...listed, ...extra].map(([value, n]) => (
    <option key={value} value={value}>
      {value.slice(0, 60)} ({formatCount(n)})
    </option>
  ))
}

function dropEmpty(search: { [Name in keyof AccountsSearch]: AccountsSearch[Name] | undefined }): AccountsSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''))
}
