import type { Day, Millis } from '../core/time.ts'

/** The first day at whose close a condition held, and the moment on it. */
export type Reached = { readonly day: Day; readonly instant: Millis }
/** By node of the level's graph. */
export type ReachedNodes = ReadonlyMap<number, Reached>

export const NEVER_REACHED: ReachedNodes = new Map()
