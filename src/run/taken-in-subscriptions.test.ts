import { expect, test } from 'vitest'
import { makeZone } from '../core/time.ts'
import { listKnownMoves } from '../judge/known-moves.ts'
import type { SubscriptionRow } from '../store/analytic/rows.ts'
import { listTakenIn, takeInSubscriptions } from './taken-in-subscriptions.ts'

const at = (date: string): number => Date.parse(`2026-${date}T00:00:00Z`)
const merge = (from: string, into: string, known: string) => ({ from, into, knownAt: at(known), day: 0, n: 0 })
const row = (known: string, from: string, more: Partial<SubscriptionRow> = {}): SubscriptionRow => ({
  ...{ subscriptionId: 'main', plan: null, mrrMinor: 100, currency: 'EUR', to: null, cancelDecidedAt: null },
  ...{ from: at(from), knownAt: at(known), ...more },
})

/** `churned 03-10 known 03-12`, as told at an instant. */
const tell = (rows: readonly SubscriptionRow[], by: string): string[] =>
  listKnownMoves(rows, { zone: makeZone('UTC'), at: at(by) }).map(
    ({ kind, decided, known }) =>
      `${kind} ${[decided, known].map((ms) => new Date(ms).toISOString().slice(5, 10)).join(' known ')}`,
  )

test('an account takes in what the other one had taken in before, since both merges are known', () => {
  const merges = [
    merge('a', 'b', '01-05'),
    merge('b', 'c', '02-05'),
    merge('x', 'y', '01-01'),
    merge('c', 'c', '03-01'),
  ]
  expect(listTakenIn(merges, 'c')).toEqual([
    { account: 'b', since: at('02-05') },
    { account: 'a', since: at('02-05') },
  ])
  expect(listTakenIn(merges, 'x')).toEqual([])
})

test('money that moves with a merge is no churn, and the first of it is of the older account', () => {
  const own = [row('03-01', '03-10')]
  const rows = [row('01-01', '01-01', { to: at('03-10') })]
  const all = takeInSubscriptions(own, [{ account: 'old', since: at('03-12'), rows }])
  expect(tell(all, '03-11')).toEqual(['converted 03-10 known 03-10', 'began 03-10 known 03-10'])
  expect(tell(all, '03-12')).toEqual(['converted 01-01 known 03-12', 'began 01-01 known 03-12'])
})

test('two subscriptions of one name are two; what is said of it only after the merge goes on', () => {
  const rows = [row('01-01', '01-01')]
  const taken = [{ account: 'old', since: at('02-01'), rows }]
  expect(tell(takeInSubscriptions([row('01-10', '01-10')], taken), '12-31')).toEqual([
    'converted 01-01 known 02-01',
    'began 01-01 known 02-01',
    'expanded 01-10 known 02-01',
  ])
  const after = [row('03-01', '01-01', { to: at('03-20'), cancelDecidedAt: at('03-01') })]
  expect(tell(takeInSubscriptions(after, taken), '12-31')).toEqual([
    'converted 01-01 known 02-01',
    'began 01-01 known 02-01',
    'churned 03-01 known 03-01',
  ])
})
