import { expect, it } from 'vitest'
import type { Comparison } from './explanation.ts'
import { phraseComparison } from './phrase-comparison.ts'

const number = (value: number | null, unit = 'count') => ({ label: '', value, unit })
const compared = (one: Partial<Comparison>): Comparison => ({
  ...{ label: 'it', quantity: 'it', value: 1, text: null, op: '>=', threshold: 0.75, unit: 'share', distance: 0.25 },
  ...{ holds: true, parts: null, sentence: '', events: null, ...one },
})

it.each([
  [
    'a share never stands without what it is of: one of one is not everybody',
    { parts: { how: 'ratio', top: number(1), bottom: number(1) } },
    'it 100 % (1 of 1), at least 75 % (25 points past)',
  ],
  [
    'a share of nobody is unknown, and says so',
    { value: null, distance: null, holds: null, parts: { how: 'ratio', top: number(0), bottom: number(0) } },
    'it unknown (0 of 0), needs at least 75 %',
  ],
  [
    'so many of the one per one of the other',
    {
      value: 4.5,
      unit: 'ratio',
      threshold: 2,
      distance: 2.5,
      parts: { how: 'ratio', top: number(9), bottom: number(2) },
    },
    'it 4.5 (9 over 2), at least 2 (2.5 past)',
  ],
  [
    'a change is said with now and before',
    { value: -0.5, op: '<', threshold: -0.2, parts: { how: 'change', top: number(3), bottom: number(6) } },
    'it -50 % (3 after 6), under -20 % (25 points past)',
  ],
] satisfies [string, Partial<Comparison>, string][])('%s', (_, one, said) => {
  expect(phraseComparison(compared(one))).toBe(said)
})
