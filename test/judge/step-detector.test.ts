import { describe, expect, test } from 'vitest'
import type { DetectorKind } from '../../src/config/model.ts'
import { DEFAULT_STATE, type SignalState } from '../../src/judge/signal-state.ts'
import { stepDetector } from '../../src/judge/step-detector.ts'

/** A day's ratio; it is far from usual at 0.6 and below, of a rise at 1.6 and above. NaN: not known. */
type Ratio = number
const DROP = { minimum: 3, cooldownDays: 14 }

/** Runs days 1, 2, 3 … and tells what happened on which. */
function run(ratios: readonly Ratio[], { kind = 'fast drop' as DetectorKind, rules = DROP } = {}) {
  const happened: string[] = []
  let state: SignalState = DEFAULT_STATE
  ratios.forEach((ratio, index) => {
    const day = index + 1
    const hit = kind === 'rise' ? ratio >= 1.6 : ratio <= 0.6
    const far = Number.isNaN(ratio) ? 2 : hit ? 1 : 0
    const reading = { applies: 1, far, ratio, held: { usual: 50, entryRatio: ratio } }
    const step = stepDetector(state, reading, { rules, kind, day })
    for (const what of step.changes) happened.push(`${what} on ${day}`)
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
    const { happened } = run([...days(3, 0.5), ...days(7, 1), ...days(20, 0.5)])
    expect(happened).toEqual(['opened on 3', 'closed on 10', 'opened on 25'])
  })

  test('it escalates once, when the ratio falls below half of what it was', () => {
    expect(run([...days(3, 0.5), 0.25, 0.24, 0.1, 0.5, 0.1]).happened).toEqual(['opened on 3', 'escalated on 5'])
  })

  test('after eight weeks the low level is the new usual; it opens again only after it was none', () => {
    expect(run(days(90, 0.5)).happened).toEqual(['opened on 3', 'closed on 59'])
    expect(run([...days(70, 0.5), Number.NaN, 1, ...days(3, 0.5)]).happened).toEqual([
      'opened on 3',
      'closed on 59',
      'opened on 75',
    ])
  })

  test('the level of the opening is held until it closes', () => {
    expect(run([0.5, 0.5, 0.4, 0.9, 0.5]).state.held).toEqual({ usual: 50, entryRatio: 0.4, recovered: 0 })
    expect(run([0.5, 0.5, 0.4, ...days(7, 1)]).state).toEqual({
      ...DEFAULT_STATE,
      ...{ ordinal: 1, openedDay: 3, closedDay: 10 },
    })
  })

  test('what is not known neither opens nor closes, and breaks no run', () => {
    const unknown = Number.NaN
    expect(run([0.5, unknown, 0.5, unknown, 0.5]).happened).toEqual(['opened on 5'])
    expect(run([...days(3, 0.5), ...days(6, 1), ...days(60, unknown), 1]).happened).toEqual([
      'opened on 3',
      'closed on 70',
    ])
    expect(run([...days(3, 0.5), ...days(60, unknown), 0.5]).happened).toEqual(['opened on 3', 'closed on 64'])
  })

  test('a rise mirrors a drop', () => {
    const { happened } = run([...days(3, 2), 4.1, ...days(7, 1.25)], { kind: 'rise' })
    expect(happened).toEqual(['opened on 3', 'escalated on 4', 'closed on 11'])
  })

  test('a day that changes nothing makes no new state', () => expect(run([1, 1, 1]).state).toBe(DEFAULT_STATE))
})
