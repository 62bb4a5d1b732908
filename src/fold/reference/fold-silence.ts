import { weekdayOf } from '../../core/time.ts'
import { measureSilence } from '../../stats/detectors/measure-silence.ts'
import type { EntityScope } from '../entity-scope.ts'
import type { DefinedStep } from '../plan/fold-plan.ts'
import { applyFlips, endSweep, startSweep } from '../sweep-days.ts'
import { readShared } from './read-shared.ts'

type SilenceStep = Extract<DefinedStep, { readonly kind: 'silence' }>

/** Days before the last active one that say how often the entity usually is. */
const USUAL_DAYS = 56
/** With fewer, and who was first seen less than 14 days before those, it is too new to tell. */
const LEAST_HISTORY = 28
const SKIPPED_DAYS = 14
/** Who was last active longer ago is gone, and no longer silent. */
export const GONE_DAYS = 126
/** Days that a silence is read from. */
export const SILENCE_DAYS = GONE_DAYS + USUAL_DAYS
/** Days from which everybody's quiet ones among those are told: each is compared with eight weeks. */
export const QUIET_DAYS_FROM = SILENCE_DAYS + 56

/** Business days are Monday to Friday, but for those on which hardly any account was active: a holiday, or a fault in tracking. */
export function foldSilence(scope: EntityScope, step: SilenceStep, out: Float64Array): void {
  const { lanes, from } = scope.windows
  const sweep = startSweep(lanes, step.lane)
  const ages = firstSeenDays(scope, out.length)
  for (let at = 0; at < out.length; at++) {
    const today = at + from - lanes.axis
    applyFlips(sweep, today)
    const everybody = readShared(scope, { shared: step.shared, population: '' }, at)
    const own = { active: sweep.active, at: today, axis: lanes.axis, seen: ages[at]! }
    out[at] = everybody?.[0] === 1 ? readSilence(own, everybody, step) : Number.NaN
  }
  endSweep(sweep)
}

/** The day on which the entity was first seen, as known on each judged day; NaN before. */
function firstSeenDays({ firstSeen, entity }: EntityScope, length: number): Float64Array {
  const days = new Float64Array(length).fill(Number.NaN)
  for (const { value, from, to } of firstSeen) {
    const first = Math.max(from, entity.from)
    const last = Math.min(to, entity.to)
    if (first <= last) days.fill(value, first - entity.from, last - entity.from + 1)
  }
  return days
}

type OwnDays = { readonly active: Uint8Array; readonly at: number; readonly axis: number; readonly seen: number }

/** `everybody`: 1, and the quiet days as how many days ago, ascending. */
function readSilence({ active, at, axis, seen }: OwnDays, everybody: Float64Array, { read }: SilenceStep): number {
  const earliest = Math.max(0, seen + SKIPPED_DAYS - axis)
  let last = at
  while (last >= earliest && at - last < GONE_DAYS && active[last] === 0) last--
  const start = Math.max(earliest, last - USUAL_DAYS)
  if (Number.isNaN(seen) || at - last >= GONE_DAYS || last - start < LEAST_HISTORY) return Number.NaN
  const isBusinessDay = (i: number): boolean => weekdayOf(axis + i) < 5 && !everybody.includes(at - i, 1)
  let silent = 0
  for (let i = last + 1; i <= at; i++) if (isBusinessDay(i)) silent++
  if (read === 'days') return silent
  let business = 0
  let busy = 0
  let days = 0
  for (let i = start; i < last; i++) {
    days += active[i]!
    if (!isBusinessDay(i)) continue
    business++
    busy += active[i]!
  }
  return read === 'week'
    ? (7 * days) / (last - start)
    : measureSilence({ active: busy, businessDays: business, silent })
}
