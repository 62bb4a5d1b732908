import fc from 'fast-check'
import { expect, it } from 'vitest'
import { roundParts } from './round-parts.ts'

it('three equal parts of a hundred are shown so that they add up to it', () => {
  expect(roundParts([100 / 3, 100 / 3, 100 / 3])).toEqual([33.4, 33.3, 33.3])
})

it('what is shown adds up to the total as shown, and no part is off by a tenth', () => {
  const part = fc.double({ min: -50, max: 60, noNaN: true })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 9 }), (parts) => {
      const shown = roundParts(parts)
      const tenths = (numbers: readonly number[]) => Math.round(10 * numbers.reduce((sum, one) => sum + one, 0)) + 0
      expect(tenths(shown)).toBe(tenths(parts))
      for (const [i, one] of shown.entries()) expect(Math.abs(one - parts[i]!)).toBeLessThan(0.1 + 1e-9)
    }),
  )
})
