import { expect, test } from 'vitest'
import { AccountQuery, type AccountRow } from './accounts.ts'
import { selectAccounts } from './select-accounts.ts'
import { summariseAccounts } from './summarise-accounts.ts'

const row = (key: string, change: Partial<AccountRow> = {}): AccountRow => ({
  key,
  name: key.toUpperCase(),
  plan: null,
  members: 1,
  seats: null,
  activeMembers28: 0,
  tenureDays: null,
  mrr: null,
  assignee: null,
  openSignals: [],
  bands: [],
  lastActiveDay: null,
  weeks: [0, 0, 0, 0, 0, 0, 0, 0],
  ...change,
})
const since = { since: '2026-03-01T00:00:00.000Z', sinceDay: '2026-02-28' }
const risk = { key: 'quiet', title: 'Quiet', type: 'risk', ...since } as const
const growth = { key: 'limit', title: 'Limit', type: 'expansion', ...since } as const
const euros = (minor: number) => ({ minor, currency: 'EUR' })

const rows = [
  row('calm', { mrr: euros(900), plan: 'Pro' }),
  row('growing', { openSignals: [growth], mrr: euros(500), plan: 'Pro', assignee: 'Mara' }),
  row('leaving', { openSignals: [risk], mrr: euros(100) }),
  row('leaving-dear', { openSignals: [risk], mrr: euros(5000) }),
  row('left', { openSignals: [risk] }),
  row('unknown', { plan: 'Free' }),
]
const keys = (query: object) => selectAccounts(rows, AccountQuery.parse(query)).data.map((kept) => kept.key)

test('alerts first: risks by what is at stake, then the others, then the risks of who pays nothing', () => {
  expect(keys({})).toEqual(['leaving-dear', 'leaving', 'growing', 'left', 'calm', 'unknown'])
})

test('what is unknown comes last in either order', () => {
  expect(keys({ sort: 'mrr', order: 'asc' })).toEqual(['leaving', 'growing', 'calm', 'leaving-dear', 'left', 'unknown'])
  expect(keys({ sort: 'mrr', order: 'desc' })).toEqual([
    'leaving-dear',
    'calm',
    'growing',
    'leaving',
    'left',
    'unknown',
  ])
})

test('filters add up', () => {
  expect(keys({ plan: 'Pro' })).toEqual(['growing', 'calm'])
  expect(keys({ plan: 'Pro', type: 'expansion', assignee: 'Mara' })).toEqual(['growing'])
  expect(keys({ signal: 'quiet', q: 'DEAR' })).toEqual(['leaving-dear'])
})

test('pages cover the list once', () => {
  const first = selectAccounts(rows, AccountQuery.parse({ limit: '3' }))
  const second = selectAccounts(rows, AccountQuery.parse({ limit: '3', cursor: first.nextCursor }))
  expect([...first.data, ...second.data].map((kept) => kept.key)).toEqual(keys({}))
  expect([first.total, second.nextCursor]).toEqual([6, null])
})

test('one can jump into the list', () => {
  expect(keys({ offset: '4', limit: '1' })).toEqual(['calm'])
  expect(keys({ offset: '99' })).toEqual([])
})

test('the summary counts all accounts, money per currency', () => {
  const withDollars = [...rows, row('us', { mrr: { minor: 70, currency: 'USD' }, weeks: [0, 0, 0, 0, 0, 0, 0, 3] })]
  expect(summariseAccounts(withDollars, '2026-04-15')).toEqual({
    total: 7,
    active28: 1,
    withAlert: 4,
    byType: { activation: 0, engagement: 0, intent: 0, expansion: 1, risk: 3 },
    mrr: [
      { currency: 'EUR', minor: 6500 },
      { currency: 'USD', minor: 70 },
    ],
    paying: 5,
    payingAtRisk: 2,
    mrrAtRisk: [{ currency: 'EUR', minor: 5100 }],
    plans: [
      { plan: 'Pro', n: 2 },
      { plan: 'Free', n: 1 },
    ],
    assignees: [{ assignee: 'Mara', n: 1 }],
    activeWeeks: [0, 0, 0, 0, 0, 0, 0, 1],
    asOf: '2026-04-15',
  })
})
