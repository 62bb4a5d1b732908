import { expect, it } from 'vitest'
import { MS_PER_DAY } from '../../src/core/time.ts'
import { layGround } from '../../src/proof/backtest/ground.ts'
import type { Panel, PanelEntity } from '../../src/proof/panel/panel.ts'
import { packOpenDays } from '../../src/proof/what-if/keep-daily.ts'
import { takeWeeklyTop } from '../../src/proof/what-if/take-weekly-top.ts'
import type { WhatIfTable } from '../../src/proof/what-if/what-if-table.ts'

const WEEKS = [6, 13]

/** Days silent at the two closes, and the day on which it was decided to leave. */
function tableOf(accounts: readonly { readonly silent: readonly [number, number]; readonly leaves: number | null }[]) {
  const entities = accounts.map(({ leaves }, account): PanelEntity => {
    const decided = leaves === null ? [] : [leaves * MS_PER_DAY]
    const dates = decided.map((at) => ({ decided: at, effective: at, known: at }))
    const idle = decided.map((from) => ({ from, to: Number.POSITIVE_INFINITY }))
    const outcome = { outcome: 'churned', standing: 'not', dates, unsure: [], idle } as const
    return { account, person: null, followed: { from: 0, until: 60 * MS_PER_DAY }, outcomes: [outcome], signUp: null }
  })
  const rows = 2 * accounts.length
  const panel: Panel = {
    ...{ level: 'account', configHash: '', indicators: [], segments: [], outcomes: ['churned'], entities, rows },
    asOfs: WEEKS.map((day) => ({ day, at: (day + 1) * MS_PER_DAY })),
    entity: Int32Array.from({ length: rows }, (_, row) => row >> 1),
    asOf: Int32Array.from({ length: rows }, (_, row) => row & 1),
    ...{ values: [], groups: [], provenance: { events: 0, arrivalAssumed: 0, ghosts: 0, merged: 0, thinned: 1 } },
  }
  const kept = accounts.map(({ silent }) => {
    const values = new Float64Array(21).fill(Number.NaN)
    WEEKS.forEach((day, i) => {
      values[day] = silent[i]!
    })
    return packOpenDays({ present: new Uint8Array(21).fill(1), values: [values], leaves: [] })
  })
  const signal = { outcome: 'churned', withinDays: 10, gapDays: 0 }
  return {
    ground: layGround(panel),
    kept,
    split: { nodes: [7] },
    signal,
    days: { from: 0, to: 20 },
  } as unknown as WhatIfTable
}

it('the two that were silent longest in each week: who leaves soon among them, ties sharing the last place', () => {
  const table = tableOf([
    { silent: [9, 16], leaves: 12 },
    { silent: [5, 2], leaves: null },
    { silent: [5, 12], leaves: null },
    { silent: [1, 8], leaves: 20 },
    { silent: [Number.NaN, 20], leaves: 18 },
  ])
  // First week: 9, then one of the two fives. Second: the first has left by then; 20 and 12, of which the former leaves.
  expect(takeWeeklyTop(table, { quantity: 7, op: '>=', most: 2 })).toEqual({
    taken: 4,
    found: 2,
    precision: 0.5,
    recall: 2 / 3,
  })
  // The least silent instead: 1 and a five; 2 and 8, of which the latter leaves.
  expect(takeWeeklyTop(table, { quantity: 7, op: '<=', most: 2 })).toEqual({
    taken: 4,
    found: 1,
    precision: 0.25,
    recall: 1 / 3,
  })
  expect(takeWeeklyTop(tableOf([]), { quantity: 7, op: '>=', most: 2 })).toBeNull()
})
