import type { Day } from '../core/time.ts'
import type { FactBlock } from '../store/analytic/rows.ts'
import type { LevelPlan } from './plan/fold-plan.ts'

/** Rows [start, end) of a block, or those that `index` lists at [start, end). */
export type RowSource = {
  readonly block: FactBlock
  readonly start: number
  readonly end: number
  readonly index: Int32Array | null
  /** Every row counts from its own day on, whenever it became known. */
  readonly report: boolean
  /** Day from which the rows belong to the entity (a join that became known later than they did). */
  readonly joined: Day
  /** Last judged day: what is later, or known later, is not seen. */
  readonly to: Day
}

/**
 * The daily series of one entity, in arrays that are reused: index i of a lane is day `axis + i`. Rows that became known after their day wait in the `late`
 * list (by known day) and are added where they count.
 */
export type LaneSpace = {
  axis: Day
  length: number
  readonly daily: Float64Array[]
  /** Running totals: entry i is the sum of the days before `axis + i`. */
  readonly totals: Float64Array[]
  readonly active: Uint8Array[]
  readonly activeTotals: Float64Array[]
  late: LateRow[]
  /** Late rows of each lane, by known day. */
  readonly lateOf: LateRow[][]
  readonly flipsOf: Flip[][]
  readonly gaugeRows: GaugeRow[][]
  levels: DayLevels
}
export type LateRow = { readonly lane: number; readonly day: Day; readonly known: Day; readonly amount: number }
/** From `known` on, `day` is (or is no longer) an active day. */
export type Flip = { readonly day: Day; readonly known: Day; readonly active: boolean }
/** What each day reported of a gauge, as known on the day being swept; NaN: nothing. */
export type DayLevels = { readonly ts: Float64Array; readonly last: Float64Array; readonly max: Float64Array }
export type GaugeRow = {
  readonly key: string
  readonly day: Day
  readonly visible: Day
  /** It replaces what was known before of its key and day. */
  readonly supersedes: boolean
  readonly ts: number
  readonly last: number
  readonly max: number
}

export function makeLaneSpace(plan: LevelPlan): LaneSpace {
  return {
    axis: 0,
    length: 0,
    daily: plan.lanes.map(() => new Float64Array(0)),
    totals: plan.lanes.map(() => new Float64Array(0)),
    active: plan.lanes.map(() => new Uint8Array(0)),
    activeTotals: plan.lanes.map(() => new Float64Array(0)),
    late: [],
    lateOf: plan.lanes.map(() => []),
    flipsOf: plan.lanes.map(() => []),
    gaugeRows: Array.from({ length: plan.gauges }, () => []),
    levels: makeLevels(0),
  }
}

/** Empties the space for an entity whose series run from `axis` to `to`. */
export function clearLanes(space: LaneSpace, plan: LevelPlan, days: { axis: Day; to: Day }): void {
  space.axis = days.axis
  space.length = days.to - days.axis + 1
  const { length } = space
  plan.lanes.forEach((lane, l) => {
    if (space.daily[l]!.length < length) growLane(space, plan, l)
    else space.daily[l]!.fill(0, 0, length)
    if (lane.activeDays) space.flipsOf[l]!.length = 0
    space.lateOf[l]!.length = 0
  })
  space.late.length = 0
  for (const rows of space.gaugeRows) rows.length = 0
}

export function makeLevels(size: number): DayLevels {
  return { ts: new Float64Array(size), last: new Float64Array(size), max: new Float64Array(size) }
}

function growLane(space: LaneSpace, plan: LevelPlan, lane: number): void {
  const size = Math.ceil(space.length * 1.5)
  space.daily[lane] = new Float64Array(size)
  if (plan.lanes[lane]!.totals) space.totals[lane] = new Float64Array(size + 1)
  if (!plan.lanes[lane]!.activeDays) return
  space.active[lane] = new Uint8Array(size)
  space.activeTotals[lane] = new Float64Array(size + 1)
}

/** Adds rows to every lane that reads their fact: the innermost loop of the product, once per row and lane. */
export function fillLanes(space: LaneSpace, plan: LevelPlan, source: RowSource): void {
  const { block, start, end, index, report, joined, to } = source
  const { fact, day, knownDay, n, sum } = block
  const { size, starts, lanes } = plan.index
  const { axis, daily } = space
  const { sums } = plan
  for (let i = start; i < end; i++) {
    const r = index === null ? i : index[i]!
    const f = fact[r]!
    if (f >= size) continue
    const first = starts[f]!
    const last = starts[f + 1]!
    const d = day[r]!
    if (first === last || d > to || d < axis) continue
    const known = report ? joined : Math.max(knownDay[r]!, joined)
    if (known > to) continue
    for (let j = first; j < last; j++) {
      const lane = lanes[j]!
      const amount = sums[lane] === 0 ? n[r]! : sum[r]!
      if (known <= d) daily[lane]![d - axis]! += amount
      else space.late.push({ lane, day: d, known, amount })
    }
  }
  if (plan.gauges > 0) fillGauges(space, plan, source)
}

function fillGauges(space: LaneSpace, plan: LevelPlan, source: RowSource): void {
  const { block, start, end, index, report, joined, to } = source
  const { size, starts, lanes } = plan.gaugeIndex
  for (let i = start; i < end; i++) {
    const r = index === null ? i : index[i]!
    const f = block.fact[r]!
    if (f >= size) continue
    const first = starts[f]!
    const last = starts[f + 1]!
    if (first === last) continue
    const day = block.day[r]!
    if (day < space.axis) continue
    const visible = Math.max(day, report ? joined : Math.max(block.knownDay[r]!, joined))
    if (visible > to) continue
    const row = {
      key: `${f}|${block.account[r]!}|${block.actor[r]!}`,
      day,
      visible,
      supersedes: block.supersedes[r] === 1,
      ts: block.lastTs[r] ?? Number.NaN,
      last: block.lastValue[r] ?? Number.NaN,
      max: block.maxValue[r] ?? Number.NaN,
    }
    for (let j = first; j < last; j++) space.gaugeRows[lanes[j]!]!.push(row)
  }
}

/** Once all rows are in: running totals, active days, and what late rows change. */
export function settleLanes(space: LaneSpace, plan: LevelPlan): void {
  if (space.late.length > 0) {
    space.late.sort((a, b) => a.known - b.known)
    for (const row of space.late) space.lateOf[row.lane]!.push(row)
  }
  plan.lanes.forEach((lane, l) => {
    if (lane.totals) runTotals(space.daily[l]!, space.totals[l]!, space.length)
    if (lane.activeDays) settleActiveDays(space, l)
  })
}

function runTotals(daily: Float64Array, totals: Float64Array, length: number): void {
  let total = 0
  totals[0] = 0
  for (let i = 0; i < length; i++) {
    total += daily[i]!
    totals[i + 1] = total
  }
}

function settleActiveDays(space: LaneSpace, l: number): void {
  const daily = space.daily[l]!
  const active = space.active[l]!
  const totals = space.activeTotals[l]!
  let total = 0
  totals[0] = 0
  for (let i = 0; i < space.length; i++) {
    const on = daily[i]! > 0 ? 1 : 0
    active[i] = on
    total += on
    totals[i + 1] = total
  }
  for (const row of space.lateOf[l]!) {
    const i = row.day - space.axis
    const before = daily[i]! > 0
    daily[i]! += row.amount
    if (daily[i]! > 0 !== before) space.flipsOf[l]!.push({ day: row.day, known: row.known, active: !before })
  }
}
