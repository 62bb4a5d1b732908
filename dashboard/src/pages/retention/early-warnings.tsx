import type { WarningsAnswer } from '@contract/analyze/warnings.ts'
import { titleOf } from '@contract/title-of.ts'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useAnalysis } from '../../api/analysis.ts'
import { isSnapshot } from '../../api/snapshot.ts'
import { ActorName } from '../../parts/actor-name.tsx'
import { Button } from '../../parts/button.tsx'
import { IntervalMark, ShareWithLimits } from '../../parts/limits.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { LongAnswer } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatCount, formatDay } from '../../words/format.ts'
import type { RetentionSearch } from './retention-search.ts'

const WITHIN = 90
const TITLE = 'Early warnings before customers left'
const route = getRouteApi('/retention')
type Row = WarningsAnswer['rows'][number]

/** Which alerts had opened before customers left, and how long before: judged over all of history, so it is asked for. */
export function EarlyWarnings() {
  const { warned } = route.useSearch()
  const change = useChangeSearch<RetentionSearch>()
  const wanted = warned === '1' || isSnapshot
  const query = useAnalysis('warnings', { outcome: 'churned', within_days: WITHIN, limit: 200 }, { enabled: wanted })
  if (!wanted)
    return (
      <Section
        title={TITLE}
        say="Which alerts and falls of health had come in the 90 days before each customer decided to leave. All of history is gone through for it."
      >
        <Button onClick={() => change({ warned: '1' })}>Look back</Button>
      </Section>
    )
  return (
    <LongAnswer
      {...{ query, what: 'The warnings', title: TITLE, reading: 'Going through all of history', height: 176 }}
      onCancel={() => change({ warned: undefined })}
    >
      {(answer) => <Warned answer={answer} />}
    </LongAnswer>
  )
}

function Warned({ answer }: { answer: WarningsAnswer }) {
  const { accounts, warned, rows } = answer
  return (
    <Section
      title={TITLE}
      right={<CsvButton name="early-warnings" columns={COLUMNS} rows={rows} />}
      say={`Of ${formatCount(accounts)} that left, ${formatCount(warned.count)} had a warning in the ${WITHIN} days before.`}
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
