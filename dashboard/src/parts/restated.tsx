import type { MetricRow } from '@contract/metrics.ts'
import { phraseRestatedBy } from '@contract/phrase-restatement.ts'
import { useQuery } from '@tanstack/react-query'
import { restatementsQuery } from '../api/metrics.ts'
import { formatDay } from '../words/format.ts'
import { formatMetric } from '../words/measures.ts'
import { Hint } from './hint.tsx'

/** Beside a number whose period had another one before: what it was, when that was seen, and what happened between. */
export function Restated({ metric: { id, period, unit, currency } }: { metric: MetricRow }) {
  const { data } = useQuery(restatementsQuery)
  const last = data?.data.find(({ metric, from, to }) => metric === id && from === period?.from && to === period.to)
  if (last === undefined) return null
  return (
    <span className="mt-2 block text-small text-ink-3">
      <Hint word="restated">
        Until {formatDay(last.seen.slice(0, 10))} it was {formatMetric(last.old, { unit, currency })}. Between:{' '}
        {last.by.map(phraseRestatedBy).join('; ')}.
      </Hint>
    </span>
  )
}
