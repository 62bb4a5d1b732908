import type { Flip, LaneSpace } from './fill-lanes.ts'
import type { WindowScope } from './fold-windows.ts'

/** Active days of one lane as known on the day being swept: flips of late rows are applied as their day comes. */
type Sweep = { readonly active: Uint8Array; readonly flips: readonly Flip[]; next: number; readonly axis: number }

export function startSweep(lanes: LaneSpace, lane: number): Sweep {
  return { active: lanes.active[lane]!, flips: lanes.flipsOf[lane]!, next: 0, axis: lanes.axis }
}

/** Applies what became known on day index `i`; true when something did. */
export function applyFlips(sweep: Sweep, i: number): boolean {
  const before = sweep.next
  for (; sweep.next < sweep.flips.length; sweep.next++) {
    const flip = sweep.flips[sweep.next]!
    if (flip.known > sweep.axis + i) break
    sweep.active[flip.day - sweep.axis] = flip.active ? 1 : 0
  }
  return sweep.next > before
}

/** The flips are taken back, so that the next step over the lane begins where this one did. */
export function endSweep(sweep: Sweep): void {
  for (let f = sweep.next - 1; f >= 0; f--) {
    const flip = sweep.flips[f]!
    sweep.active[flip.day - sweep.axis] = flip.active ? 0 : 1
  }
}

/** Whole days since the last active day; unknown before the first. */
export function foldSinceLast({ lanes, from, to }: WindowScope, lane: number, out: Float64Array): void {
  const sweep = startSweep(lanes, lane)
  let last = -1
  for (let i = 0; i <= to - lanes.axis; i++) {
    if (applyFlips(sweep, i)) for (last = i; last >= 0 && sweep.active[last] === 0; ) last--
    if (sweep.active[i] === 1) last = i
    const at = i + lanes.axis - from
    if (at >= 0) out[at] = last < 0 ? Number.NaN : i - last
  }
  endSweep(sweep)
}

/** Whole days since the first active day; unknown before it. */
export function foldSinceFirst({ lanes, from, to }: WindowScope, lane: number, out: Float64Array): void {
  const sweep = startSweep(lanes, lane)
  let first = -1
  for (let i = 0; i <= to - lanes.axis; i++) {
    if (applyFlips(sweep, i)) for (first = 0; first <= i && sweep.active[first] === 0; ) first++
    if (first > i) first = -1
    if (first < 0 && sweep.active[i] === 1) first = i
    const at = i + lanes.axis - from
    if (at >= 0) out[at] = first < 0 ? Number.NaN : i - first
  }
  endSweep(sweep)
}

/** Active days in a row up to the judged day, or up to the day before when it has none yet. */
export function foldStreakDays({ lanes, from, to }: WindowScope, lane: number, out: Float64Array): void {
  const sweep = startSweep(lanes, lane)
  let before = 0
  for (let i = 0; i <= to - lanes.axis; i++) {
    if (applyFlips(sweep, i)) before = runUpTo(sweep.active, i - 1)
    const today = sweep.active[i] === 1
    const at = i + lanes.axis - from
    if (at >= 0) out[at] = today ? before + 1 : before
    before = today ? before + 1 : 0
  }
  endSweep(sweep)
}

function runUpTo(active: Uint8Array, last: number): number {
  let i = last
  while (i >= 0 && active[i] === 1) i--
  return last - i
}

/** Calendar weeks in a row with at least `daysPerWeek` active days, up to the running week, or up to the one before while it has too few. */
export function foldStreakWeeks(
  { lanes, calendar, from, to }: WindowScope,
  step: { readonly lane: number; readonly daysPerWeek: number },
  out: Float64Array,
): void {
  const sweep = startSweep(lanes, step.lane)
  const firstDay = calendar.weekFirst[lanes.axis - calendar.base]!
  const weeks = new Uint8Array(Math.floor((to - firstDay) / 7) + 1)
  let before = 0
  for (let i = 0; i <= to - lanes.axis; i++) {
    const week = Math.floor((lanes.axis + i - firstDay) / 7)
    const next = sweep.next
    if (applyFlips(sweep, i)) countFlips(weeks, sweep.flips.slice(next, sweep.next), firstDay)
    weeks[week]! += sweep.active[i]!
    if (sweep.next > next || lanes.axis + i === firstDay + week * 7)
      before = weeksUpTo(weeks, week - 1, step.daysPerWeek)
    const at = i + lanes.axis - from
    if (at >= 0) out[at] = weeks[week]! >= step.daysPerWeek ? before + 1 : before
  }
  endSweep(sweep)
}

function countFlips(weeks: Uint8Array, flips: readonly Flip[], firstDay: number): void {
  for (const flip of flips) weeks[Math.floor((flip.day - firstDay) / 7)]! += flip.active ? 1 : -1
}

function weeksUpTo(weeks: Uint8Array, last: number, daysPerWeek: number): number {
  let week = last
  while (week >= 0 && weeks[week]! >= daysPerWeek) week--
  return last - week
}
