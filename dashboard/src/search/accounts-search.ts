import type { SignalTypeName } from '@contract/values.ts'

const TYPES: readonly SignalTypeName[] = ['activation', 'engagement', 'intent', 'expansion', 'risk']
const SORTS = ['name', 'members', 'active', 'tenure', 'mrr', 'lastActive', 'alerts', 'events'] as const
export type SortName = (typeof SORTS)[number]

/** The whole state of the Accounts page. What the address holds and is none of these is dropped. */
export type AccountsSearch = {
  q?: string
  type?: SignalTypeName
  plan?: string
  assignee?: string
  sort?: SortName
  order?: 'asc' | 'desc'
}
/** Over how many days it is told why a score changed. */
export const SPANS = { '7': 7, '28': 28, '90': 90 } as const
export type SpanName = keyof typeof SPANS
export type AccountSearch = { asOf?: string; event?: string; from?: string; to?: string; over?: SpanName }

export function readAccountsSearch(raw: Record<string, unknown>): AccountsSearch {
  const search: AccountsSearch = {}
  const q = text(raw.q)
  const plan = text(raw.plan)
  const assignee = text(raw.assignee)
  const type = TYPES.find((known) => known === raw.type)
  const sort = SORTS.find((known) => known === raw.sort)
  if (q !== undefined) search.q = q.slice(0, 200)
  if (plan !== undefined) search.plan = plan
  if (assignee !== undefined) search.assignee = assignee
  if (type !== undefined) search.type = type
  if (sort !== undefined) search.sort = sort
  if (raw.order === 'asc' || raw.order === 'desc') search.order = raw.order
  return search
}

export function readAccountSearch(raw: Record<string, unknown>): AccountSearch {
  const search: AccountSearch = {}
  const event = text(raw.event)
  if (isDay(raw.asOf)) search.asOf = raw.asOf
  if (isDay(raw.from)) search.from = raw.from
  if (isDay(raw.to)) search.to = raw.to
  if (event !== undefined) search.event = event
  const over = text(raw.over)
  if (over === '7' || over === '28' || over === '90') search.over = over
  return search
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
}
