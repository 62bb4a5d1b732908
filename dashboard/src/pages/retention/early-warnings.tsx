import type { WarningsAnswer } from '@contract/analyze/warnings.ts'
import type { Standing } from '@contract/standing.ts'
import { titleOf } from '@contract/title-of.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { warningsQuery } from '../../api/analysis.ts'
import { statusQuery } from '../../api/queries.ts'
import { standingWarningsQuery } from '../../api/standing.ts'
import { ActorName } from '../../parts/actor-name.tsx'
import { IntervalMark, ShareWithLimits } from '../../parts/limits.tsx'
import { Section } from '../../parts/section.tsx'
import { AskFor, StandsAsOf } from '../../parts/stands-as-of.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { LongAnswer, LongWait, MayCome } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatCount, formatDay } from '../../words/format.ts'
import type { RetentionSearch } from './retention-search.ts'

const TITLE = 'Early warnings before customers left'
const route = getRouteApi('/retention')
type Row = WarningsAnswer['rows'][number]

/** Which alerts had opened before customers left, and how long before, over all of history: as it stands, else it is asked for. */
export function EarlyWarnings() {
  const { warned } = route.useSearch()
  const client = useQueryClient()
  const change = useChangeSearch<RetentionSearch>()
  const status = useQuery(statusQuery)
  const ready = useQuery(standingWarningsQuery)
  const standing = ready.data?.standing ?? null
  const isAsked = warned === '1' && standing !== null && !standing.is_current && !standing.comes
  const asked = useQuery({ ...warningsQuery(status.data?.asOf ?? null), enabled: isAsked && status.data !== undefined })
  const stands = ready.data?.answer ?? undefined
  const answer = standing?.is_current === true ? stands : (asked.data ?? stands)
  const wait = { title: TITLE, reading: 'Going through all of history', height: 176 }
  if (standing === null && !ready.isError) return <MayCome />
  if (isAsked && asked.data === undefined)
    return (
      <LongAnswer
        {...{ ...wait, query: asked, what: 'The warnings' }}
        onCancel={() => {
          change({ warned: undefined })
          void client.cancelQueries({ queryKey: ['warnings'] })
        }}
      >
        {() => null}
      </LongAnswer>
    )
  if (answer !== undefined)
    return <Warned answer={answer} standing={standing} onRenew={() => change({ warned: '1' })} />
  if (standing?.comes === true) return <LongWait {...wait} run={standing.run} />
  return (
    <Section
      title={TITLE}
      say="Which alerts and falls of health had come in the 90 days before each customer decided to leave. All of history is gone through for it."
    >
      <AskFor standing={standing} onAsk={() => change({ warned: '1' })} isFirst={false}>
        Look back
      </AskFor>
    </Section>
  )
}

type WarnedProps = { answer: WarningsAnswer; standing: Standing | null; onRenew: () => void }

function Warned({ answer, standing, onRenew }: WarnedProps) {
  const { accounts, warned, rows, within_days: within } = answer
  return (
    <Section
      title={TITLE}
      right={<CsvButton name="early-warnings" columns={COLUMNS} rows={rows} />}
      say={
        <>
          Of {formatCount(accounts)} that left, {formatCount(warned.count)} had a warning in the {within} days before.{' '}
          {standing !== null && standing.as_of !== null && <StandsAsOf standing={standing} onRenew={onRenew} />}
        </>
      }
    >
      {accounts === 0 ? (
        <p className="text-dense text-ink-2">Nobody has left.</p>
      ) : (
        <>
          <div className="mb-3 flex max-w-96 items-center gap-4 text-dense">
            <span className="flex-1">
              <IntervalMark of={warned.rate} label="Share that was warned" />
            </span>
            <ShareWithLimits of={warned.rate} bold />
          </div>
          <DataTable label={TITLE} columns={COLUMNS} rows={rows.slice(0, 25)} keyOf={({ account }) => account} />
        </>
      )}
    </Section>
  )
}

const COLUMNS: readonly Column<Row>[] = [
  {
    head: 'Account',
    value: ({ account }) => account,
    cell: ({ account }) => (
      <Link to="/accounts/$key" params={{ key: account }} className="font-medium hover:text-sea hover:underline">
        <ActorName account={account} />
      </Link>
    ),
  },
  {
    head: 'Decided',
    value: ({ decided }) => decided.slice(0, 10),
    cell: ({ decided }) => formatDay(decided.slice(0, 10)),
  },
  {
    head: 'Earliest warning',
    value: ({ notice_days }) => (notice_days === null ? null : Math.round(notice_days)),
    right: true,
    cell: ({ notice_days }) =>
      notice_days === null ? (
        <span className="text-watch">none came</span>
      ) : (
        `${formatCount(Math.round(notice_days))} days before`
      ),
  },
  {
    head: 'What warned',
    value: ({ warnings }) => warnings.map(({ name }) => name).join('; '),
    cell: ({ warnings }) =>
      warnings
        .slice(0, 4)
        .map(({ name, kind }) => (kind === 'signal' ? titleOf(name) : name.replace('.', ' ')))
        .join(', ') || '–',
  },
]
