import type { CohortsAnswer } from '@contract/analyze/cohorts.ts'
import { useQuery } from '@tanstack/react-query'
import { useAnalysis } from '../../api/analysis.ts'
import { statusQuery } from '../../api/queries.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { HeatKey, HeatTable } from '../../charts/heat-table.tsx'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import type { Column } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { WhoButton } from '../../parts/who-button.tsx'
import { useCell } from '../../search/use-cell.ts'
import { formatCount, formatDay, formatMoney } from '../../words/format.ts'
import { daysBefore } from '../../words/intervals.ts'

const AGES = [1, 2, 3, 6, 9, 12] as const
const SHOWN = 12
type Cohort = CohortsAnswer['cohorts'][number]

/** What the accounts that signed up in each stretch pay, by age. */
export function KeptByCohort({ currency }: { currency: string }) {
  const today = useQuery(statusQuery).data?.today
  const { cell, open, close } = useCell<{ readonly signUp: string }>()
  const asked = {
    ...{
      actor: 'account' as const,
      by: 'sign_up' as const,
      metric: 'mrr' as const,
      currency,
      period: 'month' as const,
    },
    ...{ total_intervals: 12, by_limit: 60, date_from: daysBefore(today ?? '2000-01-01', 365) },
  }
  const query = useAnalysis('cohorts', asked, { enabled: today !== undefined })
  return (
    <Waiting query={query} what="The cohorts" height={320}>
      {(answer) => (
        <>
          <Cohorts
            cohorts={answer.cohorts.slice(-SHOWN)}
            currency={currency}
            today={today ?? null}
            onOpen={(signUp) => open({ signUp })}
          />
          {cell?.signUp !== undefined && (
            <ActorsDialog
              title={`Signed up in the month from ${formatDay(cell.signUp, today)}`}
              kind="cohorts"
              asked={{ ...asked, actors_of: { cohort: cell.signUp } }}
              onClose={close}
            />
          )}
        </>
      )}
    </Waiting>
  )
}

type CohortsProps = {
  cohorts: readonly Cohort[]
  currency: string
  today: string | null
  onOpen: (signUp: string) => void
}

function Cohorts({ cohorts, currency, today, onOpen }: CohortsProps) {
  const money = (minor: number | null) => formatMoney(minor === null ? null : { minor: Math.round(minor), currency })
  const most = Math.max(1, ...cohorts.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const columns: Column<Cohort>[] = [
    { head: 'month of sign-up', value: ({ value }) => String(value) },
    { head: 'accounts', value: ({ size }) => size, right: true },
    ...AGES.map((age) => ({
      head: `MRR after ${age} months`,
      value: ({ values }: Cohort) => money(values[age - 1] ?? null),
      right: true,
    })),
  ]
  return (
    <ChartSection
      id="mrr-by-cohort"
      title="MRR of each period’s sign-ups, by age"
      say="What the accounts that signed up in a month pay together, so many times 30 days after their sign-up."
      columns={columns}
      rows={cohorts}
      keyOf={({ value }) => String(value)}
    >
      <HeatTable
        label="MRR by age"
        first="Signed up from"
        second="Accounts"
        heads={AGES.map((age) => (age === 1 ? 'Month 1' : `${age}`))}
        near={today}
        steps={[0.1, 0.25, 0.4, 0.6, 0.8]}
        rows={cohorts.map((cohort) => ({
          key: String(cohort.value),
          name: formatDay(String(cohort.value), today),
          size: (
            <WhoButton
              label={`${formatCount(cohort.size)}: who signed up from ${String(cohort.value)}`}
              onClick={() => onOpen(String(cohort.value))}
            >
              {formatCount(cohort.size)}
            </WhoButton>
          ),
          cells: AGES.map((age) => {
            const whole = cohort.complete[age - 1] === true
            const value = whole ? (cohort.values[age - 1] ?? 0) : null
            return {
              value: value === null ? null : value / most,
              said: money(value),
              ready: whole ? null : (cohort.ready[age - 1] ?? null),
              label: `after ${age} months: ${money(value)}`,
            }
          }),
        }))}
      />
      <HeatKey>up to the most, {money(most)}</HeatKey>
    </ChartSection>
  )
}
