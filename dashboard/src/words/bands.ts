import type { BandChanges } from '@contract/band-changes.ts'
import type { ThreadState } from '../parts/icon.tsx'

/** Bands as products usually call them; one that nobody knows says only its name. */
const STATES: Readonly<Record<string, ThreadState>> = {
  ...{ healthy: 'streams', active: 'streams', green: 'streams', activated: 'streams' },
  ...{ watch: 'flutters', stable: 'streams', drifting: 'flutters', yellow: 'flutters' },
  ...{ 'partially activated': 'flutters', 'too early': 'unknown' },
  ...{ 'at risk': 'hangs', red: 'hangs', 'not activated': 'hangs' },
}

/** How the thread stands in a band; null: the band is one that only this product knows. */
export function stateOfBand(band: string | null): ThreadState | null {
  return band === null ? 'unknown' : (STATES[band] ?? null)
}

export const STATE_TEXT: Readonly<Record<ThreadState, string>> = {
  streams: 'text-well',
  flutters: 'text-watch',
  hangs: 'text-risk',
  unknown: 'text-ink-3',
}

/** Enough crossings to see whether any of the period came with an import. */
export const CROSSINGS = 1_000

/** Days that were imported know who is in which band, and not who had been in which before: what is said of them day by day would be short of all who had left. */
export function isImported({ crossings }: BandChanges): boolean {
  return crossings.some(({ cause }) => cause === 'import')
}
