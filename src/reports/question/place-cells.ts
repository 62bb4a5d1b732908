import type { SegmentQuestion } from './choose-segments.ts'
import { type Done, doneIn, type Part } from './gather-entities.ts'

/** Tells the cells that what an actor did comes to, each with the instant as of which segments are asked. */
export type CellsOf = (done: Done, tell: (cell: number, at: number) => void) => void

type Placing = {
  readonly cellsOf: CellsOf
  /** All instants that `cellsOf` tells. */
  readonly asOf: readonly number[]
  readonly segments: SegmentQuestion | null
}

/** Of all of the actor's accounts that pass the filter, whatever their group. */
export const ALL = -1
const OUT = -2

/**
 * Tells each cell of an actor, for all of its accounts and for each group of the segment: in a cell counts only what was done in accounts that pass the filter, and
 * are in the group, as of the instant of that cell.
 */
export function placeCells(
  { cellsOf, asOf, segments }: Placing,
  parts: readonly Part[],
  tell: (cell: number, group: number) => void,
): void {
  if (segments === null) {
    cellsOf(doneIn(parts), (cell) => tell(cell, ALL))
    return
  }
  const placeOf = ({ account }: Part, at: number) =>
    segments.passes(account, at) ? segments.groupOf(account, at) : OUT
  if (parts.length === 1) {
    cellsOf(doneIn(parts), (cell, at) => {
      const place = placeOf(parts[0]!, at)
      if (place === OUT) return
      tell(cell, ALL)
      if (place !== ALL) tell(cell, place)
    })
    return
  }
  const places = new Map(asOf.map((at) => [at, parts.map((part) => placeOf(part, at))]))
  const groups = new Set([...places.values()].flat())
  placeTogether({ cellsOf, parts }, { chosenAt: (at) => places.get(at)!.map((place) => place !== OUT), asOf }, (cell) =>
    tell(cell, ALL),
  )
  for (const group of groups) {
    if (group === OUT || group === ALL) continue
    const chosenAt = (at: number) => places.get(at)!.map((place) => place === group)
    placeTogether({ cellsOf, parts }, { chosenAt, asOf }, (cell) => tell(cell, group))
  }
}

type Chosen = { readonly chosenAt: (at: number) => readonly boolean[]; readonly asOf: readonly number[] }

/** Each set of accounts that counts at some instant, with the cells of the instants at which it does. */
function placeTogether(
  { cellsOf, parts }: { readonly cellsOf: CellsOf; readonly parts: readonly Part[] },
  { chosenAt, asOf }: Chosen,
  tell: (cell: number) => void,
): void {
  const keyAt = new Map(asOf.map((at) => [at, chosenAt(at).join()]))
  for (const key of new Set(keyAt.values())) {
    const chosen = key.split(',')
    const own = parts.filter((_, i) => chosen[i] === 'true')
    if (own.length === 0) continue
    cellsOf(doneIn(own), (cell, at) => {
      if (keyAt.get(at) === key) tell(cell)
    })
  }
}
