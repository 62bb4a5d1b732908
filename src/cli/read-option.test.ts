import { expect, test } from 'vitest'
import type { Invocation } from './command.ts'
import { A_DAY, ANY, neededOption, numberOption, readNumber, WHOLE } from './read-option.ts'

const given = (options: Invocation['options']): Invocation => ({ options }) as unknown as Invocation
const refusal = (ask: () => unknown): string => {
  try {
    return String(ask())
  } catch (error) {
    return (error as Error).message
  }
}

test('a number is written with digits; what is left out is no number', () => {
  expect(['7', ' 0 ', '999999'].map((days) => numberOption(given({ days }), 'days', WHOLE))).toEqual([7, 0, 999_999])
  expect(numberOption(given({}), 'days', WHOLE)).toBe(null)
  for (const days of ['', 'x', '1e3', '0x10', '1_000', '-1', '1.5', '1000000', 'Infinity'])
    expect(
      refusal(() => numberOption(given({ days }), 'days', WHOLE)),
      days,
    ).toContain('expected whole numbers')
  expect(refusal(() => numberOption(given({ saveRate: 'x' }), 'saveRate', ANY))).toContain('--save-rate')
  const share = { argument: '--share', valid: (value: number) => value > 0 && value <= 1, expected: 'a share' }
  expect(['.5', '0.25', '1.'].map((text) => readNumber(text, share))).toEqual([0.5, 0.25, 1])
})

test('what a command needs is there, and is more than blanks', () => {
  expect(neededOption(given({ from: ' 2026-07-01 ' }), 'from', A_DAY)).toBe('2026-07-01')
  for (const options of [{}, { from: '  ' }, { from: true }])
    expect(refusal(() => neededOption(given(options), 'from', A_DAY))).toContain(
      '--from is missing; expected a day such as',
    )
})
