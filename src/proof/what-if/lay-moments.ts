import type { Millis, Zone } from '../../core/time.ts'
import { MS_PER_DAY } from '../../core/time.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { type Ground, weekOf } from '../backtest/ground.ts'
import { type Awaited, listAwaited } from '../backtest/measure-recall.ts'
import type { ProvedSignal } from '../backtest/proved-signal.ts'
import { windowsOf } from '../backtest/select-cases.ts'
import { labelMoment } from '../panel/label-moment.ts'
import { LABEL } from '../panel/label-panel.ts'

/** What an opening at the close of a day means, whatever the threshold. Days are counted from the first that is judged. */
export type Moments = {
  /** When each day closed, and the panel's moment at or before that (−1: none). */
  readonly at: Float64Array
  readonly week: Int32Array
  /** A number of `LABEL` for an entity whose signal opens at the close of a day; and the days from there to the decision, where it comes true. */
  readonly labelOf: (entity: number, day: number) => number
  readonly noticeOf: (entity: number, day: number) => number
  /** By entity, outcomes that could have been announced. */
  readonly awaited: readonly (readonly Awaited[])[]
}

export type Laying = {
  readonly ground: Ground
  readonly signal: Omit<ProvedSignal, 'episodes'>
  readonly zone: Zone
  readonly days: DayRange
}

export function layMoments({ ground, signal, zone, days }: Laying): Moments {
  const count = Math.max(0, days.to - days.from + 1)
  const at = Float64Array.from({ length: count }, (_, day) => zone.startOf(days.from + day + 1))
  return {
    at,
    week: Int32Array.from(at, (close) => weekOf(ground.panel, close)),
    ...labelDays(ground, signal, at),
    awaited: listAwaited(ground, signal),
  }
}

/** Labels are worked out when they are asked for, and kept: thresholds often open on the same days. */
function labelDays(
  { panel: { entities, outcomes } }: Ground,
  signal: Laying['signal'],
  at: Float64Array,
): Pick<Moments, 'labelOf' | 'noticeOf'> {
  const which = outcomes.indexOf(signal.outcome)
  const windows = windowsOf(signal)
  const kept = new Uint8Array(entities.length * at.length)
  const notices = new Map<number, number>()
  const label = (entity: number, day: number, close: Millis): number => {
    const { followed, outcomes: dated } = entities[entity]!
    const found = labelMoment(dated[which]!, close, { followed, windows })
    if (found.label === 'positive') notices.set(entity * at.length + day, (found.decidedAt! - close) / MS_PER_DAY)
    return LABEL[found.label]
  }
  return {
    labelOf: (entity, day) => {
      const place = entity * at.length + day
      if (kept[place] === 0) kept[place] = label(entity, day, at[day]!) + 1
      return kept[place]! - 1
    },
    noticeOf: (entity, day) => notices.get(entity * at.length + day)!,
  }
}
