import type { CohortsAnswer } from '@contract/experiments.ts'
import { countOf, formatCount, formatDay } from '../words/format.ts'
import { formatDifference, formatDifferenceLimits, formatShare, onScreen } from '../words/measures.ts'
import { ShareWithLimits } from './limits.tsx'
import { Note } from './section.tsx'
import { type Column, DataTable } from './table.tsx'

type Part = CohortsAnswer['parts'][number]

/** All, and each part of the mix. */
export function cohortRows({ before, after, parts }: CohortsAnswer): readonly Part[] {
  return [{ segment: 'all', before, after }, ...parts]
}

/** Those of before a change against those since: what changed, with its limits, and why that is never more than suggestive. */
export function ComparedCohorts({ label, answer }: { label: string; answer: CohortsAnswer }) {
  const { verdict, standardised, since, within_days, segment, caveats, left_out, definition } = answer
  const outside = Object.values(left_out).reduce((sum, n) => sum + n, 0)
  return (
    <>
      <p className="mb-3 text-dense">
        <b className="font-semibold">{verdict.ruling === 'suggestive' ? 'Suggestive' : 'Inconclusive'}.</b> Since{' '}
        {formatDay(since)}, within {countOf(within_days, 'day')} of sign-up
        {segment === null ? '' : `, with the mix of ${segment} as before`}:{' '}
        {standardised === null ? (
          <span className="text-ink-3">too few</span>
        ) : (
          <>
            <b className="font-semibold">{formatDifference(standardised.estimate)}</b>{' '}
            <span className="text-ink-3">({formatDifferenceLimits(standardised)})</span> points
          </>
        )}
        .
      </p>
      <DataTable label={label} columns={COHORT_COLUMNS} rows={cohortRows(answer)} keyOf={({ segment: one }) => one} />
      {answer.simpson && (
        <p className="mt-2 text-dense text-watch">
          Within these groups it changed otherwise than over all: who signs up has changed. Go by the groups.
        </p>
      )}
      <Note>
        {onScreen(definition)} {countOf(outside, 'account is', 'accounts are')} left out: too early, or could not have
        had it. {caveats.map(onScreen).join(' ')}
      </Note>
    </>
  )
}

export const COHORT_COLUMNS: readonly Column<Part>[] = [
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
