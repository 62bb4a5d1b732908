import { expect, it } from 'vitest'
import { stream, uniform } from '../../core/stream.ts'
import { logistic } from '../../stats/distributions/logit.ts'
import { measureAuc } from '../../stats/scores/measure-auc.ts'
import { phraseLack } from '../phrase/phrase-fit.ts'
import { explainScore, healthOf, usualPoints } from './explain-score.ts'
import type { Feature, FitInput, FitRow } from './fit-input.ts'
import { earnOf, scoreOf } from './fit-points.ts'
import { type FittedScore, fitScore } from './fit-score.ts'
import { writeScore } from './write-score.ts'

const FEATURES: readonly Feature[] = [
  { key: 'recency', title: 'days since core work', text: 'daysSinceLast()', direction: 'more' },
  { key: 'people', title: 'active share', text: 'activeShare(days(28))', direction: 'less' },
  { key: 'luck', title: 'a number that says nothing', text: 'count("luck", days(28))', direction: null },
  { key: 'odd', title: 'points the wrong way', text: 'count("odd", days(28))', direction: 'more' },
  { key: 'still', title: 'always the same', text: 'constant(1)', direction: null },
  { key: 'told', title: 'the cancel page', text: 'count("cancelPage", days(28))', direction: null },
]
const NO_COSTS = { neededPrecision: 0, capacity: null }

/** Accounts at monthly moments whose chance of leaving is known: it rises with days since core work, falls with the active share. */
function world(accounts: number, months: number, rate = -2.2): { input: FitInput; oracle: number[] } {
  const rows: FitRow[] = []
  const oracle: number[] = []
  for (let account = 0; account < accounts; account++) {
    const source = stream(5, 'account', account)
    for (let moment = 0; moment < months; moment++) {
      const [recency, people, luck] = [Math.floor(30 * uniform(source)), uniform(source), uniform(source)]
      const risk = logistic(rate + 0.09 * (recency - 15) - 2 * (people - 0.5))
      const leaves = uniform(source) < risk
      const known = uniform(source) > 0.05
      const values = [known ? recency : Number.NaN, people, luck, -recency + 3 * luck, 1, leaves ? 5 : 0]
      rows.push({
        account,
        moment,
        label: leaves ? 'positive' : 'negative',
        values,
        ...{ plain: recency, segment: account % 2 },
        followUp: leaves ? { time: 1 + 27 * (1 - risk), event: true } : { time: 28 * (months - moment), event: false },
      })
      oracle.push(risk)
    }
  }
  const moments = Array.from({ length: months }, (_, i) => 28 * i)
  return {
    input: { features: FEATURES, rows, moments, withinDays: 28, gapDays: 0, isBad: true, leastDays: 182 },
    oracle,
  }
}

function fittedOf(input: FitInput): FittedScore {
  const result = fitScore(input, NO_COSTS)
  if ('lack' in result) throw new Error(JSON.stringify(result.lack))
  return result.fitted
}

const { input, oracle } = world(150, 12)
const fitted = fittedOf(input)

