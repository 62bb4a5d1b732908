import type { RetentionQuery } from '../../contract/analyze/retention.ts'
import type { Asking } from '../question/asking.ts'
import { ACTORS, describeFilter, describeFrame, eventPhrase } from '../question/describe-question.ts'
import type { RetentionEvents } from './read-retention.ts'

export function describeRetention(asking: Asking, query: RetentionQuery, { start, back }: RetentionEvents): string {
  const { period, minimum_occurrences: least } = query
  const first = query.cohort_mode === 'first_time' ? 'for the first time ever' : ''
  const starts = [`with ${eventPhrase(start)}`, where(query.start_filter), first].filter(Boolean).join(' ')
  const often = least === 1 ? '' : `at least ${least} times`
  const back_ = [eventPhrase(back), where(query.return_filter), often].filter(Boolean).join(' ')
  const cell = query.brackets === undefined ? `${period} k` : `bracket k of ${query.brackets.join(', ')} ${period}s`
  const when = query.accumulation === 'unbounded' ? `in ${cell} after it or later` : `in ${cell} after it`
  const rolling = query.window_mode === 'rolling_24h' ? ', counted in whole 24 hours from the start' : ''
  return `Of the ${ACTORS[query.actor]} ${starts} in a ${period}, how many had ${back_} ${when}${rolling}${describeFrame(asking, query.filter, query.breakdown)}`
}

function where(filter: RetentionQuery['filter']): string {
  return filter === undefined ? '' : `(${describeFilter(filter)})`
}
