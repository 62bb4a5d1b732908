import { LABEL } from '../panel/label-panel.ts'
import { counts, type Ground, weekOf } from './ground.ts'
import type { ProvedSignal } from './proved-signal.ts'
import type { Cases } from './select-cases.ts'

/** Rows with which the cases are compared: of the same weeks, at risk, followed to the end, and without the signal. By column. */
export type Others = {
  readonly rows: Int32Array
  /** 1: the outcome came. */
  readonly positive: Uint8Array
}

/** 1 for rows of the panel in whose week the signal opened, or was on when it began. */
export function markFired({ panel, rowOf }: Ground, { episodes }: Pick<ProvedSignal, 'episodes'>): Uint8Array {
  const fired = new Uint8Array(panel.rows)
  const weeks = panel.asOfs.length
  for (const { entity, openedAt, closedAt } of episodes) {
    const last = closedAt === null ? weeks - 1 : weekOf(panel, closedAt)
    for (let week = Math.max(0, weekOf(panel, openedAt)); week <= last; week++) {
      const row = rowOf[entity * weeks + week]!
      if (row >= 0) fired[row] = 1
    }
  }
  return fired
}

export function findOthers(
  ground: Ground,
  { signal, cases, fired }: { readonly signal: ProvedSignal; readonly cases: Cases; readonly fired: Uint8Array },
): Others {
  const { panel } = ground
  const { labels } = ground.labelsOf(signal.outcome, {
    gap: signal.gapDays,
    horizon: signal.withinDays - signal.gapDays,
  })
  const weeks = new Uint8Array(panel.asOfs.length)
  for (const { row, label } of cases.all)
    if (row !== null && (label === 'positive' || label === 'negative')) weeks[panel.asOf[row]!] = 1
  const rows = new Int32Array(panel.rows)
  const positive = new Uint8Array(panel.rows)
  let found = 0
  for (let row = 0; row < panel.rows; row++) {
    const label = labels[row]!
    if (fired[row] !== 0 || !counts(label) || weeks[panel.asOf[row]!] === 0) continue
    rows[found] = row
    positive[found++] = label === LABEL.positive ? 1 : 0
  }
  return { rows: rows.slice(0, found), positive: positive.slice(0, found) }
}
