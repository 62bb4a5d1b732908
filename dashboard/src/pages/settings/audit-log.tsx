import type { AuditRow } from '@contract/access/audit.ts'
import { auditedValue, phraseAudit } from '@contract/access/phrase-audit.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { auditQuery } from '../../api/settings.ts'
import { Button } from '../../parts/button.tsx'
import { Choice } from '../../parts/fields.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { Place } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import type { SettingsSearch } from './settings-search.ts'

const route = getRouteApi('/settings')

const KINDS = [
  ['signIn', 'signing in'],
  ['signInFailed', 'failing to sign in'],
  ['inviteUser', 'invitations'],
  ['changeRole', 'roles'],
  ['createKey', 'new keys'],
  ['createToken', 'new tokens'],
  ['setOverride', 'settings of signals'],
  ['activateConfig', 'configurations'],
  ['mergeAccount', 'merged accounts'],
] as const

const COLUMNS: readonly Column<AuditRow>[] = [
  { head: 'When', value: ({ at }) => at.slice(0, 19).replace('T', ' '), className: 'whitespace-nowrap text-ink-2' },
  { head: 'Who', value: ({ who }) => who, className: 'min-w-40 font-medium [overflow-wrap:anywhere]' },
  {
    head: 'Did',
    value: ({ what, who, subject }) => `${phraseAudit(what)} ${subject === who ? '' : subject}`.trim(),
    className: 'min-w-40 [overflow-wrap:anywhere]',
  },
  {
    head: 'Before',
    value: ({ before }) => auditedValue(before),
    className: 'min-w-28 [overflow-wrap:anywhere] text-ink-2',
  },
  { head: 'After', value: ({ after }) => auditedValue(after), className: 'min-w-28 [overflow-wrap:anywhere]' },
  {
    head: 'From',
    value: ({ from }) => (from === '' ? 'this machine' : from),
    className: 'whitespace-nowrap text-ink-2',
  },
]

/** Who did what, the newest first. */
export function AuditLog() {
  const { what } = route.useSearch()
  const change = useChangeSearch<SettingsSearch>()
  const query = useInfiniteQuery(auditQuery(what))
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Section
      title="Audit log"
      say={
        <>
          Lines are only ever added; <code>telltale audit --verify</code> shows whether one was changed. What was done
          about tasks stands beside them.
        </>
      }
      right={
        <>
          <Choice
            label="Only"
            value={what ?? ''}
            any="everything"
            options={KINDS}
            onChange={(to) => change({ what: to })}
          />
          <CsvButton name="audit-log" columns={COLUMNS} rows={rows} />
        </>
      }
    >
      {query.isError ? (
        <Trouble what="The audit log could not be read." error={query.error} again={() => query.refetch()} />
      ) : query.isPending ? (
        <Place height={220} />
      ) : rows.length === 0 ? (
        <p className="text-dense text-ink-2">Nothing of this kind is noted.</p>
      ) : (
        <DataTable label="Audit log" rows={rows} keyOf={({ id }) => String(id)} columns={COLUMNS} />
      )}
      {query.hasNextPage && (
        <div className="mt-3">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Earlier lines
          </Button>
        </div>
      )}
    </Section>
  )
}
