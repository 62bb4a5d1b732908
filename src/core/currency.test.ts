import { expect, it } from 'vitest'
import { formatMoney } from './currency.ts'

it.each([
  [264_000, 'USD', '2,640 USD'],
  [264_000, 'JPY', '264,000 JPY'],
  [264_000, 'KWD', '264 KWD'],
  [149, 'EUR', '1 EUR'],
  [150, 'EUR', '2 EUR'],
])('%i minor units of %s are %s', (minor, currency, said) => {
  expect(formatMoney({ minor, currency })).toBe(said)
})
