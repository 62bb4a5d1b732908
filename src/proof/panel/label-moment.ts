import type { Millis } from '../../core/time.ts'
import type { DatedOutcome } from '../../judge/date-outcomes.ts'
import { type Label, labelRow } from '../../stats/survival/label-row.ts'
import type { PanelWindows } from './panel-windows.ts'

/** `untold`: it cannot be told whether the outcome came, such as growth across two currencies. */
export type MomentLabel = Label | 'untold'

/** Between which instants it is known what became of somebody. */
export type Followed = { readonly from: Millis; readonly until: Millis }

export type LabelledMoment = {
  readonly label: MomentLabel
  /** When the outcome was decided, of a row in the gap or a positive one. */
  readonly decidedAt: Millis | null
}

const NOBODY = { label: 'not_at_risk', decidedAt: null } as const

/**
 * What became of an entity after a moment. Whether that is known depends on the calendar alone: a row whose windows are not over yet is censored, also where the
 * outcome has come.
 */
export function labelMoment(
  { dates, idle, unsure, standing }: DatedOutcome,
  at: Millis,
  { followed, windows }: { readonly followed: Followed; readonly windows: PanelWindows },
): LabelledMoment {
  const nothingLeft = idle.some(({ from, to }) => from <= at && at < to)
  if (nothingLeft || at < followed.from || at >= followed.until) return NOBODY
  if (standing === 'unknown' && unsure.length === 0) return { label: 'untold', decidedAt: null }
  const next = dates.find(({ decided }) => decided > at)?.decided ?? null
  const label = labelRow({ asOf: at, outcomeOn: next, followedUntil: followed.until }, windows)
  if (label === 'positive' || label === 'in_gap') return { label, decidedAt: next }
  const end = at + windows.gap + windows.horizon
  const isUnsure = label === 'negative' && unsure.some((moment) => moment > at && moment <= end)
  return { label: isUnsure ? 'untold' : label, decidedAt: null }
}
