import type { EpisodeRow } from '@contract/episodes.ts'
import type { SignalRow } from '@contract/signals.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { pastAlertsQuery, readAllPastAlerts } from '../../api/signals.ts'
import { Button } from '../../parts/button.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useOpened } from '../../search/use-opened.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'

const SHOWN = 12
const STATES = { followed: 'it came', pending: 'too early', not: 'it did not come', unknown: 'cannot be told' } as const

/** The latest alerts, each with what became of it. */
export function PastAlerts({ signal }: { signal: SignalRow }) {
  const [all, setAll] = useOpened('alerts')
  const { data, ...query } = useInfiniteQuery(pastAlertsQuery(signal.key))
  const rows = data?.pages.flatMap((page) => page.data)
  const known = rows?.length ?? 0
  const hidden = all ? 0 : known - SHOWN
  const onMore = () => {
    if (hidden <= 0) void query.fetchNextPage()
    setAll(true)
  }
  return (
    <Section
      title="Its latest alerts, and what came of them"
      right={
        <>
          <span>{query.hasNextPage ? `the latest ${formatCount(known)}` : countOf(known, 'alert')}</span>
          <CsvButton
            name={`alerts-${signal.key}`}
            columns={COLUMNS}
            rows={rows ?? []}
            readAll={query.hasNextPage ? () => readAllPastAlerts(signal.key) : null}
          />
        </>
      }
      {...(signal.predicts === null
        ? {}
        : { say: `It predicts “${signal.predicts.outcome}” within ${signal.predicts.withinDays} days.` })}
    >
      <Waiting query={{ ...query, data: rows }} what="Its alerts" height={300}>
        {(read) =>
          read.length === 0 ? (
            <p className="text-dense text-ink-2">It has not opened yet.</p>
          ) : (
            <DataTable
              label="Its latest alerts"
              columns={COLUMNS}
              rows={all ? read : read.slice(0, SHOWN)}
              keyOf={({ id }) => id}
            />
          )
        }
      </Waiting>
      {(hidden > 0 || query.hasNextPage) && (
        <Button look="bare" className="mt-2 -ml-2.5 !text-sea" disabled={query.isFetchingNextPage} onClick={onMore}>
          {hidden > 0 ? `Show ${formatCount(hidden)} more` : 'Show more'}
        </Button>
      )}
    </Section>
  )
}

const COLUMNS: readonly Column<EpisodeRow>[] = [
  {
    head: 'Account',
    value: ({ entityName }) => entityName,
    cell: ({ entity, entityName }) =>
      entity.level === 'person' ? (
        entityName
      ) : (
        <Link
          to="/accounts/$key"
          params={{ key: entity.account }}
          className="font-medium hover:text-sea hover:underline"
        >
          {entityName.slice(0, 200)}
        </Link>
      ),
  },
  {
    head: 'Opened',
    value: ({ openedAt }) => openedAt.slice(0, 10),
    cell: ({ openedAt }) => formatDay(openedAt.slice(0, 10)),
  },
  {
    head: 'Closed',
    value: ({ closedAt }) => closedAt?.slice(0, 10) ?? null,
    cell: ({ closedAt }) => (closedAt === null ? 'still open' : formatDay(closedAt.slice(0, 10))),
  },
  {
    head: 'What came of it',
    value: ({ outcome }) => (outcome === null ? null : STATES[outcome.state]),
    cell: ({ outcome }) =>
      outcome === null ? (
        <span className="text-ink-3">it predicts nothing</span>
      ) : (
        <>
          {STATES[outcome.state]}
          {outcome.noticeDays !== null && (
            <span className="text-ink-3">, {countOf(Math.round(outcome.noticeDays), 'day')} later</span>
          )}
        </>
      ),
  },
]
