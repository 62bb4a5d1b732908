import type { RetentionAnswer } from '@contract/analyze/retention.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { type HeatCell, HeatKey, HeatTable } from '../../charts/heat-table.tsx'
import type { Column } from '../../parts/table.tsx'
import { countOf, formatCount } from '../../words/format.ts'
import { formatInterval } from '../../words/intervals.ts'
import { formatShare, formatShareLimits } from '../../words/measures.ts'
import { type Period, returnLimits } from './retention-question.ts'
import type { RetentionCell } from './retention-search.ts'

type Cohort = RetentionAnswer['cohorts'][number]
type CohortTableProps = {
  answer: RetentionAnswer
  period: Period
  actor: 'account' | 'user'
  today: string
  onOpen: (cell: RetentionCell) => void
}

/** A cohort a row: how many of it were back, period by period. */
export function CohortTable({ answer, period, actor, today, onOpen }: CohortTableProps) {
  const cohorts = answer.cohorts.slice(firstKnown(answer))
  const heads = answer.overall.slice(1, cohorts.length + 1).map((_, at) => `${at + 1}`)
  const unit = period === 'month' ? 'Month' : 'Week'
  const columns: Column<Cohort>[] = [
    { head: `${unit} of the start`, value: ({ start }) => start },
    { head: 'size', value: ({ values }) => values[0] ?? null, right: true },
    ...heads.map((head, at) => ({
      head: `back in ${head}`,
      value: ({ values }: Cohort) => values[at + 1] ?? null,
      right: true,
    })),
  ]
  return (
    <ChartSection
      id="cohorts"
      title={`Back, by ${period} of the start`}
      say={`Share of each cohort that was active again, so many ${period}s after its first one. Press a number to see who.`}
      columns={columns}
      rows={cohorts}
      keyOf={({ start }) => start}
    >
      <HeatTable
        label={`Share of ${actor}s back, by ${period}`}
        first={`${unit} of the start`}
        second={actor === 'account' ? 'Accounts' : 'Users'}
        heads={heads.map((head, at) => (at === 0 ? `${unit} ${head}` : head))}
        near={today}
        steps={[0.1, 0.25, 0.4, 0.55, 0.7]}
        rows={cohorts.map((cohort) => ({
          key: cohort.start,
          name: formatInterval(cohort.start, period, today),
          size: (
            <button
              type="button"
              className="hover:text-sea hover:underline"
              aria-label={`${countOf(cohort.values[0] ?? 0, actor)} began in ${cohort.start}`}
              onClick={() => onOpen({ cohort: cohort.start, period: 0 })}
            >
              {formatCount(cohort.values[0] ?? null)}
            </button>
          ),
          cells: heads.map((_, at) => cellOf(cohort, at + 1, onOpen)),
        }))}
        total={{
          name: 'All complete',
          cells: heads.map((_, at) => totalOf(answer, at + 1)),
        }}
      />
      <HeatKey>from 0, 10, 25, 40, 55, 70 %</HeatKey>
    </ChartSection>
  )
}

/** Before anybody had begun nothing is too early: these rows, and as many columns, would be empty for good. */
function firstKnown({ cohorts }: RetentionAnswer): number {
  return Math.max(
    0,
    cohorts.findIndex(({ values }) => (values[0] ?? 0) > 0),
  )
}

function totalOf(answer: RetentionAnswer, at: number): { said: string; limits: string | null } {
  const limits = returnLimits(answer, at)
  return limits === null
    ? { said: '–', limits: null }
    : { said: formatShare(limits.estimate), limits: formatShareLimits(limits) }
}

function cellOf(cohort: Cohort, at: number, onOpen: (cell: RetentionCell) => void): HeatCell {
  const [size = 0] = cohort.values
  const back = cohort.values[at] ?? null
  const share = back === null || size === null || size === 0 ? null : back / size
  const whole = cohort.complete[at] === true
  return {
    value: whole ? share : null,
    ready: whole ? null : (cohort.ready[at] ?? null),
    said: formatShare(share),
    label: `${formatShare(share)}: ${back ?? 0} of ${size ?? 0} that began in ${cohort.start}, ${at} later`,
    onOpen: () => onOpen({ cohort: cohort.start, period: at }),
  }
}
