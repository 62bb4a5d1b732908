import { unknownName } from '../unknown-name.ts'
import { labelMoment, type MomentLabel } from './label-moment.ts'
import type { Panel } from './panel.ts'
import type { PanelWindows } from './panel-windows.ts'

/** By which number a label stands in the columns. */
export const LABEL = {
  positive: 0,
  negative: 1,
  in_gap: 2,
  censored: 3,
  not_at_risk: 4,
  untold: 5,
} as const satisfies Record<MomentLabel, number>

export type PanelLabels = {
  readonly outcome: string
  readonly windows: PanelWindows
  /** By row: a number of `LABEL`, and when the outcome was decided (NaN: it does not count, or did not come). */
  readonly labels: Uint8Array
  readonly decidedAt: Float64Array
  readonly counts: Readonly<Record<MomentLabel, number>>
}

/** What became of each row, for one outcome. @throws unknown_name */
export function labelPanel(panel: Panel, outcome: string, windows: PanelWindows): PanelLabels {
  const which = panel.outcomes.indexOf(outcome)
  if (which < 0) throw unknownName('outcome', outcome, panel.outcomes)
  const counts: Record<MomentLabel, number> = {
    ...{ positive: 0, negative: 0, in_gap: 0, censored: 0, not_at_risk: 0, untold: 0 },
  }
  const labels = new Uint8Array(panel.rows)
  const decided = new Float64Array(panel.rows)
  for (let row = 0; row < panel.rows; row++) {
    const { outcomes, followed } = panel.entities[panel.entity[row]!]!
    const { at } = panel.asOfs[panel.asOf[row]!]!
    const { label, decidedAt } = labelMoment(outcomes[which]!, at, { followed, windows })
    counts[label] += 1
    labels[row] = LABEL[label]
    decided[row] = decidedAt ?? Number.NaN
  }
  return { outcome, windows, labels, decidedAt: decided, counts }
}
