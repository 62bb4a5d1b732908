import { expect, it } from 'vitest'
import { compareSheet } from './compare-sheet.ts'
import { explainMissing } from './explain-difference.ts'
import type { Sheet, Standing } from './sheet.ts'

const paying = (key: string, minor: number, currency: string): Standing => ({
  ...{ key, name: key.toUpperCase(), mrr: { minor, currency }, plan: null, seats: null },
})
const STANDINGS: readonly Standing[] = [
  paying('acme', 4_900, 'EUR'),
  paying('brio', 4_900, 'EUR'),
  paying('cora', 90_000, 'JPY'),
  { key: 'dia', name: 'Dia', mrr: null, plan: null, seats: null },
]

const sheetOf = (...rows: readonly (readonly [account: string, mrr: string, currency: string | null])[]): Sheet => ({
  ...{ values: ['mrr'], unread: [] },
  rows: rows.map(([account, mrr, currency], i) => ({ line: i + 2, account, values: { mrr }, currency })),
})

it('money of another currency is another value, whatever its number; each currency has its own sum', () => {
  const sheet = sheetOf(['acme', '49.00', 'USD'], ['brio', '49', null], ['cora', '90000', 'JPY'], ['dia', '0', 'USD'])
  const { differences, totals, accounts } = compareSheet(sheet, {
    asOf: '2026-03-09',
    standings: STANDINGS,
    minor: false,
  })
  expect(differences).toEqual([
    {
      ...{ account: 'acme', name: 'ACME', value: 'mrr', kind: 'other_currency' },
      ...{ sheet: 4_900, here: 4_900, currency: 'EUR', why: '' },
    },
  ])
  expect(totals).toEqual([
    { currency: 'USD', sheet: 4_900, here: 0 },
    { currency: 'EUR', sheet: 4_900, here: 9_800 },
    { currency: 'JPY', sheet: 90_000, here: 90_000 },
  ])
  expect(accounts).toEqual({ sheet: 4, here: 4, agree: 3 })
})

it('who is missing here is a customer of Stripe without an account, one that was taken in, or nobody', () => {
  const sheet = sheetOf(
    ['cus_9', '120.00', 'EUR'],
    ['Eve GmbH', '30.00', 'EUR'],
    ['old-acme', '5.00', 'EUR'],
    ['zoe', '1', 'EUR'],
  )
  const { differences } = compareSheet(sheet, { asOf: '2026-03-09', standings: [], minor: false })
  const customer = (id: string, name: string, mrr: readonly { minor: number; currency: string }[]) => ({
    ...{ customer: id, name, email: null, subscriptions: mrr.length, mrr: [...mrr] },
  })
  const unmatched = [
    customer('cus_9', 'Nine', [
      { minor: 12_000, currency: 'EUR' },
      { minor: 900, currency: 'USD' },
    ]),
    customer('cus_10', 'EVE GmbH ', []),
  ]
  const told = differences.map((one) => explainMissing(one, { unmatched, known: one.account === 'old-acme' }))
  expect(told.map(({ account, kind, sheet: has, why }) => [account, kind, has, why])).toEqual([
    [
      ...['cus_9', 'unmatched_customer', 12_000],
      "Stripe's customer cus_9 pays 120.00 EUR and 9.00 USD, and no rule says which account it is",
    ],
    [
      'Eve GmbH',
      'unmatched_customer',
      3_000,
      "Stripe's customer cus_10 pays nothing, and no rule says which account it is",
    ],
    ['old-acme', 'missing_here', 500, 'another account took it in'],
    ['zoe', 'missing_here', 100, 'never heard of here, by key or name'],
  ])
})
