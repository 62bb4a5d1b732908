import { DAY_MAX, type Day, type Millis, type Zone } from '../core/time.ts'
import type { View } from '../store/analytic/rows.ts'

/** A value said once: valid from an instant, known at another. */
export type Said<T> = { readonly value: T; readonly from: Millis; readonly knownAt: Millis }
/** The value in force at the close of each day of [from, to]. */
export type Era<T> = { readonly value: T; readonly from: Day; readonly to: Day }

export type Knowing = {
  readonly view: View
  readonly zone: Zone
  readonly closeDelayMinutes: number
  /** Statements known or valid later than this instant are not seen; null: no such limit (whole days are judged). */
  readonly asOf: Millis | null
}

/** Local day on which something became known; in the report view everything always was. */
export function knownDayOf(knowing: Knowing, knownAt: Millis): Day {
  if (knowing.view === 'report') return -DAY_MAX
  return knowing.zone.dayOf(knownAt - knowing.closeDelayMinutes * 60_000)
}

/** First day at whose close the statement counts. */
export function visibleDay(knowing: Knowing, said: { readonly from: Millis; readonly knownAt: Millis }): Day {
  return Math.max(knowing.zone.dayOf(said.from), knownDayOf(knowing, said.knownAt))
}

/**
 * What held at the close of each day: of the statements visible by then, the one that is valid from the latest instant; of several, the one known last.
 * Eras ascend and do not overlap; days before the first statement are in none.
 */
export function sweepTimeline<T>(said: readonly Said<T>[], knowing: Knowing): Era<T>[] {
  const limit = knowing.asOf
  const seen = limit === null ? said : said.filter((one) => one.from <= limit && one.knownAt <= limit)
  if (seen.length === 0) return []
  if (seen.length === 1) return [{ value: seen[0]!.value, from: visibleDay(knowing, seen[0]!), to: DAY_MAX }]
  const ordered = seen.map((one, at): Ordered<T> => ({ one, at, visible: visibleDay(knowing, one) }))
  ordered.sort(byVisibility)
  const eras: Era<T>[] = []
  let best = ordered[0]!
  for (let i = 0; i < ordered.length; i++) {
    const { visible } = ordered[i]!
    if (wins(ordered[i]!, best)) best = ordered[i]!
    const next = ordered[i + 1]?.visible ?? DAY_MAX
    if (next > visible) eras.push({ value: best.one.value, from: visible, to: next === DAY_MAX ? DAY_MAX : next - 1 })
  }
  return eras
}

type Ordered<T> = { readonly one: Said<T>; readonly at: number; readonly visible: Day }

function byVisibility(a: Ordered<unknown>, b: Ordered<unknown>): number {
  return a.visible - b.visible || a.one.from - b.one.from || a.one.knownAt - b.one.knownAt || a.at - b.at
}

/** Ties go to the one listed later. */
function wins(a: Ordered<unknown>, best: Ordered<unknown>): boolean {
  if (a.one.from !== best.one.from) return a.one.from > best.one.from
  return a.one.knownAt !== best.one.knownAt ? a.one.knownAt > best.one.knownAt : a.at >= best.at
}
