import { type DayLevels, type GaugeRow, type LaneSpace, makeLevels } from './fill-lanes.ts'
import { type WindowScope, windowStart } from './fold-windows.ts'
import type { Step } from './plan/fold-plan.ts'

type GaugeStep = Extract<Step, { readonly kind: 'gauge' }>
/**
 * The last value by time, or the highest, of a gauge within the window. Gauge rows are few, so each judged day looks back from the window's end;
 * a superseding row replaces what was known before of its fact, actor and day.
 */
export function foldGauge(scope: WindowScope, step: GaugeStep, out: Float64Array): void {
  const { lanes, from, to } = scope
  const rows = [...lanes.gaugeRows[step.lane]!].sort((a, b) => a.visible - b.visible)
  if (rows.length === 0) {
    out.fill(Number.NaN, 0, to - from + 1)
    return
  }
  const levels = emptyLevels(lanes)
  let next = 0
  for (let day = Math.min(from, rows[0]!.visible); day <= to; day++) {
    for (; next < rows.length && rows[next]!.visible <= day; next++) applyRow(levels, rows, next, lanes.axis)
    if (day < from) continue
    const last = day - step.window.offset
    const span = { first: Math.max(0, windowStart(step.window, last, scope) - lanes.axis), last: last - lanes.axis }
    out[day - from] = step.how === 'latest' ? latestIn(levels, span) : highestIn(levels, span)
  }
}

function emptyLevels(lanes: LaneSpace): DayLevels {
  if (lanes.levels.ts.length < lanes.length) lanes.levels = makeLevels(lanes.length * 2)
  for (const column of Object.values(lanes.levels)) column.fill(Number.NaN, 0, lanes.length)
  return lanes.levels
}

function applyRow(levels: DayLevels, rows: readonly GaugeRow[], at: number, axis: number): void {
  const row = rows[at]!
  const i = row.day - axis
  if (!row.supersedes) {
    mergeRow(levels, row, i)
    return
  }
  levels.ts[i] = levels.last[i] = levels.max[i] = Number.NaN
  const known = rows.slice(0, at + 1).filter((one) => one.day === row.day)
  known.forEach((one, j) => {
    const replaced = known.some((later, k) => k > j && later.supersedes && later.key === one.key)
    if (!replaced) mergeRow(levels, one, i)
  })
}

function mergeRow(levels: DayLevels, row: GaugeRow, i: number): void {
  if (!Number.isNaN(row.last) && !(row.ts < levels.ts[i]!)) {
    levels.ts[i] = row.ts
    levels.last[i] = row.last
  }
  if (!Number.isNaN(row.max) && !(row.max <= levels.max[i]!)) levels.max[i] = row.max
}

type Span = { readonly first: number; readonly last: number }

function latestIn({ last }: DayLevels, span: Span): number {
  let i = span.last
  while (i >= span.first && Number.isNaN(last[i]!)) i--
  return i >= span.first ? last[i]! : Number.NaN
}

function highestIn({ max }: DayLevels, span: Span): number {
  let highest = Number.NaN
  for (let i = span.first; i <= span.last; i++) if (!(max[i]! <= highest) && !Number.isNaN(max[i]!)) highest = max[i]!
  return highest
}
