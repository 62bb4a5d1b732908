import { sayPoints } from '../phrase/phrase-uplift.ts'
import type { UpliftProof } from './measure-uplift.ts'

/** By how much it may be worse: as a share of accounts in the goal, and as events for each account in a guardrail. */
export type HarmMargin = { readonly margin: number; readonly perAccount: number }

/**
 * What those treated are certainly worse off by than those held back, in words; null: nothing that is certain. All limits that hold at every look lie beyond the margin, so that
 * it may be asked every day. Nothing is said while the arms do not have their sizes.
 */
export function findHarm({ plan, effect, guardrails }: UpliftProof, { margin, perAccount }: HarmMargin): string | null {
  const sequence = effect?.sequence ?? null
  if (sequence !== null) {
    const [least, estimate] =
      plan.good === 'less' ? [sequence.lower, sequence.estimate] : [-sequence.upper, -sequence.estimate]
    if (least > margin)
      return `${sayPoints(estimate)} ${plan.good === 'less' ? 'more' : 'fewer'} of those treated than of those left alone came to “${plan.outcome}” (at least ${sayPoints(least)}, valid whenever one looks)`
  }
  const harmed = guardrails.find(({ difference }) => difference !== null && difference.lower > perAccount)
  if (harmed === undefined) return null
  const { estimate, lower } = harmed.difference!
  return `those treated have ${estimate.toFixed(2)} more of “${harmed.event}” for each account than those left alone (at least ${lower.toFixed(2)}, valid whenever one looks)`
}
