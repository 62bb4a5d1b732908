/** Checked by tsc: every `@ts-expect-error` line must be an error. Nobody can label or tabulate by windows that were not checked against each other. */
import { labelPanel } from '../../src/proof/panel/label-panel.ts'
import type { Panel } from '../../src/proof/panel/panel.ts'
import { panelWindows } from '../../src/proof/panel/panel-windows.ts'
import { associate } from '../../src/stats/survival/associate.ts'
import { tabulateLandmark } from '../../src/stats/survival/tabulate-landmark.ts'

declare const panel: Panel

labelPanel(panel, 'churned', panelWindows({ observation: 84, gap: 7, horizon: 30 }))
const windows = { days: { observation: 84, gap: 7, horizon: 30 }, gap: 7, horizon: 30 }
// @ts-expect-error windows that were written by hand
labelPanel(panel, 'churned', windows)

tabulateLandmark([], associate({ from: 0, until: 14 }, { after: 14, until: 90 }))
// @ts-expect-error an outcome that is looked for before the exposure has ended, past the check
tabulateLandmark([], { exposure: { from: 0, until: 14 }, outcome: { after: 0, until: 90 } })
