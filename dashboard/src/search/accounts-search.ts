import type { SignalTypeName } from '@contract/values.ts'
import { day, dropEmpty, oneOf, readerOf, text } from './read-search.ts'

const TYPES: readonly SignalTypeName[] = ['activation', 'engagement', 'intent', 'expansion', 'risk']
const SORTS = ['name', 'members', 'active', 'tenure', 'mrr', 'lastActive', 'alerts', 'events'] as const
export type SortName = (typeof SORTS)[number]

/** The whole state of the Accounts page. */
export const readAccountsSearch = readerOf({
  q: (value) => text(value)?.slice(0, 200),
  type: oneOf(TYPES),
  plan: text,
  assignee: text,
  sort: oneOf(SORTS),
  order: oneOf(['asc', 'desc']),
})
export type AccountsSearch = ReturnType<typeof readAccountsSearch>

/** What of it the list is asked for: an address may hold more, such as a metric that is opened over the page. */
export function filterOf({ q, type, plan, assignee, sort, order }: AccountsSearch): AccountsSearch {
  return dropEmpty({ q, type, plan, assignee, sort, order }) as AccountsSearch
}

/** Over how many days it is told why a score changed. */
export const SPANS = { '7': 7, '28': 28, '90': 90 } as const
export type SpanName = keyof typeof SPANS

/** As of which day, which events of it, and over how many days its scores are compared. */
export const readAccountSearch = readerOf({
  asOf: day,
  event: text,
  from: day,
  to: day,
  over: oneOf(['7', '28', '90']),
})
export type AccountSearch = ReturnType<typeof readAccountSearch>
