import type { FunnelQuery } from '../../contract/analyze/funnel.ts'
import type { Asking } from '../question/asking.ts'
import { ACTORS, describeFilter, describeFrame, eventPhrase } from '../question/describe-question.ts'
import type { FunnelEvent, FunnelEvents } from './funnel-events.ts'

const ORDERS = {
  ordered: 'in this order',
  strict: 'in this order with nothing else in between',
  any: 'in any order',
} as const

export function describeFunnel(asking: Asking, query: FunnelQuery, { steps, exclusions }: FunnelEvents): string {
  const without = exclusions.length === 0 ? '' : `, not beyond ${exclusions.map(phraseOf).join(' or ')}`
  const path = steps.map(phraseOf).join(', ')
  const window = `within ${windowPhrase(query.window_seconds)} of the first`
  return `How many ${ACTORS[query.actor]} got how far through ${path} ${ORDERS[query.order]}, ${window}${without}; the best attempt begun in the range counts${describeFrame(asking, query.filter, query.breakdown)}`
}

function phraseOf({ events, filter, firstTime }: FunnelEvent): string {
  const where = filter === undefined ? '' : ` (${describeFilter(filter)})`
  return `${eventPhrase(events)}${where}${firstTime ? ' for the first time ever' : ''}`
}

function windowPhrase(seconds: number): string {
  return seconds % 86_400 === 0 && seconds > 0 ? `${seconds / 86_400} days` : `${seconds} seconds`
}
