import type { CompareOp } from '../../config/expression.ts'
import { type TopK, takeTop } from '../../stats/scores/take-top.ts'
import { counts } from '../backtest/ground.ts'
import { windowsOf } from '../backtest/select-cases.ts'
import { LABEL } from '../panel/label-panel.ts'
import { unpackNode } from './keep-daily.ts'
import type { WhatIfTable } from './what-if-table.ts'

export type WeeklyTop = {
  /** Node of the number by which is ranked, and how it is compared: the most telling are those farthest on that side. */
  readonly quantity: number
  readonly op: CompareOp
  /** So many are taken in a week. */
  readonly most: number
}

/**
 * Where no threshold leaves the team few enough: the most telling of each week instead, as many as it can take, those tied at the border sharing the places. Of rows
 * of which it is known what became of them. null: there are none.
 */
export function takeWeeklyTop(table: WhatIfTable, { quantity, op, most }: WeeklyTop): TopK | null {
  const { ground, kept, split, signal, days } = table
  const { panel, labelsOf } = ground
  const { days: windows } = windowsOf(signal)
  const { labels } = labelsOf(signal.outcome, windows)
  const at = split.nodes.indexOf(quantity)
  const sign = op === '<' || op === '<=' ? -1 : 1
  const weeks = panel.asOfs.map((): { score: number; outcome: boolean }[] => [])
  const values = new Float64Array(days.to - days.from + 1)
  let unpacked = -1
  for (let row = 0; row < panel.rows; row++) {
    const entity = panel.entity[row]!
    const unit = kept[entity] ?? null
    if (unit === null || !counts(labels[row]!)) continue
    // The rows of an entity follow one another.
    if (entity !== unpacked) unpackNode(unit, at, values)
    unpacked = entity
    const week = panel.asOf[row]!
    const value = values[panel.asOfs[week]!.day - days.from] ?? Number.NaN
    if (Number.isNaN(value)) continue
    weeks[week]!.push({ score: sign * value, outcome: labels[row] === LABEL.positive })
  }
  const tops = weeks.filter((rows) => rows.length > 0).map((rows) => ({ top: takeTop(rows, most), rows }))
  const sum = (of: (one: (typeof tops)[number]) => number): number => tops.reduce((total, one) => total + of(one), 0)
  const [taken, found] = [sum(({ top }) => top.taken), sum(({ top }) => top.found)]
  const outcomes = sum(({ rows }) => rows.filter(({ outcome }) => outcome).length)
  if (taken === 0) return null
  return { taken, found, precision: found / taken, recall: outcomes === 0 ? null : found / outcomes }
}
