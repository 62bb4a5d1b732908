import type { WindowScope } from './fold-windows.ts'

type Decayed = { readonly lane: number; readonly lifespanDays: number }

/**
 * Σ n × max(0, 1 − age / lifespan) over the days of the lifespan, the age in whole days. Summed as whole numbers, Σ n × (lifespan − age), and divided once; from one
 * day to the next every event loses one, and the new day's come in whole.
 */
export function foldDecayed(scope: WindowScope, { lane, lifespanDays }: Decayed, out: Float64Array): void {
  const { lanes, from } = scope
  const totals = lanes.totals[lane]!
  const first = from - lanes.axis
  let sum = 0
  for (let age = 0; age < lifespanDays; age++) {
    const at = first - age
    if (at >= 0) sum += (totals[at + 1]! - totals[at]!) * (lifespanDays - age)
  }
  out[0] = sum
  for (let i = 1; i < out.length; i++) {
    const at = first + i
    const before = totals[at]! - totals[Math.max(0, at - lifespanDays)]!
    sum += (totals[at + 1]! - totals[at]!) * lifespanDays - before
    out[i] = sum
  }
  addLate(scope, { lane, lifespanDays }, out)
  for (let i = 0; i < out.length; i++) out[i]! /= lifespanDays
}

/** What became known late fades from its own day on, and counts from the day on which it was known. */
function addLate({ lanes, from, to }: WindowScope, { lane, lifespanDays }: Decayed, out: Float64Array): void {
  for (const { day, known, amount } of lanes.lateOf[lane]!) {
    const last = Math.min(to, day + lifespanDays - 1)
    for (let at = Math.max(from, day, known); at <= last; at++) out[at - from]! += amount * (lifespanDays - (at - day))
  }
}