it('a fit finds the known risk: as good as the oracle out of time, calibrated, better than the plain rule', () => {
  expect(fitted.points.parts.map(({ key }) => key)).toContain('recency')
  expect(fitted.points.parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(100, 9)
  expect(
    Object.fromEntries(fitted.points.dropped.map(({ feature, why }) => [FEATURES[feature]!.key, why])),
  ).toMatchObject({
    ...{ still: 'constant', odd: 'against_direction', told: 'leak' },
  })
  const test = new Set(fitted.tested.map(({ account, moment }) => `${account} ${moment}`))
  const best = input.rows.flatMap(({ account, moment, label }, i) =>
    test.has(`${account} ${moment}`) ? [{ score: oracle[i]!, outcome: label === 'positive' }] : [],
  )
  expect(fitted.test.auc!.estimate).toBeGreaterThan(measureAuc(best)!.estimate - 0.02)
  const { slope, ratio } = fitted.test.calibration!
  expect([slope!.lower < 1, slope!.upper > 1, ratio.lower < 1, ratio.upper > 1]).toEqual([true, true, true, true])
  expect(fitted.test.skill!.lower).toBeGreaterThan(0)
  expect(fitted.test.overPlainRule!.lower).toBeGreaterThan(0)
  const worth = Object.fromEntries(fitted.points.parts.map(({ key }, i) => [key, fitted.partWorth[i]!]))
  expect([worth.recency!.lower > 0, worth.luck!.lower > 0]).toEqual([true, false])
  expect(worth.people!.lower).toBeGreaterThan(0)
  expect(fitted.test.deciles).toHaveLength(10)
  // Training ends a month before the test begins.
  const last = Math.max(...fitted.training.map(({ moment }) => moment))
  expect(Math.min(...fitted.tested.map(({ moment }) => moment)) - last).toBeGreaterThanOrEqual(1)
})

it('it says when the outcome comes, beside the plain rule: order, speed, notice, and whether it still comes true', () => {
  const { timing, test } = fitted
  expect(timing.concordance!.lower).toBeGreaterThan(0.5)
  expect(timing.concordance!.estimate).toBeGreaterThan(timing.plainConcordance!.estimate)
  expect(timing.hazard!.lower).toBeGreaterThan(1)
  // Days since core work are in the score: among those alike in them the rest of it still tells.
  expect(timing.hazardBesidePlain!.lower).toBeGreaterThan(1)
  const { median, inTime, interval } = timing.notice!
  expect(median).toBeGreaterThan(1)
  expect(median).toBeLessThan(28)
  expect([inTime, interval!.lower <= median && median <= interval!.upper]).toEqual([1, true])
  expect(test.overTime.map(({ from, to }) => [from, to])).toEqual([[9, 11]])
  const [{ ratio, expected, outcomes }] = test.overTime as [(typeof test.overTime)[number]]
  expect(ratio.estimate).toBeCloseTo(outcomes / expected, 12)
  expect(ratio.lower < 1 && ratio.upper > 1).toBe(true)
})

it('points add up to the score, and to what is usual beside the reasons', () => {
  const standing = input.rows.slice(0, 200)
  const usual = usualPoints(fitted.points, standing)
  for (const { values, segment } of standing.filter((row) => !row.values.some(Number.isNaN))) {
    const earned = earnOf(fitted.points, values)
    expect(earned.reduce((sum, one) => sum + one, 0)).toBeCloseTo(scoreOf(fitted.points, values), 9)
    const { score, reasons, usual: base } = explainScore(fitted.points, values, usual.get(segment)!)
    expect(base + reasons.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 9)
    expect(reasons.every(({ points }, i) => i === 0 || points >= reasons[i - 1]!.points)).toBe(true)
    // On the scale on which ten points halve the odds, 50 being usual, they add up too.
    const health = healthOf(fitted.link, { score, reasons, usual: base })
    const moved = health.reasons.reduce((sum, one) => sum + one, 0)
    const wanted = (10 / Math.LN2) * fitted.link.slope * (base - score)
    expect(moved).toBeCloseTo(wanted, 6)
    expect(health.points).toBe(Math.min(100, Math.max(0, Math.round(50 + wanted))))
  }
  // What is not known is left out, and most must be.
  const part = fitted.points.parts.find(({ key }) => key === 'people')!
  const only = fitted.points.parts.map(({ key, weight }) => (key === 'people' ? weight : 0)).reduce((a, b) => a + b, 0)
  const one = scoreOf(fitted.points, [Number.NaN, part.rises ? part.to : part.from, Number.NaN, 0, 1, 0])
  expect(only < 60 ? Number.isNaN(one) : one === 100).toBe(true)
})

it('what is written for the configuration says the same parts and bands', () => {
  const text = writeScore('stays', fitted, FEATURES)
  const part = fitted.points.parts.find(({ key }) => key === 'recency')!
  expect(text).toContain(`      recency: part(${part.weight}, daysSinceLast(), falling(${part.from}, ${part.to})),`)
  expect(text).toMatch(/^ {2}scores: \{\n {4}stays: score\(\{\n/)
  expect(text).toMatch(/\}\)\.bands\(\{ healthy: [\d.]+, watch: [\d.]+, 'at risk': 0 \}\),\n {2}\},$/)
})

it('where data is too thin it says what is missing, and fits nothing', () => {
  const lackOf = (of: FitInput) => {
    const result = fitScore(of, NO_COSTS)
    return 'lack' in result ? result.lack : null
  }
  expect(lackOf({ ...input, rows: [] })).toMatchObject({ of: 'history', have: 0, need: 182, weeks: 26 })
  expect(lackOf(world(20, 4).input)).toMatchObject({ of: 'history', have: 84 })
  expect(lackOf(world(4, 12).input)).toMatchObject({ of: 'outcomes', need: 50 })
  const never = input.rows.map((row): FitRow => ({ ...row, label: 'negative' }))
  expect(lackOf({ ...input, rows: never })).toMatchObject({ of: 'outcomes', have: 0, weeks: null })
  const always = input.rows.map((row): FitRow => ({ ...row, label: 'positive' }))
  expect(lackOf({ ...input, rows: always })).toEqual({ of: 'without_outcome', have: 0, need: 20, weeks: null })
  const still = input.rows.map((row): FitRow => ({ ...row, values: row.values.map(() => 3) }))
  expect(lackOf({ ...input, rows: still })).toEqual({ of: 'numbers', have: 0, need: 1, weeks: null })
  const censored = input.rows.map((row): FitRow => (row.moment < 9 ? row : { ...row, label: 'censored' }))
  expect(fittedOf({ ...input, rows: censored }).tested.every(({ moment }) => moment < 9)).toBe(true)
  const early = input.rows.map((row): FitRow => (row.moment < 9 ? row : { ...row, label: 'negative' }))
  expect(lackOf({ ...input, rows: early })).toMatchObject({ of: 'test_outcomes', have: 0, need: 20 })
})

it('numbers that part leavers from stayers together, though none does alone, are no score with endless weights: nothing is fitted', () => {
  const half = [0, 1].map((i): Feature => ({ key: `half${i}`, title: '', text: '', direction: null }))
  const rows = input.rows.map((row, i): FitRow => {
    const one = 10 * uniform(stream(7, 'half', i))
    return { ...row, values: [one, row.label === 'positive' ? 11 - one : 9 - one] }
  })
  const result = fitScore({ ...input, features: half, rows }, NO_COSTS)
  expect(result).toEqual({ lack: { of: 'separation', have: 1, need: 0.95, weeks: null } })
  const words = { did: 'left', doers: 'those who left', isBad: true }
  expect('lack' in result && phraseLack(result.lack, words)).toBe(
    'Nothing is fitted: together the numbers tell the outcome without fail, as only what is set by the outcome itself does. Look which of them is known no sooner than the outcome, and take it out.',
  )
})
