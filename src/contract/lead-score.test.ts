import { expect, it } from 'vitest'
import { leadScore } from './lead-score.ts'

it('health speaks for an account, else its first own score, else its onboarding', () => {
  expect(leadScore(['activation', 'fit', 'health'])).toBe('health')
  expect(leadScore(['activation', 'fit', 'onboarding'])).toBe('fit')
  expect(leadScore(['activation', 'onboarding'])).toBe('activation')
  expect(leadScore([])).toBe(null)
})
