import type { AccountDetail } from '@contract/account.ts'
import { leadScore } from '@contract/lead-score.ts'
import { roundParts } from '@contract/round-parts.ts'
import type { LedgerLine, ScoreStanding } from '@contract/scores.ts'

/** The scores of an account: the leading one first, by its name. */
export function scoresOf({ scores, activation }: AccountDetail): ScoreStanding[] {
  const all = activation === null ? scores : [...scores, activation.score]
  const lead = leadScore(all.map(({ key }) => key))
  return [...all.filter(({ key }) => key === lead), ...all.filter(({ key }) => key !== lead)]
}

export type ShownLine = LedgerLine & {
  /** The points to one decimal; those of all lines add up to the value as shown. */
  readonly shown: number
}

/** Largest first, those without fresh data last. */
export function largestLines({ lines }: ScoreStanding): ShownLine[] {
  const rounded = roundParts(lines.map(({ points }) => points ?? 0))
  return lines
    .map((line, at) => ({ ...line, shown: rounded[at] ?? 0 }))
    .sort((a, b) => (b.points ?? -Infinity) - (a.points ?? -Infinity))
}

/** 58.999 → "59.0", as the parts are shown. */
export function formatPoints(points: number): string {
  return (Math.round(10 * points) / 10).toFixed(1).replace('-', '−')
}

/** Why nothing is said, or how much of the data there is; null: all of it. */
export function dataWords({ value, band, completeness }: ScoreStanding): string | null {
  const share = completeness === null ? null : `${Math.floor(100 * completeness)}\u202f%`
  if (value === null && band === null)
    return share === null ? 'too little is known' : `only ${share} of its data is fresh, too little for a number`
  return share === null || completeness === 1 ? null : `${share} of its data is fresh`
}
