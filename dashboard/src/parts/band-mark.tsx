import { STATE_TEXT, stateOfBand } from '../words/bands.ts'
import { ThreadMark } from './icon.tsx'

/** The band of a score: icon and word. */
export function BandMark({ band }: { band: string | null }) {
  const state = stateOfBand(band)
  return (
    <span
      className={`inline-flex items-center gap-1.5 align-top font-medium whitespace-nowrap ${state === null ? 'text-ink-2' : STATE_TEXT[state]}`}
    >
      {state !== null && <ThreadMark state={state} />}
      {band === null ? 'unknown' : band.slice(0, 60)}
    </span>
  )
}
