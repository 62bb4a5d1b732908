import { shareLimits } from '@contract/share-limits.ts'
import { useAnalysis } from '../../api/analysis.ts'
import { PageThread } from '../../charts/page-thread.tsx'
import { formatDay } from '../../words/format.ts'
import { formatShare, formatShareLimits } from '../../words/measures.ts'
import { agesQuestion } from './activated-by-age.tsx'

/** The share activated in time, four weeks of sign-ups together: the wide thread of the page. */
export function ActivationThread({ from, withinDays }: { from: string; withinDays: number }) {
  const query = useAnalysis('cohorts', agesQuestion(from, withinDays))
  if (query.data === undefined) return <div className="mb-4 h-16" />
  const at = Math.ceil(withinDays / 7) - 1
  const whole = query.data.cohorts.filter(({ complete }) => complete[at] === true)
  const points = whole.slice(3).map((last, i) => {
    const own = whole.slice(i, i + 4)
    const sum = (of: (one: (typeof own)[number]) => number) => own.reduce((total, one) => total + of(one), 0)
    return {
      end: String(last.value),
      limits: shareLimits(
        sum(({ values }) => values[at] ?? 0),
        sum(({ size }) => size),
      ),
    }
  })
  const [first, last] = [points[0], points.at(-1)]
  if (first?.limits == null || last?.limits == null || points.length < 2) return null
  return (
    <PageThread
      values={points.map(({ limits }) => limits?.estimate ?? null)}
      limits={points.map(({ limits }) => limits)}
      least={0.4}
      label={`Activated in time: ${formatShare(first.limits.estimate)} of the first four weeks of sign-ups, ${formatShare(last.limits.estimate)} of the last`}
      first={`${formatShare(first.limits.estimate)} of the four weeks up to that of ${formatDay(first.end, last.end)}`}
      last={
        <>
          <b className="text-ink">{formatShare(last.limits.estimate)}</b> ({formatShareLimits(last.limits)}) up to that
          of {formatDay(last.end, last.end)}
        </>
      }
    />
  )
}
