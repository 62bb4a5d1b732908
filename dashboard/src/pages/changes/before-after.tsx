import type { ChangeLog } from '@contract/changes.ts'
import type { CohortsAnswer } from '@contract/experiments.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { beforeAfterQuery } from '../../api/changes.ts'
import { statusQuery } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/fields.tsx'
import { ShareWithLimits } from '../../parts/limits.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { LongWait } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { daysBefore } from '../../words/intervals.ts'
import { formatShare, formatShareLimits, onScreen } from '../../words/measures.ts'
import type { ChangesSearch } from './changes-search.ts'

const TITLE = 'Newcomers before and after a day'
const SAY =
  'Who signed up before it against who signed up from then on, at equal age and with the mix held alike. It judges all of history, so it is asked for.'
const route = getRouteApi('/changes')

/** Held against each other: newcomers of before a change and since. Asked for by a button, and the day is in the address. */
export function BeforeAfter({ log }: { log: ChangeLog }) {
  const { since } = route.useSearch()
  const client = useQueryClient()
  const change = useChangeSearch<ChangesSearch>()
  const query = useQuery({ ...beforeAfterQuery({ since: since ?? '' }), enabled: since !== undefined })
  if (since === undefined) return <Ask log={log} />
  if (query.isError)
    return (
      <Section title={TITLE} say={SAY}>
        <Trouble what="Before and after could not be compared." error={query.error} again={() => query.refetch()} />
        <Button onClick={() => change({ since: undefined })}>Another day</Button>
      </Section>
    )
  if (query.data !== undefined) return <Compared answer={query.data} onOther={() => change({ since: undefined })} />
  return (
    <LongWait
      title={TITLE}
      reading="Judging all of history"
      height={176}
      onCancel={() => {
        change({ since: undefined })
        void client.cancelQueries({ queryKey: ['before-after'] })
      }}
    />
  )
}

function Ask({ log }: { log: ChangeLog }) {
  const change = useChangeSearch<ChangesSearch>()
  const asOf = useQuery(statusQuery).data?.asOf ?? null
  const usual = log.data.find((one) => one.kind === 'config' && !one.first)?.day
  const [chosen, setChosen] = useState<string | null>(null)
  const day = chosen ?? usual ?? (asOf === null ? '' : daysBefore(asOf, 90))
  return (
    <Section title={TITLE} say={SAY}>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          change({ since: day })
        }}
      >
        <TextField label="First day with the change" type="date" value={day} onChange={setChosen} required />
        <span className="mb-3">
          <Button type="submit">Compare</Button>
        </span>
      </form>
    </Section>
  )
}

type Part = CohortsAnswer['parts'][number]

function Compared({ answer, onOther }: { answer: CohortsAnswer; onOther: () => void }) {
  const { verdict, before, after, standardised, since, within_days, parts, segment, caveats, left_out, definition } =
    answer
  const rows: Part[] = [{ segment: 'all', before, after }, ...parts]
  const outside = Object.values(left_out).reduce((sum, n) => sum + n, 0)
  return (
    <Section
      title={TITLE}
      say={onScreen(verdict.sentence)}
      right={
        <>
          <CsvButton name="before-after" columns={COLUMNS} rows={rows} />
          <Button onClick={onOther}>Another day</Button>
        </>
      }
    >
      <p className="mb-3 text-dense">
        <b className="font-semibold">{verdict.ruling === 'suggestive' ? 'Suggestive' : 'Inconclusive'}.</b> Since{' '}
        {formatDay(since)}, within {countOf(within_days, 'day')} of sign-up
        {segment === null ? '' : `, with the mix of ${segment} as before`}:{' '}
        {standardised === null ? (
          <span className="text-ink-3">too few</span>
        ) : (
          <>
            <b className="font-semibold">{pointsOf(standardised.estimate)}</b>{' '}
            <span className="text-ink-3">({formatShareLimits(standardised)})</span> points
          </>
        )}
        .
      </p>
      <DataTable label={TITLE} columns={COLUMNS} rows={rows} keyOf={({ segment: one }) => one} />
      <Note>
        {onScreen(definition)} {countOf(outside, 'account is', 'accounts are')} left out: too early, or could not have
        had it. {caveats.map(onScreen).join(' ')}
      </Note>
    </Section>
  )
}

function pointsOf(difference: number): string {
  const points = Math.round(difference * 1_000) / 10
  return `${points > 0 ? '+' : points < 0 ? '−' : ''}${Math.abs(points)}`
}

const COLUMNS: readonly Column<Part>[] = [
  { head: 'Accounts', value: ({ segment }) => segment },
  {
    head: 'Before',
    value: ({ before }) => before.accounts,
    right: true,
    cell: ({ before }) => formatCount(before.accounts),
  },
  {
    head: 'of them with the outcome',
    value: ({ before }) => (before.rate === null ? null : formatShare(before.rate.estimate)),
    cell: ({ before }) => <ShareWithLimits of={before.rate} />,
  },
  {
    head: 'Since',
    value: ({ after }) => after.accounts,
    right: true,
    cell: ({ after }) => formatCount(after.accounts),
  },
  {
    head: 'of these with the outcome',
    value: ({ after }) => (after.rate === null ? null : formatShare(after.rate.estimate)),
    cell: ({ after }) => <ShareWithLimits of={after.rate} />,
  },
]
