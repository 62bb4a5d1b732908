import { expect, it } from 'vitest'
import { assignUnit, placeUnit } from '../../stats/experiments/assign-unit.ts'
import { phraseCohorts, phrasePlan, phraseUplift } from '../phrase/phrase-uplift.ts'
import { type CohortMember, compareCohorts } from './compare-cohorts.ts'
import { measureUplift } from './measure-uplift.ts'
import { planUplift } from './plan-uplift.ts'
import type { UpliftPlan, UpliftUnit } from './uplift-unit.ts'

const PLAN: UpliftPlan = {
  ...{ experiment: 'rescue', salt: 'v1', holdout: 0.2, outcome: 'churned', withinDays: 60, good: 'less', base: 0.12 },
  ...{ units: 2_000, detectable: 0.07, covariate: null, guardrails: [], segment: null },
}
const LEFT = { did: 'left', doers: 'those who left', isBad: true }

type Group = Partial<UpliftUnit> & { readonly arm: UpliftUnit['arm']; readonly had: number; readonly of: number }

/** `had` of `of` accounts with the outcome, all alike otherwise. */
function group({ had, of, ...rest }: Group): UpliftUnit[] {
  return Array.from({ length: of }, (_, i) => ({
    ...{ unit: `${rest.arm}-${i}`, at: 0, delivered: null, mature: true, segment: '', covariate: Number.NaN },
    ...{ guardrails: [], label: i < had ? 'positive' : 'negative' },
    ...rest,
  }))
}

it('the arm of an account hangs on the experiment, its version and the account alone, and stays', () => {
  const place = placeUnit({ experiment: 'pb_rescue', salt: 'v1', unit: 'acct_42' })
  expect(place).toBeCloseTo(0.138353, 6)
  expect(assignUnit({ experiment: 'pb_rescue', salt: 'v1', unit: 'acct_42' }, 0.2)).toBe('holdout')
  expect(placeUnit({ experiment: 'pb_rescue', salt: 'v2', unit: 'acct_42' })).not.toBe(place)
})

it('all that were exposed count in their arm, whoever was reached: 320 of 4,000 against 120 of 1,000', () => {
  const reached = group({ arm: 'treated', had: 200, of: 3_200, delivered: true })
  const missed = group({ arm: 'treated', had: 120, of: 800, delivered: false })
  const held = group({ arm: 'holdout', had: 120, of: 1_000, delivered: false })
  const early = group({ arm: 'treated', had: 0, of: 8, label: 'censored', mature: false })
  const gone = group({ arm: 'holdout', had: 0, of: 2, label: 'not_at_risk' })
  const costs = { value: 3_000, cost: 40 }
  const proof = measureUplift(PLAN, [...reached, ...missed, ...held, ...early, ...gone], costs)
  expect(proof.effect!.difference.estimate).toBeCloseTo(-0.04, 12)
  expect(proof.effect!.difference.lower).toBeCloseTo(-0.063046, 6)
  expect(proof.effect!.difference.upper).toBeCloseTo(-0.019325, 6)
  expect(proof.effect!.sequence!.upper).toBeCloseTo(-0.04 + 0.034292, 6)
  expect(proof.effect!.onReached).toBeCloseTo(-0.04 / 0.8, 12)
  expect(proof.effect!.relative).toBeCloseTo(-1 / 3, 12)
  expect(proof.treated).toMatchObject({ exposed: 4_008, counted: 4_000, outcomes: 320, delivered: 3_200 })
  expect(proof.leftOut).toEqual({ tooEarly: 8, notAtRisk: 2, untold: 0 })
  // 100 × (0.04 × 3,000 − 0.8 × 40), with the limits of the sequence.
  expect(proof.value!.perHundred.estimate).toBeCloseTo(8_800, 6)
  expect(proof.value!.perHundred.lower).toBeCloseTo(100 * (0.005708 * 3_000 - 32), 0)
  expect([proof.ruling, proof.value!.pays, proof.stop]).toEqual(['works', false, false])
  expect(phraseUplift(proof, LEFT)).toBe(
    '8 % of those treated left, against 12 % of those held back: 4.0 points fewer (0.6 to 7.4, valid whenever one looks). It works: about 4.0 in a hundred are kept.',
  )
})

it('arms that do not have their sizes hide the result; so do they within one segment', () => {
  const uneven = [...group({ arm: 'treated', had: 100, of: 4_000 }), ...group({ arm: 'holdout', had: 100, of: 880 })]
  const hidden = measureUplift(PLAN, uneven)
  expect([hidden.ruling, hidden.effect, hidden.arms.overall!.mismatch]).toEqual(['hidden', null, true])
  expect(hidden.arms.overall!.p).toBeCloseTo(0.000591, 6)
  expect(phraseUplift(hidden, LEFT)).toMatch(/^The arms do not have the sizes that were planned: 4,000 treated and 880/)
  const within = [
    ...group({ arm: 'treated', had: 0, of: 900, segment: 'small' }),
    ...group({ arm: 'holdout', had: 0, of: 100, segment: 'small' }),
    ...group({ arm: 'treated', had: 0, of: 700, segment: 'large' }),
    ...group({ arm: 'holdout', had: 0, of: 300, segment: 'large' }),
  ]
  const parted = measureUplift(PLAN, within)
  expect(parted.arms.overall!.mismatch).toBe(false)
  expect(parted.ruling).toBe('hidden')
  expect(phraseUplift(parted, LEFT)).toContain('within “small”')
})

