import { minorUnits } from '../core/currency.ts'
import { dayOfTime } from '../core/day-of-time.ts'
import { addMonths, DAY_MAX, type Day, type Millis, type Zone } from '../core/time.ts'
import type { SubscriptionRow, TraitRow } from '../store/analytic/rows.ts'
import { type Era, type Knowing, type Said, sweepTimeline, visibleDay } from './sweep-timeline.ts'

export type TraitValue = TraitRow['value']
/** What was known of each trait, by key. */
export type TraitEras = ReadonlyMap<string, readonly Era<TraitValue>[]>

type Days = { readonly from: Day; readonly to: Day }

/** Eras of one trait, whichever of its names it came under; statements of the value null say that it is unset. */
export function sweepTrait(
  rows: readonly TraitRow[],
  key: string | readonly string[],
  knowing: Knowing,
): Era<TraitValue>[] {
  const said: Said<TraitValue>[] = []
  for (const row of rows) if (typeof key === 'string' ? row.key === key : key.includes(row.key)) said.push(row)
  return sweepTimeline(said, knowing)
}

/** A trait as a number on each judged day: numbers, numeric text, yes = 1 and no = 0, times as days since 1970; unknown for anything else. */
export function foldTrait(
  eras: readonly Era<TraitValue>[],
  days: Days,
  { zone, out }: { zone: Zone; out: Float64Array },
): void {
  out.fill(Number.NaN, 0, days.to - days.from + 1)
  for (const era of eras) fillEra(out, days, era, numberOf(era.value, zone))
}

/** Days from each judged day until the date that a trait is: below 0 behind it; unknown for what is no date. */
export function foldDaysUntil(
  eras: readonly Era<TraitValue>[],
  days: Days,
  { zone, out }: { zone: Zone; out: Float64Array },
): void {
  out.fill(Number.NaN, 0, days.to - days.from + 1)
  for (const era of eras) {
    const date = typeof era.value === 'string' ? dayOfTime(era.value, zone) : null
    if (date === null) continue
    const last = Math.min(era.to, days.to)
    for (let day = Math.max(era.from, days.from); day <= last; day++) out[day - days.from] = date - day
  }
}

function fillEra(out: Float64Array, days: Days, era: Days, value: number): void {
  const first = Math.max(era.from, days.from)
  const last = Math.min(era.to, days.to)
  if (first <= last) out.fill(value, first - days.from, last - days.from + 1)
}

function numberOf(value: TraitValue, zone: Zone): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === null || value.trim() === '') return Number.NaN
  const number = Number(value)
  return Number.isNaN(number) ? (dayOfTime(value, zone) ?? Number.NaN) : number
}

export type SignUp = { readonly created: readonly Era<TraitValue>[]; readonly seen: readonly Era<Day>[] }

/** Age since sign-up on each judged day: the created-at trait as known then, else first seen; unknown before it. */
export function foldTenure(
  signUp: SignUp,
  given: { days: Days; zone: Zone; unit: 'days' | 'months' },
  out: Float64Array,
): void {
  const { days, zone, unit } = given
  out.fill(Number.NaN, 0, days.to - days.from + 1)
  const age = unit === 'days' ? ageInDays : ageInMonths
  for (const era of signUp.seen) age(era.value, era, { days, out })
  for (const era of signUp.created) {
    const day = dayOfTime(era.value, zone)
    if (day !== null) age(day, era, { days, out })
  }
}

type Ages = { readonly days: Days; readonly out: Float64Array }

function ageInDays(start: Day, era: Days, { days, out }: Ages): void {
  const last = Math.min(era.to, days.to)
  for (let day = Math.max(era.from, days.from); day <= last; day++)
    out[day - days.from] = day < start ? Number.NaN : day - start
}

/** Whole calendar months, and the share of the running one by its days. */
function ageInMonths(start: Day, era: Days, { days, out }: Ages): void {
  const first = Math.max(era.from, days.from)
  const last = Math.min(era.to, days.to)
  let month = Math.max(0, Math.floor((first - start) / 31))
  let begin = addMonths(start, month)
  let end = addMonths(start, month + 1)
  for (let day = first; day <= last; day++) {
    for (; day >= end; end = addMonths(start, month + 1)) {
      month += 1
      begin = end
    }
    out[day - days.from] = day < start ? Number.NaN : month + (day - begin) / (end - begin)
  }
}

/** Somebody was there at `ts`, which is known since `knownAt`. */
export type Sign = { readonly ts: Millis; readonly knownAt: Millis }

/** The first-seen day as it was known: an event that became known late may move it back. */
export function sweepFirstSeen(seen: readonly Sign[], knowing: Knowing): Era<Day>[] {
  return sweepFirstSeenAt(seen, knowing).map((era) => ({ ...era, value: knowing.zone.dayOf(era.value) }))
}

/** Likewise, as the instant of the first event. */
export function sweepFirstSeenAt(seen: readonly Sign[], knowing: Knowing): Era<Millis>[] {
  const steps = seen
    .filter((one) => knowing.asOf === null || one.knownAt <= knowing.asOf)
    .map((one) => ({
      ts: one.ts,
      visible: visibleDay(knowing, { from: one.ts, knownAt: one.knownAt }),
    }))
  steps.sort((a, b) => a.visible - b.visible)
  let first = Number.POSITIVE_INFINITY
  return steps.map((step, i) => {
    first = Math.min(first, step.ts)
    return { value: first, from: step.visible, to: (steps[i + 1]?.visible ?? DAY_MAX) - 1 }
  })
}

/** Monthly revenue in force at each close, in units of the currency; unknown while several currencies are. */
export function foldMrr(
  rows: readonly SubscriptionRow[],
  { knowing, days }: { readonly knowing: Knowing; readonly days: Days },
  out: Float64Array,
): void {
  out.fill(0, 0, days.to - days.from + 1)
  const byId = new Map<string, SubscriptionRow[]>()
  for (const row of rows) byId.set(row.subscriptionId, [...(byId.get(row.subscriptionId) ?? []), row])
  const currency: (string | null)[] = new Array(days.to - days.from + 1).fill(null)
  for (const own of byId.values()) {
    const said = own.map((row) => ({ value: row, from: row.from, knownAt: row.knownAt }))
    for (const era of sweepTimeline(said, knowing)) addSubscription(era, { days, zone: knowing.zone, out, currency })
  }
  toUnits(out, currency)
}

function addSubscription(
  era: Era<SubscriptionRow>,
  { days, zone, out, currency }: { days: Days; zone: Zone; out: Float64Array; currency: (string | null)[] },
): void {
  const { to, mrrMinor } = era.value
  if (mrrMinor === 0) return
  const last = Math.min(era.to, days.to, to === null ? days.to : zone.dayOf(to) - 1)
  for (let day = Math.max(era.from, days.from); day <= last; day++) {
    const i = day - days.from
    const known = currency[i]
    currency[i] = era.value.currency
    if (known !== null && known !== era.value.currency) out[i] = Number.NaN
    else out[i]! += mrrMinor
  }
}

/** Minor units are added up exactly and divided once. */
function toUnits(out: Float64Array, currency: readonly (string | null)[]): void {
  let code: string | null = null
  let units = 1
  for (let i = 0; i < currency.length; i++) {
    if (currency[i] === null) continue
    if (currency[i] !== code) units = minorUnits(currency[i]!)
    code = currency[i]!
    out[i]! /= units
  }
}
