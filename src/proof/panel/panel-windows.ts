import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { type Association, associate } from '../../stats/survival/associate.ts'

/** How far back a row may look, and where its outcome is looked for after its moment, in days of 24 hours. */
export type WindowDays = {
  /** Days before the moment that the indicators may cover; Infinity: all. */
  readonly observation: number
  /** Days after the moment in which an outcome comes too late to act on. */
  readonly gap: number
  /** Days behind the gap in which an outcome counts. */
  readonly horizon: number
}

declare const checked: unique symbol

/**
 * Windows that keep apart what is looked at and what is predicted: [at − observation, at), then (at, at + gap], then (at + gap, at + gap + horizon]. Made by
 * `panelWindows` alone, and asked for by everything that labels rows.
 */
export type PanelWindows = {
  readonly days: WindowDays
  readonly gap: Millis
  readonly horizon: Millis
  readonly association: Association
  readonly [checked]: true
}

/** @throws bad_argument where an outcome would be looked for before the observation has ended, or a window is empty. */
export function panelWindows({ observation, gap, horizon }: WindowDays): PanelWindows {
  const association = associate({ from: -observation, until: 0 }, { after: gap, until: gap + horizon })
  return {
    days: { observation, gap, horizon },
    gap: gap * MS_PER_DAY,
    horizon: horizon * MS_PER_DAY,
    association,
  } as PanelWindows
}