it('a guardrail that is broken is said beside what works, and stops it', () => {
  const noisy = (arm: UpliftUnit['arm'], had: number, of: number, more: number) =>
    group({ arm, had, of }).map((unit, i) => ({ ...unit, guardrails: [{ x: i % 3, y: (i % 3) + more * (i % 2) }] }))
  const units = [...noisy('treated', 80, 1_600, 2), ...noisy('holdout', 80, 400, 0)]
  const proof = measureUplift({ ...PLAN, guardrails: ['Ticket Opened'] }, units)
  expect([proof.ruling, proof.stop]).toEqual(['works', true])
  expect(proof.guardrails[0]).toMatchObject({ event: 'Ticket Opened', harmed: true })
  expect(proof.guardrails[0]!.difference!.estimate).toBeCloseTo(1, 2)
  expect(phraseUplift(proof, LEFT)).toContain('It brings more of “Ticket Opened”: 1.00 more for each account')
})

it('a number known before takes noise off: the same effect, tighter limits, and who is not known counts as the mean', () => {
  const plan = { ...PLAN, covariate: 'risk' }
  const risky = (arm: UpliftUnit['arm'], had: number, of: number) => [
    ...group({ arm, had, of: of / 2, covariate: 0.8 }),
    ...group({ arm, had: 0, of: of / 2, covariate: 0.1 }),
    ...group({ arm, had: 0, of: 2 }),
  ]
  const units = [...risky('treated', 400, 1_600), ...risky('holdout', 150, 400)]
  const [with_, without] = [measureUplift(plan, units), measureUplift(PLAN, units)]
  const width = ({ effect }: typeof with_) => effect!.sequence!.upper - effect!.sequence!.lower
  expect(with_.effect!.adjusted!.theta).toBeGreaterThan(0.5)
  expect(width(with_)).toBeLessThan(0.9 * width(without))
  expect(with_.effect!.sequence!.estimate).toBeCloseTo(without.effect!.sequence!.estimate, 2)
})

it('few accounts, no accounts, one arm: nothing is shown, and nothing is no number', () => {
  const few = measureUplift(PLAN, [
    ...group({ arm: 'treated', had: 5, of: 64 }),
    ...group({ arm: 'holdout', had: 4, of: 16 }),
  ])
  expect([few.ruling, few.effect!.sequence]).toEqual(['inconclusive', null])
  expect(phraseUplift(few, LEFT)).toContain('nothing is shown below 100')
  const none = measureUplift({ ...PLAN, guardrails: ['Ticket Opened'], segment: 'size' }, [])
  expect(none).toMatchObject({ ruling: 'inconclusive', effect: null, split: { segments: [] }, value: null })
  expect(phraseUplift(none, LEFT)).toBe(
    'Nothing to compare yet: the days are over of 0 accounts (0 treated, 0 held back).',
  )
  const alone = measureUplift({ ...PLAN, holdout: 0.01 }, group({ arm: 'treated', had: 0, of: 50 }))
  expect(alone.effect).toBeNull()
  expect(JSON.stringify([few, none, alone])).not.toMatch(/NaN|Infinity/)
})

it('what an experiment can find is said before it starts, for somebody who looks every day', () => {
  const planned = planUplift({ base: 0.12, holdout: 0.2, good: 'less', size: { units: 1_000 }, perWeek: 25 })!
  expect(planned.detectableAtEnd).toBeCloseTo(0.072, 4)
  expect(planned.detectable).toBeCloseTo((0.072 * (3.0352 + 0.8416)) / (1.96 + 0.8416), 3)
  expect([planned.weeks, planned.tooSmall]).toEqual([40, true])
  expect(phrasePlan(planned, 0.12)).toContain('too small to measure')
  // 8 against 12 % at four to one takes 609 and 2,434 at one look at the end.
  const sized = planUplift({ base: 0.12, holdout: 0.2, good: 'less', size: { effect: 0.04 }, perWeek: null })!
  expect(sized.units).toBe(Math.ceil((609 + 2_434) * ((3.035209 + 0.841621) / (1.959964 + 0.841621)) ** 2))
  expect(planUplift({ base: 0.12, holdout: 0.2, good: 'less', size: { effect: 0.2 }, perWeek: null })).toBeNull()
  expect(planUplift({ base: 0.12, holdout: 0.01, good: 'less', size: { units: 10 }, perWeek: null })).toBeNull()
})

it('cohorts at equal mix: most of a rise is who came, and the rest is never more than suggestive', () => {
  const members = (after: boolean, segment: string, had: number, of: number): CohortMember[] =>
    Array.from({ length: of }, (_, i) => ({ week: after ? i % 10 : (i % 10) - 10, after, segment, had: i < had }))
  const mixed = [
    ...[...members(false, 'small', 80, 800), ...members(false, 'large', 60, 200)],
    ...[...members(true, 'small', 50, 500), ...members(true, 'large', 150, 500)],
  ]
  const proof = compareCohorts(mixed, 'more')
  expect(proof.change!.crude).toBeCloseTo(0.06, 12)
  expect(proof.change!.standardised.estimate).toBeCloseTo(0, 12)
  expect([proof.ruling, proof.weeks]).toEqual(['inconclusive', { before: 10, after: 10 }])
  const words = { did: 'bought', doers: 'those who bought', isBad: false }
  expect(phraseCohorts(proof, words)).toMatch(
    /^14 % of those before bought, 20 % of those after: \+6\.0 points; with the same mix/,
  )
  const better = compareCohorts([...members(false, '', 100, 1_000), ...members(true, '', 200, 1_000)], 'more')
  expect(better.ruling).toBe('suggestive')
  expect(phraseCohorts(better, words)).toContain('nothing was held back')
  expect(compareCohorts(members(false, 'gone', 1, 9), 'more')).toMatchObject({
    ruling: 'inconclusive',
    change: null,
    shift: null,
  })
})
