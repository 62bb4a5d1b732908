import type { ActiveAnswer } from '@contract/analyze/active.ts'
import { useQuery } from '@tanstack/react-query'
import { useAnalysis } from '../../api/analysis.ts'
import { statusQuery } from '../../api/queries.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { StackedBars } from '../../charts/charts.ts'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useCell } from '../../search/use-cell.ts'
import { formatCount, formatDay } from '../../words/format.ts'
import { daysBefore } from '../../words/intervals.ts'

const WEEKS = 12
type WeekCell = { readonly week: string }

/** How many accounts used a feature, week by week. */
export function FeatureWeeks({ feature }: { feature: string }) {
  const asOf = useQuery(statusQuery).data?.asOf ?? null
  const asked = {
    ...{ actor: 'account' as const, event: feature, interval: 'week' as const },
    ...{ date_from: daysBefore(asOf ?? '2000-01-01', 7 * WEEKS), date_to: asOf ?? '2000-01-01' },
  }
  const query = useAnalysis('active', asked, { enabled: asOf !== null })
  const { cell, open, close } = useCell<WeekCell>()
  return (
    <Waiting query={query} what={`Weeks of ${feature}`} height={260}>
      {(answer) => (
        <>
          <Weeks answer={answer} feature={feature} asOf={asOf} onOpen={(week) => open({ week })} />
          {cell?.week !== undefined && (
            <ActorsDialog
              title={`Used ${feature} in the week of ${formatDay(cell.week)}`}
              kind="active"
              asked={{ ...asked, actors_of: { interval: cell.week } }}
              onClose={close}
            />
          )}
        </>
      )}
    </Waiting>
  )
}

type WeeksProps = { answer: ActiveAnswer; feature: string; asOf: string | null; onOpen: (week: string) => void }

function Weeks({ answer: { intervals, values, ready }, feature, asOf, onOpen }: WeeksProps) {
  return (
    <ChartSection
      id="feature-weeks"
      title={`Accounts that used ${feature}, week by week`}
      columns={[
        { head: 'week', value: (at: number) => intervals[at] ?? null },
        {
          head: 'accounts',
          value: (at: number) => values[at] ?? null,
          right: true,
          cell: (at: number) =>
            values[at] == null ? (
              <span className="text-ink-3">ready {formatDay(ready[at] ?? null)}</span>
            ) : (
              <button
                type="button"
                className="font-medium text-sea hover:underline"
                onClick={() => onOpen(intervals[at] ?? '')}
                aria-label={`${formatCount(values[at] ?? null)}: who used ${feature} in the week of ${intervals[at]}`}
              >
                {formatCount(values[at] ?? null)}
              </button>
            ),
        },
      ]}
      rows={intervals.map((_, at) => at)}
      keyOf={(at) => intervals[at] ?? ''}
      height={210}
      note="Press a bar to see which accounts. Hatched: the week is not over."
    >
      <StackedBars
        label={`Accounts that used ${feature}: ${formatCount(values.findLast((n) => n !== null) ?? null)} in the last full week`}
        height={210}
        days={intervals}
        places={intervals.map((start) => formatDay(start, asOf))}
        series={[{ label: feature, tone: 'sea', values }]}
        format={formatCount}
        onPick={(at) => onOpen(intervals[at] ?? '')}
      />
    </ChartSection>
  )
}
