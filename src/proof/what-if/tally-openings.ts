import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { ONCE_IN_DAYS } from '../backtest/select-cases.ts'
import { LABEL } from '../panel/label-panel.ts'
import { type Lanes, STILL_OPEN } from './lanes.ts'
import type { WhatIfTable } from './what-if-table.ts'

/** [from, until) of openings. */
export type Stretch = { readonly from: Millis; readonly until: Millis }

/** What the openings of one threshold within a stretch come to, entity by entity. */
export type Tally = {
  alerts: number
  right: number
  wrong: number
  /** Of whole weeks of the stretch. */
  readonly byWeek: Float64Array
  /** Of those that closed, those that came again within 14 days. */
  cleared: number
  again: number
  /** Days from right openings to the decision. */
  readonly notices: number[]
  /** Entities with so many tested openings, of which so many were right: at tested × `SHARES` + right. */
  readonly shares: Map<number, number>
  outcomes: number
  caught: number
  /** Entities on which it is on at the last day. */
  readonly on: number[]
}

/** More tested openings than any entity has. */
export const SHARES = 1_000
const SOON_DAYS = 14

/** A stretch as days and weeks of a table. */
export type StretchDays = Stretch & {
  readonly first: number
  readonly end: number
  readonly firstWeek: number
  readonly weeks: number
}

export function daysOfStretch({ moments: { at }, ground }: WhatIfTable, stretch: Stretch): StretchDays {
  const { asOfs } = ground.panel
  const whole = asOfs.flatMap((week, i) =>
    week.at >= stretch.from && (asOfs[i + 1]?.at ?? Number.POSITIVE_INFINITY) <= stretch.until ? [i] : [],
  )
  const from = (instant: Millis): number => {
    const day = at.findIndex((close) => close >= instant)
    return day < 0 ? at.length : day
  }
  const [first, end] = [from(stretch.from), from(stretch.until)]
  return { ...stretch, first, end, firstWeek: whole[0] ?? 0, weeks: whole.length }
}

export function emptyTally({ weeks }: StretchDays): Tally {
  return {
    ...{ alerts: 0, right: 0, wrong: 0, byWeek: new Float64Array(weeks), cleared: 0, again: 0, notices: [] },
    ...{ shares: new Map(), outcomes: 0, caught: 0, on: [] },
  }
}

export type Telling = {
  readonly table: WhatIfTable
  readonly stretch: StretchDays
  readonly entity: number
  readonly lanes: Lanes
  readonly lane: number
}

/** Adds what one entity does under one threshold. */
export function tallyOpenings(tally: Tally, { table: { moments }, stretch, entity, lanes, lane }: Telling): void {
  const { opened, closed } = lanes
  let from = lane * lanes.room
  let end = from + lanes.counts[lane]!
  if (end > from && closed[end - 1] === STILL_OPEN) tally.on.push(entity)
  while (from < end && opened[from]! < stretch.first) from++
  while (end > from && opened[end - 1]! >= stretch.end) end--
  const range = { lanes, from, end, entity }
  if (end > from) {
    tallyWeeks(tally, moments, { ...range, stretch })
    tallyCases(tally, moments, range)
  }
  for (const { from: since, until, decided } of moments.awaited[entity]!) {
    if (since < stretch.from || decided > stretch.until) continue
    tally.outcomes += 1
    if (isOpenedWithin(moments.at, range, { since, until })) tally.caught += 1
  }
}

type Range = { readonly lanes: Lanes; readonly from: number; readonly end: number; readonly entity: number }

function isOpenedWithin(
  at: Float64Array,
  { lanes: { opened }, from, end }: Range,
  { since, until }: { readonly since: Millis; readonly until: Millis },
): boolean {
  for (let k = from; k < end; k++) if (at[opened[k]!]! >= since) return at[opened[k]!]! < until
  return false
}

function tallyWeeks(
  tally: Tally,
  { at, week }: WhatIfTable['moments'],
  { lanes: { opened, closed }, from, end, stretch }: Range & { readonly stretch: StretchDays },
): void {
  const { byWeek } = tally
  let [cleared, again] = [0, 0]
  for (let k = from; k < end; k++) {
    const own = week[opened[k]!]! - stretch.firstWeek
    if (own >= 0 && own < byWeek.length) byWeek[own]! += 1
    const closing = closed[k]!
    if (closing === STILL_OPEN) continue
    cleared++
    if (k + 1 < end && at[opened[k + 1]!]! - at[closing]! <= SOON_DAYS * MS_PER_DAY) again++
  }
  tally.alerts += end - from
  tally.cleared += cleared
  tally.again += again
}

function tallyCases(
  tally: Tally,
  { at, labelOf, noticeOf }: WhatIfTable['moments'],
  { lanes: { opened }, from, end, entity }: Range,
): void {
  let last = Number.NEGATIVE_INFINITY
  let [tested, right] = [0, 0]
  for (let k = from; k < end; k++) {
    const day = opened[k]!
    if (at[day]! - last < ONCE_IN_DAYS * MS_PER_DAY) continue
    last = at[day]!
    const label = labelOf(entity, day)
    if (label !== LABEL.positive && label !== LABEL.negative) continue
    tested += 1
    if (label === LABEL.negative) continue
    right += 1
    tally.notices.push(noticeOf(entity, day))
  }
  if (tested === 0) return
  tally.right += right
  tally.wrong += tested - right
  const key = tested * SHARES + right
  tally.shares.set(key, (tally.shares.get(key) ?? 0) + 1)
}
