import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { exactPoints, splitPoints } from '../core/exact-points.ts'
import type { Ledger } from './list-ledger.ts'
import { splitChange } from './split-change.ts'

type Part = { readonly name: string; readonly weight: number; readonly share: number | null }

/** A ledger as the fold would have it: normalised over the parts with data. */
function ledgerOf(parts: readonly Part[]): Ledger {
  const known = parts.reduce((sum, one) => sum + (one.share === null ? 0 : one.weight), 0)
  const earned = parts.map((one) => (one.share === null ? 0 : (100 * one.weight * one.share) / known))
  const value = known === 0 ? null : exactPoints(earned.reduce((sum, one) => sum + one, 0))
  const points = value === null ? earned : splitPoints(value, earned)
  const lines = parts.map(({ name, weight, share }, i) => ({
    ...{ name, label: name, value: share, unit: 'share', frozen: null },
    ...{ points: share === null ? null : points[i]!, most: share === null ? null : (100 * weight) / known },
  }))
  return { key: 's', value, band: null, completeness: null, lines, exceptions: [] }
}

describe('why a score changed', () => {
  test('usage fell, the weight of seats was raised, and tickets fell silent', () => {
    const part = (name: string, weight: number, share: number | null): Part => ({ name, weight, share })
    const before = ledgerOf([part('usage', 50, 1), part('seats', 30, 0.5), part('tickets', 20, 1)])
    const rebased = ledgerOf([part('usage', 40, 1), part('seats', 40, 0.5), part('tickets', 20, 1)])
    const after = ledgerOf([part('usage', 40, 0.5), part('seats', 40, 0.5), part('tickets', 20, null)])
    expect(splitChange({ before, rebased, after })).toEqual({
      total: -35,
      behaviour: -25,
      parts: [
        { name: 'usage', points: -25 },
        { name: 'seats', points: 0 },
      ],
      config: -5,
      missingData: -5,
    })
  })

  it('always in parts that add up to the difference exactly', () => {
    const part = fc.record({
      weight: fc.integer({ min: 1, max: 40 }),
      share: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 5 }),
    })
    const ledger = fc
      .array(part, { minLength: 4, maxLength: 4 })
      .map((parts) => ledgerOf(parts.map((one, i) => ({ name: `part ${i}`, ...one }))))
    fc.assert(
      fc.property(ledger, ledger, ledger, (before, rebased, after) => {
        const change = splitChange({ before, rebased, after })
        const known = [before, rebased, after].every(({ value }) => value !== null)
        expect(change !== null).toBe(known)
        if (change === null) return
        expect(change.behaviour + change.config + change.missingData).toBe(change.total)
        expect(change.parts.reduce((sum, { points }) => sum + points, 0)).toBe(change.behaviour)
      }),
    )
  })
})
