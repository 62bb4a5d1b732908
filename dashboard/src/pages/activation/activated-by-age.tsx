import { getRouteApi } from '@tanstack/react-router'
import { useAnalysis } from '../../api/analysis.ts'
import { SharesByAge } from '../../charts/shares-by-age.tsx'
import { Segmented } from '../../parts/fields.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import type { ActivationSearch } from './activation-search.ts'

const route = getRouteApi('/activation')

/** How many of each week of sign-ups were activated, by age in weeks. */
export function ActivatedByAge({ from, withinDays }: { from: string; withinDays: number }) {
  const { period = 'week' } = route.useSearch()
  const change = useChangeSearch<ActivationSearch>()
  const asked = agesQuestion(from, withinDays)
  const query = useAnalysis('cohorts', asked)
  return (
    <Waiting query={query} what="The cohorts" height={360}>
      {(answer) => (
        <SharesByAge
          id="activated-by-age"
          title={`Activated, by ${period} of sign-up`}
          done="activated"
          {...{ answer, asked, period }}
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
        />
      )}
    </Waiting>
  )
}

export function agesQuestion(from: string, withinDays: number) {
  return {
    ...{ actor: 'account' as const, by: 'sign_up' as const, metric: 'activated' as const, date_from: from },
    ...{ period: 'week' as const, total_intervals: Math.max(4, Math.ceil(withinDays / 7) + 2), by_limit: 60 },
  }
}
