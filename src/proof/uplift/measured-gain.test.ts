import { expect, test } from 'vitest'
import { measureUplift } from './measure-uplift.ts'
import { measuredGain } from './measured-gain.ts'
import type { UpliftPlan, UpliftUnit } from './uplift-unit.ts'

const PLAN: UpliftPlan = {
  ...{ experiment: 'rescue', salt: 'v1', holdout: 0.5, outcome: 'churned', withinDays: 60, good: 'less', base: 0.4 },
  ...{ units: 1_000, detectable: 0.1, covariate: null, guardrails: [], segment: null },
}

/** Arms of 500, of which so many had the outcome. */
function units(treated: number, holdout: number): UpliftUnit[] {
  const arm = (name: 'treated' | 'holdout', outcomes: number) =>
    Array.from({ length: 500 }, (_, i) => ({
      ...{ unit: `${name}-${i}`, arm: name, at: i, delivered: null, mature: true, segment: '', covariate: Number.NaN },
      label: i < outcomes ? ('positive' as const) : ('negative' as const),
      guardrails: [],
    }))
  return [...arm('treated', treated), ...arm('holdout', holdout)]
}

test('what works is said with how much, and within which limits; less of what is bad is a gain', () => {
  const gain = measuredGain(measureUplift(PLAN, units(100, 200)))
  expect(gain?.gain).toBeCloseTo(0.2, 6)
  expect(gain?.sentence).toMatch(
    /^Measured: 20 points fewer of those about whom it was done than of those left alone came to “churned” \(\d+(\.\d)? points to \d+(\.\d)? points, valid whenever one looks\)\.$/,
  )
})

test('nothing is said of what shows nothing, or does harm', () => {
  expect(measuredGain(measureUplift(PLAN, units(200, 200)))).toBe(null)
  expect(measuredGain(measureUplift(PLAN, units(200, 100)))).toBe(null)
  expect(measuredGain(measureUplift({ ...PLAN, good: 'more' }, units(100, 200)))).toBe(null)
})
