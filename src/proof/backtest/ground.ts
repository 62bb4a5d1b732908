import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { LABEL, labelPanel, type PanelLabels } from '../panel/label-panel.ts'
import type { Panel } from '../panel/panel.ts'
import { panelWindows } from '../panel/panel-windows.ts'

/** What all artefacts are compared on: the weekly panel, in which week and stratum each row lies, and what became of it. */
export type Ground = {
  readonly panel: Panel
  /** Row of an entity at a moment, at entity × moments + moment; −1: it was not there. */
  readonly rowOf: Int32Array
  /** By row: week × group of the chosen segment × tenure band, as one number. */
  readonly stratum: Int32Array
  readonly strata: number
  /** The segment within which is compared; null: none is configured. */
  readonly segment: string | null
  /** What became of each row, for an outcome and windows; worked out once. */
  readonly labelsOf: (outcome: string, windows: GroundWindows) => PanelLabels
  /** What draws of entities make of all rows, by outcome and windows; kept by whoever draws, since most that is compared shares it. */
  readonly drawn: Map<string, DrawnBase>
}

export type GroundWindows = { readonly gap: number; readonly horizon: number }

/** Every row that counts, in order of the entities: whose it is, and its cell (2 × stratum, and one more where the outcome came). */
export type Base = { readonly entity: Int32Array; readonly cell: Int32Array; readonly strata: number }

/** How often each cell was drawn, by round of draws. */
export type DrawnBase = { readonly base: Base; readonly tallies: Float64Array[] }

/** Days of tenure at which a band ends; accounts whose age is not known are a band of their own. */
const TENURE_ENDS = [30, 90, 365] as const
const TENURES = TENURE_ENDS.length + 2
const ALL = Number.POSITIVE_INFINITY

export function layGround(panel: Panel): Ground {
  const rowOf = new Int32Array(panel.entities.length * panel.asOfs.length).fill(-1)
  for (let row = 0; row < panel.rows; row++) rowOf[panel.entity[row]! * panel.asOfs.length + panel.asOf[row]!] = row
  const which = panel.segments.length > 0 ? 0 : null
  const groups = which === null ? 1 : panel.segments[which]!.names.length + 1
  const stratum = new Int32Array(panel.rows)
  for (let row = 0; row < panel.rows; row++) {
    const group = which === null ? 0 : Math.max(-1, panel.groups[which]![row]!) + 1
    const { signUp } = panel.entities[panel.entity[row]!]!
    const week = panel.asOf[row]!
    stratum[row] = (week * groups + group) * TENURES + tenureBand(signUp, panel.asOfs[week]!.at)
  }
  const strata = panel.asOfs.length * groups * TENURES
  return {
    panel,
    rowOf,
    stratum,
    strata,
    segment: which === null ? null : panel.segments[which]!.key,
    labelsOf: keepLabels(panel),
    drawn: new Map(),
  }
}

function tenureBand(signUp: Millis | null, at: Millis): number {
  if (signUp === null) return TENURES - 1
  const days = Math.floor((at - signUp) / MS_PER_DAY)
  const band = TENURE_ENDS.findIndex((end) => days <= end)
  return band < 0 ? TENURE_ENDS.length : band
}

function keepLabels(panel: Panel): Ground['labelsOf'] {
  const kept = new Map<string, PanelLabels>()
  return (outcome, { gap, horizon }) => {
    const key = JSON.stringify([outcome, gap, horizon])
    const known = kept.get(key)
    if (known !== undefined) return known
    const labels = labelPanel(panel, outcome, panelWindows({ observation: ALL, gap, horizon }))
    kept.set(key, labels)
    return labels
  }
}

/** The row of the week that a moment falls in; of who was not there yet when it began, of the next. null: in none. */
export function rowAround({ panel, rowOf }: Ground, entity: number, at: Millis): number | null {
  const week = weekOf(panel, at)
  for (const one of [week, week + 1]) {
    if (one < 0 || one >= panel.asOfs.length) continue
    const row = rowOf[entity * panel.asOfs.length + one]!
    if (row >= 0) return row
  }
  return null
}

/** The last of the panel's moments that is not behind an instant; −1: none. */
export function weekOf({ asOfs }: Pick<Panel, 'asOfs'>, at: Millis): number {
  let [low, high] = [0, asOfs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (asOfs[middle]!.at <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Whether a row counts: followed to the end, at risk, and told. */
export function counts(label: number): boolean {
  return label === LABEL.positive || label === LABEL.negative
}
