import type { Millis } from '../core/time.ts'

/** What is worked out behind a close without being asked for, so that pages have it at once. */
export type StandingWork = {
  /** Whether a server does so. */
  isOn: boolean
  /** What is under way, and how far. */
  under: { readonly name: string; done: number; total: number } | null
  /** What could not be answered, by the ground on which. */
  readonly refused: Map<string, string>
  /** When somebody last looked for an answer that was not there. */
  readonly awaited: Map<string, Millis>
  /** Told whenever an answer stands anew. */
  readonly listeners: Set<() => void>
}

export function makeStandingWork(): StandingWork {
  return { isOn: false, under: null, refused: new Map(), awaited: new Map(), listeners: new Set() }
}
