import { expect, it } from 'vitest'
import { readTold } from './read-told.ts'

it.each([
  ['49', 4_900],
  ['49.5', 4_950],
  ['49,90', 4_990],
  ['1,234.50', 123_450],
  ['1.234,50', 123_450],
  ["1'234.50", 123_450],
  ['1,234', 123_400],
  ['1.234', 123],
  ['€ 49.00', 4_900],
  ['49 EUR', 4_900],
  ['-10', -1_000],
  ['', null],
  ['–', null],
  ['n/a', undefined],
  ['1.2.3', undefined],
  ['4 9x9!', undefined],
])('money written %j is %j cents', (text, cents) => {
  expect(readTold('mrr', text, { currency: 'EUR', minor: false })).toBe(cents)
})

it('money of a currency without cents, and money in cents, is taken as it is', () => {
  expect(readTold('mrr', '4900', { currency: 'JPY', minor: false })).toBe(4_900)
  expect(readTold('mrr', '4900', { currency: 'EUR', minor: true })).toBe(4_900)
})

it('a status is whether somebody pays, and other words are not guessed', () => {
  const read = (text: string) => readTold('status', text, { currency: 'EUR', minor: false })
  expect(['Active', 'past_due', 'churned', 'Free', 'maybe', ''].map(read)).toEqual([
    true,
    true,
    false,
    false,
    undefined,
    null,
  ])
})
