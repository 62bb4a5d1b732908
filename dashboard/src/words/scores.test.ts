import type { ScoreStanding } from '@contract/scores.ts'
import { expect, it } from 'vitest'
import { dataWords, formatPoints, largestLines } from './scores.ts'

const blank: ScoreStanding = {
  ...{ key: 'health', title: 'Health', value: null, band: null, bandSince: null, completeness: null },
  ...{ lines: [], exceptions: [], change: null, sentence: '' },
}

it('three parts of 33.35 and one without fresh data: shown to one decimal, the largest first, and the sum is that of the value', () => {
  const line = (name: string, points: number | null) => ({
    name,
    label: name,
    value: null,
    unit: 'count',
    points,
    most: 40,
    frozen: null,
  })
  const lines = [line('support', null), line('seats', 33.35), line('depth', 33.35), line('recency', 33.35)]
  const shown = largestLines({ ...blank, value: 100.05, lines })
  // 100.05 is 100.1 to one decimal: of 33.3 each, two get the tenths that are left.
  expect(shown.map(({ name, shown }) => [name, shown])).toEqual([
    ['seats', 33.4],
    ['depth', 33.4],
    ['recency', 33.3],
    ['support', 0],
  ])
  expect(shown.at(-1)?.points).toBe(null)
})

it('what is unknown says how much is known of it, and what is whole says nothing', () => {
  expect(dataWords({ ...blank, completeness: 0.35 })).toBe(
    'only 35\u202f% of its data is fresh, too little for a number',
  )
  expect(dataWords(blank)).toBe('too little is known')
  expect(dataWords({ ...blank, value: 50, completeness: 0.96 })).toBe('96\u202f% of its data is fresh')
  expect(dataWords({ ...blank, value: 50, completeness: 1 })).toBe(null)
  expect(formatPoints(-2.04)).toBe('−2.0')
})
