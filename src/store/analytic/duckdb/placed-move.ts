/** The id that stands for every actor: a whole account moves. */
export const EVERYBODY = 0
/** The id that stands for no account. */
export const NOWHERE = 0

/** A move with ids, in the order applied. */
export type PlacedMove = {
  readonly seq: number
  readonly actor: number
  readonly from: number
  readonly to: number
  readonly tsFrom: number
  readonly tsTo: number
  /** Bits of MOVE. */
  readonly which: number
  readonly knownDay: number
  readonly knownAt: number
  readonly n: number
}
