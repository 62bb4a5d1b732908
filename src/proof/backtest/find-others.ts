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
  const weeks = new Set(
    cases.all.flatMap(({ row, label }) =>
      row !== null && (label === 'positive' || label === 'negative') ? [panel.asOf[row]!] : [],
    ),
  )
  const rows: number[] = []
  for (let row = 0; row < panel.rows; row++)
    if (fired[row] === 0 && counts(labels[row]!) && weeks.has(panel.asOf[row]!)) rows.push(row)
  return {
    rows: Int32Array.from(rows),
    positive: Uint8Array.from(rows, (row) => (labels[row] === LABEL.positive ? 1 : 0)),
  }
}
