import type { Analyses } from '@contract/analyze/analyses.ts'
import type { CohortsAnswer } from '@contract/analyze/cohorts.ts'
import { shareLimits } from '@contract/share-limits.ts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { statusQuery } from '../api/queries.ts'
import { ActorsDialog } from '../parts/actors-dialog.tsx'
import type { Column } from '../parts/table.tsx'
import { WhoButton } from '../parts/who-button.tsx'
import { useCell } from '../search/use-cell.ts'
import { formatCount } from '../words/format.ts'
import { formatInterval } from '../words/intervals.ts'
import { formatShare, formatShareLimits } from '../words/measures.ts'
import { ChartSection } from './chart-section.tsx'
import { HeatKey, type HeatRow, HeatTable } from './heat-table.tsx'

/** Weeks of sign-up, the latest. */
const SHOWN = 16
type Cohort = CohortsAnswer['cohorts'][number]

/** Who signed up when; `age`: who of them had done it by then. */
type AgeCell = { readonly signUp: string; readonly age?: number }

type SharesByAgeProps = {
  /** Names the part in the address and the file. */
  id: string
  title: string
  say?: string
  /** What was done by an age: "activated". */
  done: string
  answer: CohortsAnswer
  /** By week of sign-up and of age. */
  asked: Analyses['cohorts']['asked']
  period: Period
  right?: ReactNode
}
export type Period = 'week' | 'month'

/** How many of those who signed up in each week, or month, had done something by each week of age. */
export function SharesByAge({ id, title, say, done, answer, asked, period, right }: SharesByAgeProps) {
  const today = useQuery(statusQuery).data?.today ?? null
  const { cell, open, close } = useCell<AgeCell>()
  const rows = period === 'week' ? answer.cohorts.slice(-SHOWN) : byMonth(answer.cohorts)
  const heads = (rows[0]?.values ?? []).map((_, at) => `by day ${7 * (at + 1)}`)
  return (
    <>
      <ChartSection
        {...{ id, title, say, right }}
        columns={columnsOf(period, heads)}
        rows={rows}
        keyOf={({ value }) => String(value)}
      >
        <HeatTable
          label={`Share ${done}, by age`}
          first={`${period === 'week' ? 'Week' : 'Month'} of sign-up`}
          second="Accounts"
          heads={heads}
          near={today}
          steps={[0.08, 0.16, 0.25, 0.35, 0.5]}
          rows={rows.map((cohort) => rowOf(cohort, { period, done, heads, today, onOpen: open }))}
          total={{ name: 'All complete', cells: heads.map((_, at) => totalOf(rows, at)) }}
        />
        <HeatKey>from 0, 8, 16, 25, 35, 50 %</HeatKey>
      </ChartSection>
      {cell?.signUp !== undefined && (
        <ActorsDialog
          title={`Signed up in the ${period} of ${formatInterval(cell.signUp, period, today)}${cell.age === undefined ? '' : `, ${done} ${heads[cell.age] ?? ''}`}`}
          kind="cohorts"
          asked={{
            ...{ ...asked, period },
            actors_of: { cohort: cell.signUp, ...(cell.age === undefined ? {} : { age: cell.age }) },
          }}
          onClose={close}
        />
      )}
    </>
  )
}

type RowAsked = {
  readonly period: Period
  readonly done: string
  readonly heads: readonly string[]
  readonly today: string | null
  readonly onOpen: (cell: AgeCell) => void
}

/** A cohort of the table: its size opens into who signed up, and of weeks each share into who had done it. */
function rowOf(cohort: Cohort, { period, done, heads, today, onOpen }: RowAsked): HeatRow {
  const name = formatInterval(String(cohort.value), period, today)
  const size = formatCount(cohort.size)
  return {
    ...{ key: String(cohort.value), name },
    size: (
      <WhoButton
        label={`${size}: who signed up in the ${period} of ${name}`}
        onClick={() => onOpen({ signUp: String(cohort.value) })}
      >
        {size}
      </WhoButton>
    ),
    cells: heads.map((head, at) => {
      const whole = cohort.complete[at] === true
      const share = whole ? (cohort.per_actor[at] ?? null) : null
      return {
        ...{ value: share, said: formatShare(share), ready: whole ? null : (cohort.ready[at] ?? null) },
        label: `${formatShare(share)} ${done} ${head}, of the ${period} of ${name}`,
        ...(period === 'week' && share !== null && share > 0
          ? { onOpen: () => onOpen({ signUp: String(cohort.value), age: at }) }
          : {}),
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
