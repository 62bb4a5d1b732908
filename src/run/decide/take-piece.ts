import { setTimeout } from 'node:timers/promises'
import type { JudgedAccount } from '../../judge/judge-account.ts'
import type { CloseWalk } from './day-close.ts'

/** A piece is cut short when the next account has to be waited for longer. */
const PATIENCE_MS = 2
/** So many numbers are held before they are committed, however few accounts they are of; a change with its evidence counts as several. */
const HELD_MOST = 50_000
const HELD_BY_CHANGE = 10

/** `most`: steps. `wait` false: only what is ready. */
type Piece = { readonly most: number; readonly wait: boolean; ended: boolean }

type Taking<T, Taken extends T> = {
  readonly isOpen: (step: T) => step is Taken
  readonly heldBy: (step: Taken) => number
}

/** What the changes of somebody take, as numbers. */
export function heldByChanges({ transitions, states }: Pick<JudgedAccount, 'transitions' | 'states'>): number {
  return HELD_BY_CHANGE * (transitions.length + states.length)
}

/** The next few steps of a walk that are still to be committed, in one piece. */
export async function* takePiece<T, Taken extends T>(
  walk: CloseWalk<T>,
  piece: Piece,
  { isOpen, heldBy }: Taking<T, Taken>,
): AsyncGenerator<Taken> {
  let held = 0
  for (let taken = 0; taken < piece.most && held < HELD_MOST; taken++) {
    walk.next ??= walk.steps.next()
    const step = piece.wait ? await walk.next : await Promise.race([walk.next, setTimeout(PATIENCE_MS, null)])
    if (step === null) return
    walk.next = null
    if (step.done === true) {
      piece.ended = true
      return
    }
    // Closed ahead while it was being judged: that judgement stands.
    if (!isOpen(step.value)) continue
    held += heldBy(step.value)
    yield step.value
  }
}
