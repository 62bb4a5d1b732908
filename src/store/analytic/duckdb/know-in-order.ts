import type { Day } from '../../../core/time.ts'
import { EVERYBODY, type PlacedMove } from './placed-move.ts'

/** The latest known days of the moves so far: of each actor's own, of all up to the last that moved everybody, and of all. */
export type MovedOn = { readonly ofActor: Map<number, Day>; everybody: Day; anybody: Day }

export function makeMovedOn(): MovedOn {
  return { ofActor: new Map(), everybody: Number.NEGATIVE_INFINITY, anybody: Number.NEGATIVE_INFINITY }
}

/** What a later move of an actor, or of everybody, says is never known before what the earlier ones said. */
export function knowInOrder(before: MovedOn, moves: readonly PlacedMove[]): readonly PlacedMove[] {
  const since = { ...before, ofActor: new Map<number, Day>() }
  return moves.map((move) => {
    const own = since.ofActor.get(move.actor) ?? before.ofActor.get(move.actor) ?? Number.NEGATIVE_INFINITY
    const earlier = move.actor === EVERYBODY ? since.anybody : Math.max(own, since.everybody)
    const knownDay = Math.max(move.knownDay, earlier)
    noteMove(since, move.actor, knownDay)
    return { ...move, knownDay }
  })
}

/** Takes in the moves of a batch that was stored. */
export function keepMoved(movedOn: MovedOn, moves: readonly PlacedMove[]): void {
  for (const { actor, knownDay } of moves) noteMove(movedOn, actor, knownDay)
}

/** A day in order and the day as it came lead to the same: what orders it is noted already. */
function noteMove(movedOn: MovedOn, actor: number, knownDay: Day): void {
  movedOn.anybody = Math.max(movedOn.anybody, knownDay)
  if (actor === EVERYBODY) movedOn.everybody = movedOn.anybody
  else movedOn.ofActor.set(actor, Math.max(knownDay, movedOn.ofActor.get(actor) ?? knownDay))
}
