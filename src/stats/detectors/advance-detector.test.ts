import { describe, expect, test } from 'vitest'
import {
  advanceDetector,
  CLEAR,
  type DetectorRule,
  type DetectorState,
  FAST_DROP_STATES,
  RISE_STATES,
  SLOW_DROP_STATES,
} from './advance-detector.ts'

const BASELINE = { weeks: 8, typical: 50, overdispersion: 0 }
/** A day's ratio; it is a hit at 0.6 and below. NaN: not known. */
type Ratio = number

/** Runs days 1, 2, 3 … and tells what happened on which. */
function run(ratios: readonly Ratio[], rule: DetectorRule = FAST_DROP_STATES, from: DetectorState = CLEAR) {
  const happened: string[] = []
  let state = from
  ratios.forEach((ratio, index) => {
    const day = index + 1
    const hit = Number.isNaN(ratio) ? null : rule.direction === 'down' ? ratio <= 0.6 : ratio >= 1.6
    const step = advanceDetector(state, { day, hit, ratio, baseline: BASELINE }, rule)
    if (step.change !== null) happened.push(`${step.change} on ${day}`)
    state = step.state
  })
  return { happened, state }
}

const days = (count: number, ratio: Ratio): Ratio[] => Array(count).fill(ratio)

describe('hysteresis-1', () => {
  test('three hits in a row open, seven days back close', () => {
    const { happened } = run([1, 0.5, 0.5, 1, 0.5, 0.5, 0.5, ...days(6, 0.9), 0.7, ...days(7, 0.8), 1])
    expect(happened).toEqual(['opened on 7', 'closed on 21'])
  })

  test('after it closed it opens again only when more than fourteen days have passed', () => {
    expect(run([...days(3, 0.5), ...days(7, 1), ...days(20, 0.5)]).happened).toEqual([
      'opened on 3',
      'closed on 10',
      'opened on 25',
    ])
  })

  test('it escalates once, when the ratio falls below half of what it was', () => {
    expect(run([...days(3, 0.5), 0.25, 0.24, 0.1, 0.5, 0.1]).happened).toEqual(['opened on 3', 'escalated on 5'])
  })

  test('after eight weeks the low level is the new usual: it settles, and the baseline is free', () => {
    const { happened, state } = run(days(62, 0.5))
    expect(happened).toEqual(['opened on 3', 'settled on 59'])
    expect(state).toEqual({ on: null, hits: 3, closedOn: 59 })
  })

  test('the baseline is frozen when it opens', () => {
    const { state } = run(days(3, 0.5))
    const later = { day: 4, hit: true, ratio: 0.5, baseline: { weeks: 8, typical: 20, overdispersion: 0 } }
    expect(advanceDetector(state, later, FAST_DROP_STATES).state.on?.baseline).toBe(BASELINE)
  })

  test('what is not known neither opens nor closes, and breaks no run', () => {
    const unknown = Number.NaN
    expect(run([0.5, unknown, 0.5, unknown, 0.5]).happened).toEqual(['opened on 5'])
    expect(run([...days(3, 0.5), ...days(6, 1), ...days(60, unknown), 1]).happened).toEqual([
      'opened on 3',
      'closed on 70',
    ])
    expect(run([...days(3, 0.5), ...days(60, unknown), 0.5]).happened).toEqual(['opened on 3', 'settled on 64'])
  })

  test('the slow test opens at its first hit; days between its weeks change no run', () => {
    expect(run([1, 0.5], SLOW_DROP_STATES).happened).toEqual(['opened on 2'])
    const between = advanceDetector(
      { ...CLEAR, hits: 2 },
      { day: 9, hit: null, ratio: 0.5, baseline: null },
      FAST_DROP_STATES,
    )
    expect(between).toEqual({ state: { on: null, hits: 2, closedOn: null }, change: null })
  })

  test('a rise mirrors a drop', () => {
    expect(run([...days(3, 2), 4.1, ...days(7, 1.25)], RISE_STATES).happened).toEqual([
      'opened on 3',
      'escalated on 4',
      'closed on 11',
    ])
  })

  test('a day that changes nothing makes no new state', () => {
    expect(run([1, 1, 1]).state).toBe(CLEAR)
  })
})
