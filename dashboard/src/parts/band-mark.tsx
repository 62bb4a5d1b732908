import { STATE_TEXT, stateOfBand } from '../words/bands.ts'
import { formatPoints } from '../words/scores.ts'
import { ThreadMark } from './icon.tsx'

/** The band of a score: icon, what the score comes to where there is room for it and a number is known, and word. */
export function BandMark({ band, value = null }: { band: string | null; value?: number | null }) {
  const state = stateOfBand(band)
  return (
    <span
      className={`inline-flex items-center gap-1.5 align-top font-medium whitespace-nowrap ${state === null ? 'text-ink-2' : STATE_TEXT[state]}`}
    >
      {state !== null && <ThreadMark state={state} />}
      {value !== null && <span className="max-desk:hidden">{formatPoints(value)}</span>}
      {band === null ? 'unknown' : band.slice(0, 60)}
    </span>
  )
}
