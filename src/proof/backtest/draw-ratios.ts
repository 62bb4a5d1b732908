import type { StreamKey } from '../../core/stream.ts'
import type { Interval } from '../../stats/interval.ts'
import { bootstrapRounds } from '../../stats/samples/bootstrap-entities.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import { LABEL } from '../panel/label-panel.ts'
import { isTold } from './compare-cases.ts'
import { type Base, counts, type DrawnBase, type Ground } from './ground.ts'
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
const ROUNDS_AT_A_TIME = 5
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
  const groups = [...groupBy(drawn.keys(), (i) => keyOf(drawn[i]!.signal)).entries()].map(([key, indices]) => {
    const { outcome, gapDays, withinDays } = drawn[indices[0]!]!.signal
    const { labels } = ground.labelsOf(outcome, { gap: gapDays, horizon: withinDays - gapDays })
    return {
      base: drawnBase(ground, key, labels),
      own: indices.map((index) => [index, layOwn(ground, drawn[index]!, labels)] as const),
    }
  })
  const entities = ground.panel.entities.length
  const packing = packingOf(entities)
  const weights = new Float64Array(entities)
  let round = 0
  const rounds = bootstrapRounds({
    ...{ entities, seed: SEED, count: drawn.length, together: packing.draws },
    statistics: (together, into) => {
      packDraws(together, packing, weights)
      for (const { base, own } of groups) {
        const tally = base.tallies[round] ?? sumBase(base.base, weights)
        base.tallies[round] = tally
        for (const [index, laid] of own) writeRatios(laid, { weights, tally, packing, index }, into)
      }
      round += 1
    },
  })
  let step = rounds.next()
  for (let done = 1; step.done !== true; done++) {
    if (done % ROUNDS_AT_A_TIME === 0) await pause()
    step = rounds.next()
  }
  const limits = step.value
  let next = 0
  return wanted.map((is) => (is ? (limits[next++] ?? null) : null))
}

/**
 * How often a cell was drawn, for several draws as the digits of one number: sums of them are exact in 53 bits, and adding up is most of the work. No cell has more
 * rows than there are entities, since its stratum lies in one week.
 */
type Packing = { readonly draws: number; readonly digit: number }

function packingOf(entities: number): Packing {
  const bits = Math.ceil(Math.log2(entities + 2))
  return { draws: Math.max(1, Math.floor(53 / bits)), digit: 2 ** bits }
}

function packDraws(draws: readonly Int32Array[], { digit }: Packing, into: Float64Array): void {
  into.fill(0)
  for (let draw = draws.length - 1; draw >= 0; draw--) {
    const drawn = draws[draw]!
    for (let entity = 0; entity < into.length; entity++) into[entity] = into[entity]! * digit + drawn[entity]!
  }
}

function keyOf({ outcome, gapDays, withinDays }: ProvedSignal): string {
  return JSON.stringify([outcome, gapDays, withinDays])
}

/** The draws are the same ones each time, so that what they make of all rows is summed up once. */
function drawnBase(ground: Ground, key: string, labels: Uint8Array): DrawnBase {
  const known = ground.drawn.get(key) ?? { base: layBase(ground, labels), tallies: [] }
  ground.drawn.set(key, known)
  return known
}

function layBase({ panel, stratum, strata }: Ground, labels: Uint8Array): Base {
  const rows: number[] = []
  for (let row = 0; row < panel.rows; row++) if (counts(labels[row]!)) rows.push(row)
  return {
    strata,
    entity: Int32Array.from(rows, (row) => panel.entity[row]!),
    cell: Int32Array.from(rows, (row) => 2 * stratum[row]! + (labels[row] === LABEL.positive ? 1 : 0)),
  }
}

function sumBase({ entity, cell, strata }: Base, weights: Float64Array): Float64Array {
  return addCells(new Float64Array(2 * strata), { entity, cell }, weights)
}

type Rows = Pick<Base, 'entity' | 'cell'>

