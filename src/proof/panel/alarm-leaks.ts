import { measureAuc } from '../../stats/scores/measure-auc.ts'
import { LABEL, type PanelLabels } from './label-panel.ts'
import type { Panel, PanelIndicator } from './panel.ts'

/** An indicator that tells the outcome so well that it must have been told of it: the cancel page, the export, seats removed on closing. */
export type SuspectedLeak = { readonly indicator: PanelIndicator; readonly auc: number }

/** An area under the curve above this, or below one minus it, is too good to be true of a single number. */
const TOO_GOOD = 0.95

/** The indicators to be set aside before anything is concluded from them. Rows in which a number is unknown say nothing about it. */
export function alarmLeaks(panel: Panel, { labels }: Pick<PanelLabels, 'labels'>): SuspectedLeak[] {
  return panel.indicators.flatMap((indicator, i) => {
    const column = panel.values[i]!
    const rows: { score: number; outcome: boolean }[] = []
    for (let row = 0; row < panel.rows; row++)
      if (labels[row]! <= LABEL.negative && !Number.isNaN(column[row]!))
        rows.push({ score: column[row]!, outcome: labels[row] === LABEL.positive })
    const auc = suspectAuc(rows)
    return auc === null ? [] : [{ indicator, auc }]
  })
}

/** How well a number tells the outcome, one way or the other, where that is too well; else null. */
export function suspectAuc(rows: Parameters<typeof measureAuc>[0]): number | null {
  const auc = measureAuc(rows)?.estimate ?? 0.5
  const best = Math.max(auc, 1 - auc)
  return best > TOO_GOOD ? best : null
}
