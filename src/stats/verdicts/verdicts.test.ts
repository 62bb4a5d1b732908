import { describe, expect, test } from 'vitest'
import { judgeMilestone, type MilestoneEvidence } from './judge-milestone.ts'
import { judgeScore, type ScoreEvidence } from './judge-score.ts'
import { judgeSignal, type SignalEvidence } from './judge-signal.ts'
import { judgeCohorts, judgeUplift } from './judge-uplift.ts'
import { settleVerdict } from './settle-verdict.ts'
import { KEEP, ruleOn, type Verdict } from './verdict.ts'

const interval = (lower: number, estimate: number, upper: number) => ({ lower, estimate, upper })
const NEEDS = { precision: 0.125, capacity: 10, notice: 14 }

const GOOD_SIGNAL: SignalEvidence = {
  fired: 120,
  outcomes: 60,
  smallestExpected: 14,
  ratio: interval(2.1, 3.2, 4.6),
  q: 0.001,
  precision: interval(0.24, 0.31, 0.39),
  alertsPerAssignee: 4,
  medianNotice: 21,
  flapping: 0.05,
  falseAlarms: null,
  curable: null,
}
const signal = (change: Partial<SignalEvidence>) => judgeSignal({ ...GOOD_SIGNAL, ...change }, NEEDS)

describe('a signal', () => {
  test('that is strong, right often enough, early and calm is kept', () => expect(signal({})).toBe(KEEP))

  test.each([
    ['too few fired', { fired: 29 }],
    ['too few outcomes', { outcomes: 19 }],
    ['too small a cell', { smallestExpected: 4.9 }],
    ['no ratio', { ratio: null }],
  ])('with %s is not judged', (_, change) => expect(signal(change)).toEqual(ruleOn('not_enough_data', 'sample')))

  test('that cannot matter is dropped, with the direction it has', () => {
    expect(signal({ ratio: interval(0.9, 1.05, 1.15) })).toEqual(ruleOn('drop', 'no_useful_effect'))
    expect(signal({ ratio: interval(0.4, 0.6, 0.9) })).toEqual(ruleOn('drop', 'wrong_direction'))
  })

  test('that may be chance needs more data', () => {
    expect(signal({ ratio: interval(0.9, 1.5, 2.4) })).toEqual(ruleOn('not_enough_data', 'inconclusive'))
    expect(signal({ q: 0.11 })).toEqual(ruleOn('not_enough_data', 'inconclusive'))
    expect(signal({ q: Number.NaN })).toEqual(ruleOn('not_enough_data', 'inconclusive'))
  })

  test('with faults is tuned, all of them named', () => {
    const faulty = {
      ratio: interval(1.1, 1.6, 2.2),
      precision: interval(0.05, 0.09, 0.14),
      alertsPerAssignee: 19,
      medianNotice: 9,
      flapping: 0.3,
      falseAlarms: 1.4,
    }
    const reasons = ['weak', 'precision', 'burden', 'late', 'flapping', 'noisy'] as const
    expect(signal(faulty)).toEqual(ruleOn('tune', ...reasons))
    expect(signal({ ...faulty, curable: true })).toEqual(ruleOn('tune', ...reasons))
    expect(signal({ ...faulty, curable: false })).toEqual(ruleOn('drop', 'unusable_at_any_threshold', ...reasons))
  })

  test('at each limit is on the good side', () => {
    const edge = {
      fired: 30,
      outcomes: 20,
      smallestExpected: 5,
      q: 0.1,
      ratio: interval(1.2, 2, 3),
      precision: interval(0.125, 0.2, 0.3),
    }
    expect(
      signal({ ...edge, alertsPerAssignee: 10, medianNotice: 14, flapping: 0.2, falseAlarms: 1, curable: false }),
    ).toBe(KEEP)
  })
})

const GOOD_MILESTONE: MilestoneEvidence = {
  reached: 400,
  notReached: 600,
  outcomes: 90,
  smallestExpected: 36,
  ratio: interval(1.8, 2.3, 2.9),
  q: 0.01,
  discovery: 2.6,
  confirmation: 2.2,
  placeboBar: 1.65,
}
const milestone = (change: Partial<MilestoneEvidence>) => judgeMilestone({ ...GOOD_MILESTONE, ...change })

describe('a milestone', () => {
  test('that holds for later sign-ups and beats the neutral events is kept', () => {
    expect(milestone({})).toBe(KEEP)
    expect(milestone({ placeboBar: null })).toBe(KEEP)
  })

  test('is judged by the first rule that applies', () => {
    expect(milestone({ reached: 29 })).toEqual(ruleOn('not_enough_data', 'sample'))
    expect(milestone({ notReached: 29 })).toEqual(ruleOn('not_enough_data', 'sample'))
    expect(milestone({ outcomes: 29 })).toEqual(ruleOn('not_enough_data', 'sample'))
    expect(milestone({ ratio: interval(0.8, 1, 1.19), confirmation: 0.5 })).toEqual(ruleOn('drop', 'no_useful_effect'))
    expect(milestone({ confirmation: 0.8 })).toEqual(ruleOn('drop', 'reversed_in_confirmation'))
    expect(milestone({ ratio: interval(1, 1.5, 2) })).toEqual(ruleOn('not_enough_data', 'inconclusive'))
  })

  test('with faults is tuned', () => {
    expect(milestone({ ratio: interval(1.4, 1.8, 2.4) })).toEqual(ruleOn('tune', 'weak', 'not_above_placebo'))
    expect(milestone({ confirmation: 1.6 })).toEqual(ruleOn('tune', 'not_confirmed'))
    expect(milestone({ confirmation: 2.6 ** 0.5 })).toBe(KEEP)
    expect(milestone({ discovery: null, confirmation: null })).toEqual(ruleOn('tune', 'not_confirmed'))
    expect(milestone({ reached: 40, notReached: 960 })).toEqual(ruleOn('tune', 'too_rare'))
    expect(milestone({ reached: 900, notReached: 100 })).toEqual(ruleOn('tune', 'too_common'))
  })
})

