import { expect, it } from 'vitest'
import { type Stream, stream, uniform } from '../../core/stream.ts'
import { assignUnit } from '../../stats/experiments/assign-unit.ts'
import { findHarm } from './find-harm.ts'
import { measureUplift } from './measure-uplift.ts'
import type { UpliftPlan, UpliftUnit } from './uplift-unit.ts'

const PLAN: UpliftPlan = {
  ...{ experiment: 'offer', salt: 'v1', holdout: 0.2, outcome: 'churned', withinDays: 60, good: 'less', base: 0.2 },
  ...{ units: 800, detectable: 0.1, covariate: null, guardrails: ['Ticket'], segment: null },
}
const NONE = { margin: 0, perAccount: 0 }
const LOOKS = [100, 150, 200, 300, 400, 600, 800]

type World = { readonly more: number; readonly tickets: number }

function unitsOf(source: Stream, draw: number, { more, tickets }: World): UpliftUnit[] {
  return Array.from({ length: 800 }, (_, i) => {
    const unit = `${draw}-${i}`
    const arm = assignUnit({ experiment: 'offer', salt: 'v1', unit }, 0.2)
    const isTreated = arm === 'treated'
    const count = (rate: number): number => (uniform(source) < rate ? 1 : 0)
    return {
      ...{ unit, arm, at: i, delivered: null, mature: true, segment: '', covariate: Number.NaN },
      label: uniform(source) < 0.2 + (isTreated ? more : 0) ? 'positive' : 'negative',
      guardrails: [{ x: count(0.3), y: count(0.3 + (isTreated ? tickets : 0)) }],
    }
  })
}

/** Of so many experiments, how many would have been paused by one of their looks. */
function paused(draws: number, world: World, { good = 'less' as 'less' | 'more', margin = NONE } = {}): number {
  const source = stream(7, 'harm', JSON.stringify([world, good]))
  return Array.from({ length: draws }, (_, draw) => unitsOf(source, draw, world)).filter((units) =>
    LOOKS.some((n) => findHarm(measureUplift({ ...PLAN, good }, units.slice(0, n)), margin) !== null),
  ).length
}

it('what does nothing is hardly ever paused, however often it is looked at; what does harm is, in the goal or in a guardrail', () => {
  // One in forty for the goal and one for the guardrail at most; with limits for a single look it would be some ten of sixty.
  expect(paused(60, { more: 0, tickets: 0 })).toBeLessThanOrEqual(4)
  expect(paused(8, { more: 0.25, tickets: 0 })).toBeGreaterThanOrEqual(7)
  expect(paused(8, { more: 0, tickets: 0.3 })).toBeGreaterThanOrEqual(7)
})

it('what helps is not paused for that, and what is worse by less than the margin neither', () => {
  expect(paused(8, { more: -0.15, tickets: 0 })).toBe(0)
  expect(paused(8, { more: -0.15, tickets: 0 }, { good: 'more' })).toBeGreaterThanOrEqual(7)
  expect(paused(8, { more: 0.25, tickets: 0 }, { margin: { margin: 0.3, perAccount: 0 } })).toBeLessThanOrEqual(1)
  expect(paused(8, { more: 0, tickets: 0.3 }, { margin: { margin: 0, perAccount: 0.4 } })).toBeLessThanOrEqual(1)
})

it('says by how much, and nothing while the arms do not have their sizes', () => {
  const group = (arm: UpliftUnit['arm'], had: number, of: number): UpliftUnit[] =>
    Array.from({ length: of }, (_, i) => ({
      ...{ unit: `${arm}${i}`, arm, at: 0, delivered: null, mature: true, segment: '', covariate: Number.NaN },
      ...{ guardrails: [{ x: 0, y: 0 }], label: i < had ? 'positive' : 'negative' },
    }))
  const harm = (held: number) =>
    findHarm(measureUplift(PLAN, [...group('treated', 320, 800), ...group('holdout', held / 5, held)]), NONE)
  expect(harm(200)).toBe(
    '20 points more of those treated than of those left alone came to “churned” (at least 9.9 points, valid whenever one looks)',
  )
  expect(harm(100)).toBe(null)
})
