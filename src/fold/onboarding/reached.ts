import type { Day, Millis } from '../../core/time.ts'

/** The first day at whose close a condition held, and the moment on it. */
export type Reached = { readonly day: Day; readonly instant: Millis }
/** By node of the level's graph. */
export type ReachedNodes = ReadonlyMap<number, Reached>

export const NEVER_REACHED: ReachedNodes = new Map()

/** What an entity has reached for good. */
export type ReachedSoFar = {
  /** What had been before the judged days, where the numbers of these tell whether there is more to be found; null: it has to be looked for. */
  readonly before: ReachedNodes | null
  /** All of it. */
  readonly look: () => ReachedNodes
}

export function reachedAlready(reached: ReachedNodes): ReachedSoFar {
  return { before: null, look: () => reached }
}

export const NOTHING_REACHED: ReachedSoFar = reachedAlready(NEVER_REACHED)