const GOOD_SCORE: ScoreEvidence = {
  outcomes: 80,
  nonOutcomes: 900,
  auc: interval(0.72, 0.78, 0.83),
  monotone: true,
  bandsApart: true,
  drift: 0.05,
  overPlainRule: interval(0.01, 0.04, 0.07),
  probability: null,
}
const score = (change: Partial<ScoreEvidence>) => judgeScore({ ...GOOD_SCORE, ...change })
const GOOD_PROBABILITY = {
  calibrationSlope: 0.95,
  skill: interval(0.02, 0.06, 0.1),
  precisionAtCapacity: 0.3,
  neededPrecision: 0.125,
}

describe('a score', () => {
  test('that ranks, whose bands differ, and that beats the plain rule is kept', () => {
    expect(score({})).toBe(KEEP)
    expect(score({ probability: GOOD_PROBABILITY })).toBe(KEEP)
  })

  test('is judged by the first rule that applies', () => {
    expect(score({ outcomes: 29 })).toEqual(ruleOn('not_enough_data', 'sample'))
    expect(score({ nonOutcomes: 12 })).toEqual(ruleOn('not_enough_data', 'sample'))
    expect(score({ auc: null })).toEqual(ruleOn('not_enough_data', 'sample'))
    expect(score({ auc: interval(0.48, 0.53, 0.59) })).toEqual(ruleOn('drop', 'no_useful_effect'))
    expect(score({ auc: interval(0.3, 0.4, 0.49) })).toEqual(ruleOn('drop', 'wrong_direction'))
    expect(score({ auc: interval(0.5, 0.6, 0.7) })).toEqual(ruleOn('not_enough_data', 'inconclusive'))
  })

  test('with faults is tuned', () => {
    const faulty = {
      auc: interval(0.55, 0.62, 0.7),
      monotone: false,
      bandsApart: false,
      drift: 0.26,
      overPlainRule: interval(-0.01, 0.01, 0.03),
    }
    expect(score(faulty).reasons).toEqual([
      'weak',
      'not_monotone',
      'bands_overlap',
      'drifted',
      'no_better_than_plain_rule',
    ])
    const off = {
      calibrationSlope: 0.7,
      skill: interval(-0.01, 0.02, 0.05),
      precisionAtCapacity: 0.1,
      neededPrecision: 0.125,
    }
    expect(score({ probability: off })).toEqual(ruleOn('tune', 'miscalibrated', 'no_skill', 'precision'))
    expect(score({ probability: { ...GOOD_PROBABILITY, calibrationSlope: null, skill: null } }).reasons).toEqual([
      'miscalibrated',
      'no_skill',
    ])
  })
})

describe('a playbook', () => {
  const base = { good: 'less', units: 5000, planned: 2000, detectable: 0.06, mismatch: false } as const
  const uplift = (lower: number, upper: number, change = {}) =>
    judgeUplift({ ...base, sequence: interval(lower, (lower + upper) / 2, upper), ...change })

  test('works or harms when all limits are on one side of zero', () => {
    expect([uplift(-0.074, -0.006), uplift(0.01, 0.05)]).toEqual(['works', 'harms'])
    expect([uplift(-0.074, -0.006, { good: 'more' }), uplift(0.01, 0.05, { good: 'more' })]).toEqual(['harms', 'works'])
  })
  test('has no useful effect only when all planned units are there', () => {
    expect([uplift(-0.02, 0.03), uplift(-0.02, 0.03, { units: 1999 }), uplift(-0.02, 0.031)]).toEqual([
      'no_useful_effect',
      'inconclusive',
      'inconclusive',
    ])
  })
  test('is not judged on too few units, and not shown while its arms do not add up', () => {
    expect(judgeUplift({ ...base, sequence: null })).toBe('inconclusive')
    expect(uplift(-0.074, -0.006, { mismatch: true })).toBe('hidden')
  })
  test('without a holdout is suggestive at most', () => {
    expect(judgeCohorts(interval(0.01, 0.04, 0.07), 'more')).toBe('suggestive')
    expect(judgeCohorts(interval(0.01, 0.04, 0.07), 'less')).toBe('inconclusive')
    expect(judgeCohorts(interval(-0.026, 0.0065, 0.039), 'more')).toBe('inconclusive')
  })
})

test('a verdict changes when two weeks in a row agree on another', () => {
  const drop = ruleOn('drop', 'no_useful_effect')
  const tune = ruleOn('tune', 'late')
  const weeks: Verdict[] = [KEEP, drop, KEEP, drop, tune, drop, drop, drop, ruleOn('drop', 'wrong_direction')]
  let standing = settleVerdict(null, weeks[0]!)
  const history = weeks.slice(1).map((found) => {
    standing = settleVerdict(standing, found)
    return standing.verdict.ruling
  })
  expect(history).toEqual(['keep', 'keep', 'keep', 'keep', 'keep', 'drop', 'drop', 'drop'])
  expect(standing).toEqual({ verdict: ruleOn('drop', 'wrong_direction'), contender: null })
})
