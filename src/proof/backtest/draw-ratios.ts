import type { StreamKey } from '../../core/stream.ts'
import type { Interval } from '../../stats/interval.ts'
import { bootstrapRounds } from '../../stats/samples/bootstrap-entities.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import { LABEL } from '../panel/label-panel.ts'
import { isTold } from './compare-cases.ts'
import { counts, type Ground } from './ground.ts'
import type { ProvedSignal } from './proved-signal.ts'
import type { Case } from './select-cases.ts'

export type Drawing = {
  readonly signal: ProvedSignal
  readonly cases: readonly Case[]
  /** By row of the panel. */
  readonly fired: Uint8Array
}

/** With fewer right cases than this, draws say less than the formula. */
const FEW_RIGHT = 5
/** Between which this thread is lent to others. */
const ROUNDS_AT_A_TIME = 10
const SEED: StreamKey = { k0: 0x6c62272e, k1: 0x07bb0142 }

/**
 * Limits of the ratio within strata (Mantel and Haenszel's), by drawing entities with all their weeks again: rows of one entity are not independent. All signals are
 * drawn together. null: too few cases, or the ratio mostly has no value.
 */
export async function drawRatios(
  ground: Ground,
  drawings: readonly Drawing[],
  pause: () => Promise<void>,
): Promise<(Interval | null)[]> {
  const wanted = drawings.map(({ cases }) => cases.filter(({ label }) => label === 'positive').length >= FEW_RIGHT)
  const drawn = drawings.filter((_, i) => wanted[i])
  const groups = [...groupBy(drawn.keys(), (i) => keyOf(drawn[i]!.signal)).values()].map((indices) => {
    const { outcome, gapDays, withinDays } = drawn[indices[0]!]!.signal
    const { labels } = ground.labelsOf(outcome, { gap: gapDays, horizon: withinDays - gapDays })
    return {
      base: layBase(ground, labels),
      own: indices.map((index) => ({ index, laid: layOwn(ground, drawn[index]!, labels) })),
    }
  })
  const rounds = bootstrapRounds({
    entities: ground.panel.entities.length,
    seed: SEED,
    count: wanted.filter(Boolean).length,
    statistics: (weights, into) => {
      for (const { base, own } of groups) {
        const tally = sumBase(base, weights)
        for (const { index, laid } of own) into[index] = ratioOf(laid, { weights, tally, strata: base.strata })
      }
    },
  })
  let step = rounds.next()
  for (let round = 1; step.done !== true; round++) {
    if (round % ROUNDS_AT_A_TIME === 0) await pause()
    step = rounds.next()
  }
  const limits = step.value
  let next = 0
  return wanted.map((is) => (is ? (limits[next++] ?? null) : null))
}

function keyOf({ outcome, gapDays, withinDays }: ProvedSignal): string {
  return JSON.stringify([outcome, gapDays, withinDays])
}

/** Every row that counts, in order of the entities: whose it is, and its cell (2 × stratum, and one more where the outcome came). */
type Base = { readonly entity: Int32Array; readonly cell: Int32Array; readonly strata: number }

function layBase({ panel, stratum, strata }: Ground, labels: Uint8Array): Base {
  const rows: number[] = []
  for (let row = 0; row < panel.rows; row++) if (counts(labels[row]!)) rows.push(row)
  return {
    strata,
    entity: Int32Array.from(rows, (row) => panel.entity[row]!),
    cell: Int32Array.from(rows, (row) => 2 * stratum[row]! + (labels[row] === LABEL.positive ? 1 : 0)),
  }
}

function sumBase({ entity, cell, strata }: Base, weights: Int32Array): Int32Array {
  const tally = new Int32Array(2 * strata)
  for (let i = 0; i < cell.length; i++) tally[cell[i]!]! += weights[entity[i]!]!
  return tally
}

/** Of one signal: its cases, and the rows that are not without it, each with its entity and cell. */
type Own = { readonly cases: Base; readonly fired: Base; readonly places: Int32Array }

function layOwn(ground: Ground, { cases, fired }: Drawing, labels: Uint8Array): Own {
  const { panel, stratum, strata } = ground
  const told = cases.filter(({ row, label }) => row !== null && isTold(label))
  const places = new Set(told.map(({ row }) => stratum[row!]!))
  const rows: number[] = []
  for (let row = 0; row < panel.rows; row++)
    if (fired[row] === 1 && counts(labels[row]!) && places.has(stratum[row]!)) rows.push(row)
  return {
    places: Int32Array.from(places),
    cases: {
      strata,
      entity: Int32Array.from(told, ({ entity }) => entity),
      cell: Int32Array.from(told, ({ row, label }) => 2 * stratum[row!]! + (label === 'positive' ? 1 : 0)),
    },
    fired: {
      strata,
      entity: Int32Array.from(rows, (row) => panel.entity[row]!),
      cell: Int32Array.from(rows, (row) => 2 * stratum[row]! + (labels[row] === LABEL.positive ? 1 : 0)),
    },
  }
}

type Draw = { readonly weights: Int32Array; readonly tally: Int32Array; readonly strata: number }

/** The ratio of one draw; NaN where nobody without the signal had the outcome. As `combineStrata`, whose sums keep more digits than a draw needs. */
function ratioOf({ cases, fired, places }: Own, { weights, tally }: Draw): number {
  const exposed = sumBase(cases, weights)
  const taken = sumBase(fired, weights)
  let [above, below] = [0, 0]
  for (const place of places) {
    const [wrong, right] = [exposed[2 * place]!, exposed[2 * place + 1]!]
    const without = tally[2 * place]! - taken[2 * place]!
    const having = tally[2 * place + 1]! - taken[2 * place + 1]!
    const total = wrong + right + without + having
    if (total === 0) continue
    above += (right * (without + having)) / total
    below += (having * (right + wrong)) / total
  }
  return below === 0 ? Number.NaN : above / below
}