function addCells(tally: Float64Array, { entity, cell }: Rows, weights: Float64Array): Float64Array {
  for (let i = 0; i < cell.length; i++) tally[cell[i]!]! += weights[entity[i]!]!
  return tally
}

/**
 * Of one signal: its cases, and the rows that are not without it, each with its entity and cell, cells counted over the strata in which it has cases (`places`). Sums
 * of the draw at hand are written over for the next.
 */
type Own = {
  readonly cases: Rows
  readonly fired: Rows
  readonly places: Int32Array
  readonly exposed: Float64Array
  readonly taken: Float64Array
}

function layOwn(ground: Ground, { cases, fired }: Drawing, labels: Uint8Array): Own {
  const { panel, stratum, strata } = ground
  const told = cases.filter(({ row, label }) => row !== null && isTold(label))
  const places = [...new Set(told.map(({ row }) => stratum[row!]!))]
  const placeOf = new Int32Array(strata).fill(-1)
  places.forEach((place, i) => {
    placeOf[place] = i
  })
  const rows: number[] = []
  for (let row = 0; row < panel.rows; row++)
    if (fired[row] === 1 && counts(labels[row]!) && placeOf[stratum[row]!]! >= 0) rows.push(row)
  const cellOf = (row: number, isRight: boolean): number => 2 * placeOf[stratum[row]!]! + (isRight ? 1 : 0)
  return {
    places: Int32Array.from(places),
    cases: {
      entity: Int32Array.from(told, ({ entity }) => entity),
      cell: Int32Array.from(told, ({ row, label }) => cellOf(row!, label === 'positive')),
    },
    fired: {
      entity: Int32Array.from(rows, (row) => panel.entity[row]!),
      cell: Int32Array.from(rows, (row) => cellOf(row, labels[row] === LABEL.positive)),
    },
    ...{ exposed: new Float64Array(2 * places.length), taken: new Float64Array(2 * places.length) },
  }
}

type Draws = {
  readonly weights: Float64Array
  readonly tally: Float64Array
  readonly packing: Packing
  /** Where the ratio stands among those of a draw. */
  readonly index: number
}

/** The ratio of each draw; NaN where nobody without the signal had the outcome. As `combineStrata`, whose sums keep more digits than a draw needs. */
function writeRatios(
  { cases, fired, places, exposed, taken }: Own,
  { weights, tally, packing: { digit }, index }: Draws,
  into: readonly Float64Array[],
): void {
  addCells(exposed.fill(0), cases, weights)
  addCells(taken.fill(0), fired, weights)
  const [above, below] = [new Float64Array(into.length), new Float64Array(into.length)]
  for (let i = 0; i < places.length; i++) {
    const place = 2 * places[i]!
    let [wrongs, rights] = [exposed[2 * i]!, exposed[2 * i + 1]!]
    // Nothing is borrowed between digits: what was taken is part of the tally.
    let withouts = tally[place]! - taken[2 * i]!
    let havings = tally[place + 1]! - taken[2 * i + 1]!
    for (let draw = 0; draw < into.length; draw++) {
      // Remainders by rounding down: of doubles, `%` is a call.
      const [ofWrongs, ofRights] = [Math.floor(wrongs / digit), Math.floor(rights / digit)]
      const [ofWithouts, ofHavings] = [Math.floor(withouts / digit), Math.floor(havings / digit)]
      const [wrong, right] = [wrongs - ofWrongs * digit, rights - ofRights * digit]
      const [without, having] = [withouts - ofWithouts * digit, havings - ofHavings * digit]
      wrongs = ofWrongs
      rights = ofRights
      withouts = ofWithouts
      havings = ofHavings
      const total = wrong + right + without + having
      if (total === 0) continue
      above[draw]! += (right * (without + having)) / total
      below[draw]! += (having * (right + wrong)) / total
    }
  }
  for (let draw = 0; draw < into.length; draw++)
    into[draw]![index] = below[draw] === 0 ? Number.NaN : above[draw]! / below[draw]!
}
