import { expect, test } from 'vitest'
import { MS_PER_DAY } from '../../core/time.ts'
import { compareSurvival } from '../../stats/survival/compare-survival.ts'
import type { Panel, PanelEntity } from '../panel/panel.ts'
import { compareTimes } from './compare-times.ts'
import { markFired } from './find-others.ts'
import { layGround } from './ground.ts'
import { selectCases } from './select-cases.ts'

const WEEKS = 9

/** Accounts that are there at every Monday, with the day on which they leave. */
function panelOf(leaves: readonly (number | null)[]): Panel {
  const asOfs = Array.from({ length: WEEKS }, (_, week) => ({ day: 7 * week, at: 7 * week * MS_PER_DAY }))
  const entities = leaves.map((day, account): PanelEntity => {
    const dates = day === null ? [] : [{ decided: day * MS_PER_DAY, effective: null, known: day * MS_PER_DAY }]
    const idle = day === null ? [] : [{ from: day * MS_PER_DAY, to: Number.POSITIVE_INFINITY }]
    const standing = day === null ? 'pending' : 'happened'
    return {
      ...{ account, person: null, signUp: null, followed: { from: 0, until: 7 * WEEKS * MS_PER_DAY } },
      outcomes: [{ outcome: 'churned', standing, dates, idle, unsure: [] }],
    }
  })
  const rows = leaves.length * WEEKS
  return {
    ...{ level: 'account', configHash: '', asOfs, indicators: [], segments: [], outcomes: ['churned'], entities, rows },
    entity: Int32Array.from({ length: rows }, (_, row) => Math.floor(row / WEEKS)),
    asOf: Int32Array.from({ length: rows }, (_, row) => row % WEEKS),
    ...{ values: [], groups: [] },
    provenance: { events: 0, arrivalAssumed: 0, ghosts: 0, merged: 0, thinned: 1 },
  }
}

const SIGNAL = { kind: 'signal', key: 'alarm', title: '', sentence: '', outcome: 'churned' } as const
const DAYS = { withinDays: 37, gapDays: 7, isTrend: false, alpha: null } as const

/** The accounts with an alarm in the third week and the others, by the day on which they leave. */
function timesOf(withAlarm: readonly (number | null)[], others: readonly (number | null)[]): number | null {
  const ground = layGround(panelOf([...withAlarm, ...others]))
  const episodes = withAlarm.map((_, entity) => ({ entity, openedAt: 14 * MS_PER_DAY, closedAt: 15 * MS_PER_DAY }))
  const signal = { ...SIGNAL, ...DAYS, episodes }
  return compareTimes(ground, { signal, cases: selectCases(ground, signal), fired: markFired(ground, signal) })
}

test('from the end of the gap on, cases against four accounts each that never had it: the log-rank test of these', () => {
  const others = [40, 48, null, null, null, null, null, null, null, null, null, null]
  const found = timesOf([22, 24, 30], others)
  const follow = (days: readonly (number | null)[]) =>
    days.map((day) => ({ time: day === null ? 30 : day - 21, event: day !== null }))
  expect(found).toBeCloseTo(compareSurvival(follow([22, 24, 30]), follow(others))!.p, 12)
  expect(found!).toBeLessThan(0.01)
  // A thirteenth is one more than four for each.
  expect(timesOf([22, 24, 30], [...others, 23])).toBe(found)
})

test('who leaves within the gap is in neither group, and without anybody to compare with nothing is told', () => {
  const others = [40, null, null, null, null, null, null, null]
  expect(timesOf([22, 24, 16], others)).toBe(timesOf([22, 24], others))
  expect(timesOf([22, 24], [])).toBeNull()
  expect(timesOf([], others)).toBeNull()
  expect(timesOf([null], [null, null])).toBeNull()
})
