import { expect, test } from 'vitest'
import { formatDifferenceLimits, formatMetric, onScreen } from './measures.ts'

test('what the server says is shown in the words of the screen, with days as the page has them', () => {
  expect(onScreen('2 persons did the milestone on 2026-06-05: 40 % of them')).toBe(
    '2 users did the step on 5\u00a0Jun\u00a02026: 40\u202f% of them',
  )
  expect(onScreen('at 2026-06-05T09:00:00Z, in 2026-06 and 2026-13-45')).toBe(
    'at 2026-06-05T09:00:00Z, in Jun 2026 and 2026-13-45',
  )
})

test('what is worked out from money has cents below a hundred units only, whatever the currency’s cents are', () => {
  const said = (value: number, currency: string) => formatMetric(value, { unit: 'money', currency })
  expect([said(132_483.4, 'USD'), said(9_949, 'USD'), said(132_483.4, 'JPY'), said(-7_631_007, 'EUR')]).toEqual([
    '$1,325',
    '$99.49',
    '¥132,483',
    '−€76,310',
  ])
})

test('the limits of a difference have their signs', () => {
  expect(formatDifferenceLimits({ lower: -0.584, upper: 0.33 })).toBe('−58.4 to +33')
  expect(formatDifferenceLimits({ lower: 0, upper: 0.0049 })).toBe('0 to +0.5')
})
