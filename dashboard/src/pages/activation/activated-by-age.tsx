import type { CohortsAnswer } from '@contract/analyze/cohorts.ts'
import { shareLimits } from '@contract/share-limits.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useAnalysis } from '../../api/analysis.ts'
import { statusQuery } from '../../api/queries.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { HeatKey, type HeatRow, HeatTable } from '../../charts/heat-table.tsx'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import { Segmented } from '../../parts/fields.tsx'
import type { Column } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { WhoButton } from '../../parts/who-button.tsx'
import { useCell } from '../../search/use-cell.ts'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatCount } from '../../words/format.ts'
import { formatInterval } from '../../words/intervals.ts'
import { formatShare, formatShareLimits } from '../../words/measures.ts'
import type { ActivationSearch } from './activation-search.ts'

const route = getRouteApi('/activation')
type Cohort = CohortsAnswer['cohorts'][number]

/** How many of each week of sign-ups were activated, by age in weeks. */
export function ActivatedByAge({ from, withinDays }: { from: string; withinDays: number }) {
  const query = useAnalysis('cohorts', agesQuestion(from, withinDays))
  return (
    <Waiting query={query} what="The cohorts" height={360}>
      {(answer) => <Cohorts answer={answer} from={from} withinDays={withinDays} />}
    </Waiting>
  )
}

function weeksOf(withinDays: number): number {
  return Math.max(4, Math.ceil(withinDays / 7) + 2)
}

export function agesQuestion(from: string, withinDays: number) {
  return {
    ...{ actor: 'account' as const, by: 'sign_up' as const, metric: 'activated' as const, date_from: from },
    ...{ period: 'week' as const, total_intervals: weeksOf(withinDays), by_limit: 60 },
  }
}

type SignUpCell = { readonly signUp: string }
type CohortsProps = { answer: CohortsAnswer; from: string; withinDays: number }

function Cohorts({ answer, from, withinDays }: CohortsProps) {
  const weeks = weeksOf(withinDays)
  const { period = 'week' } = route.useSearch()
  const today = useQuery(statusQuery).data?.today ?? null
  const change = useChangeSearch<ActivationSearch>()
  const { cell, open, close } = useCell<SignUpCell>()
  const rows = period === 'week' ? answer.cohorts.slice(-16) : byMonth(answer.cohorts)
  const heads = Array.from({ length: weeks }, (_, at) => `by day ${7 * (at + 1)}`)
  return (
    <>
      <ChartSection
        id="activated-by-age"
        title={`Activated, by ${period} of sign-up`}
        right={
          <Segmented
            label="Cohorts"
            value={period}
            options={[
              ['week', 'Week'],
              ['month', 'Month'],
            ]}
            onChange={(one) => change({ period: one === 'week' ? undefined : one })}
          />
        }
        columns={columnsOf(period, heads)}
        rows={rows}
        keyOf={({ value }) => String(value)}
      >
        <HeatTable
          label="Share activated, by age"
          first={`${period === 'week' ? 'Week' : 'Month'} of sign-up`}
          second="Accounts"
          heads={heads}
          near={today}
          steps={[0.08, 0.16, 0.25, 0.35, 0.5]}
          rows={rows.map((cohort) => rowOf(cohort, { period, heads, today, onOpen: (signUp) => open({ signUp }) }))}
          total={{ name: 'All complete', cells: heads.map((_, at) => totalOf(rows, at)) }}
        />
        <HeatKey>from 0, 8, 16, 25, 35, 50 %</HeatKey>
      </ChartSection>
      {cell?.signUp !== undefined && (
        <ActorsDialog
          title={`Signed up in the ${period} of ${formatInterval(cell.signUp, period, today)}`}
          kind="cohorts"
          asked={{ ...agesQuestion(from, withinDays), period, actors_of: { cohort: cell.signUp } }}
          onClose={close}
        />
      )}
    </>
  )
}

type RowAsked = {
  readonly period: 'week' | 'month'
  readonly heads: readonly string[]
  readonly today: string | null
  readonly onOpen: (signUp: string) => void
}

/** A cohort of the table: its size opens into who signed up. */
function rowOf(cohort: Cohort, { period, heads, today, onOpen }: RowAsked): HeatRow {
  const name = formatInterval(String(cohort.value), period, today)
  const size = formatCount(cohort.size)
  return {
    ...{ key: String(cohort.value), name },
    size: (
      <WhoButton
        label={`${size}: who signed up in the ${period} of ${name}`}
        onClick={() => onOpen(String(cohort.value))}
      >
        {size}
      </WhoButton>
    ),
    cells: heads.map((head, at) => {
      const whole = cohort.complete[at] === true
      const share = whole ? (cohort.per_actor[at] ?? null) : null
      return {
        ...{ value: share, said: formatShare(share), ready: whole ? null : (cohort.ready[at] ?? null) },
        label: `${head}: ${formatShare(share)}`,
      }
    }),
  }
}

function totalOf(rows: readonly Cohort[], at: number): { said: string; limits: string | null } {
  const whole = rows.filter(({ complete }) => complete[at] === true)
  const size = whole.reduce((sum, cohort) => sum + cohort.size, 0)
  const done = whole.reduce((sum, { values }) => sum + (values[at] ?? 0), 0)
  const limits = shareLimits(done, size)
  return { said: formatShare(limits?.estimate ?? null), limits: limits === null ? null : formatShareLimits(limits) }
}

/** Weeks of a month together: a cell is complete when those of all its weeks are. */
function byMonth(cohorts: readonly Cohort[]): Cohort[] {
  const months = new Map<string, Cohort[]>()
  for (const cohort of cohorts) {
    const month = `${String(cohort.value).slice(0, 7)}-01`
    months.set(month, [...(months.get(month) ?? []), cohort])
  }
  return [...months].map(([value, own]) => joinCohorts(value, own))
}

function joinCohorts(value: string, own: readonly Cohort[]): Cohort {
  const size = own.reduce((sum, cohort) => sum + cohort.size, 0)
  const at = <T,>(of: (i: number) => T): T[] => (own[0]?.values ?? []).map((_, i) => of(i))
  const whole = (i: number) => own.every(({ complete }) => complete[i] === true)
  const sum = (i: number) => (whole(i) ? own.reduce((total, { values }) => total + (values[i] ?? 0), 0) : null)
  return {
    ...{ value, other: false, size, values: at(sum), complete: at(whole) },
    per_actor: at((i) => (size === 0 || sum(i) === null ? null : sum(i)! / size)),
    ready: at(
      (i) =>
        own
          .flatMap(({ ready }) => ready[i] ?? [])
          .sort()
          .at(-1) ?? null,
    ),
  }
}

function columnsOf(period: string, heads: readonly string[]): Column<Cohort>[] {
  return [
    { head: `${period} of sign-up`, value: ({ value }) => String(value) },
    { head: 'accounts', value: ({ size }) => size, right: true },
    ...heads.map((head, at) => ({ head, value: ({ values }: Cohort) => values[at] ?? null, right: true })),
  ]
}
