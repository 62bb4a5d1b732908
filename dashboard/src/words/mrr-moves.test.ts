import type { SubscriptionRecord } from '@contract/account.ts'
import { expect, it } from 'vitest'
import { mrrMovesOf } from './mrr-moves.ts'

const terms = (
  id: string,
  plan: string,
  days: readonly [string, string | null],
  minor: number,
): SubscriptionRecord => ({
  ...{ id, plan, mrr: { minor, currency: 'EUR' }, from: `${days[0]}T00:00:00.000Z`, cancelDecidedAt: null },
  to: days[1] === null ? null : `${days[1]}T00:00:00.000Z`,
})

const own = [
  // Terms that were said to go on are over where the next ones of the same subscription begin.
  terms('a', 'starter', ['2025-01-10', null], 1_000),
  terms('a', 'team', ['2025-03-01', '2025-06-01'], 3_000),
  terms('b', 'seats', ['2025-04-01', '2025-05-01'], 500),
  terms('c', 'starter', ['2025-09-01', null], 1_000),
]

it('what became of the MRR of an account: new, more, less, gone and back, day by day, the newest first; nothing that came later', () => {
  const moves = mrrMovesOf(own, '2026-01-01').map(({ day, what, from, to, plan }) => [day, what, from, to, plan])
  expect(moves).toEqual([
    ['2025-09-01', 'back', 0, 1_000, 'starter'],
    ['2025-06-01', 'left', 3_000, 0, null],
    ['2025-05-01', 'less', 3_500, 3_000, null],
    ['2025-04-01', 'more', 3_000, 3_500, 'seats'],
    ['2025-03-01', 'more', 1_000, 3_000, 'team'],
    ['2025-01-10', 'new', 0, 1_000, 'starter'],
  ])
  expect(mrrMovesOf(own, '2025-03-15').map(({ what }) => what)).toEqual(['more', 'new'])
})

it('money of several currencies is not added up: each has its own moves, and terms in another one end those before', () => {
  const inDollars = (day: string, minor: number) => ({
    ...terms('a', 'team', [day, null], minor),
    mrr: { minor, currency: 'USD' },
  })
  const moves = mrrMovesOf(
    [...own.slice(0, 1), inDollars('2025-02-01', 900), inDollars('2025-05-01', 950)],
    '2026-01-01',
  )
  expect(moves.map(({ day, what, from, to, currency }) => [day, what, from, to, currency])).toEqual([
    ['2025-05-01', 'more', 900, 950, 'USD'],
    ['2025-02-01', 'left', 1_000, 0, 'EUR'],
    ['2025-02-01', 'new', 0, 900, 'USD'],
    ['2025-01-10', 'new', 0, 1_000, 'EUR'],
  ])
})
