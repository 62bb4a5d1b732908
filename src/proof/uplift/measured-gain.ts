import { sayPoints } from '../phrase/phrase-uplift.ts'
import type { UpliftProof } from './measure-uplift.ts'

/** What doing something has been measured to bring. `gain`: the share of accounts that come to something better by it, above 0. */
export type MeasuredGain = { readonly gain: number; readonly sentence: string }

/** Of an experiment that shows that it works, by limits that hold at every look; null: nothing is shown yet, or something else. */
export function measuredGain({ plan, ruling, effect }: UpliftProof): MeasuredGain | null {
  const sequence = effect?.sequence ?? null
  if (ruling !== 'works' || sequence === null) return null
  const [least, gain, most] =
    plan.good === 'more'
      ? [sequence.lower, sequence.estimate, sequence.upper]
      : [-sequence.upper, -sequence.estimate, -sequence.lower]
  const by = plan.good === 'more' ? 'more' : 'fewer'
  return {
    gain,
    sentence: `Measured: ${sayPoints(gain)} ${by} of those about whom it was done than of those left alone came to “${plan.outcome}” (${sayPoints(least)} to ${sayPoints(most)}, valid whenever one looks).`,
  }
}
