import type { AnalysisWarning } from '../../contract/analyze/question.ts'
import { combineStrata, type StratifiedRatio, tellsAnother } from '../../stats/proportions/combine-strata.ts'
import type { Arms, Share } from '../../stats/proportions/share.ts'
import { checkParts } from '../question/check-parts.ts'
import type { Measured } from './measured.ts'

/** The two numbers of a share, of the period and of the one before; null: it is none. */
export type SharesOf = { readonly now: Measured['of']; readonly before: Measured['of'] }

/**
 * What a metric by groups says of its whole, where it is a share: whether the groups make it up, and whether what moved from the period before moved within the
 * groups too, or only because others are in them (Simpson).
 */
export function checkGroups(whole: SharesOf, groups: readonly SharesOf[]): AnalysisWarning[] {
  const parts = groups.flatMap(({ now }) => (now === null ? [] : [toShare(now)]))
  const differ = whole.now === null ? [] : checkParts({ parts, whole: toShare(whole.now), of: 'that it is a share of' })
  // Of groups that are not the whole, what moved within them says nothing of it.
  if (differ.length > 0) return differ
  const arms = groups.flatMap(({ now, before }): Arms[] =>
    now === null || before === null ? [] : [{ exposed: toShare(now), other: toShare(before) }],
  )
  return tellStory(combineStrata(arms))
}

function toShare({ count, total }: NonNullable<Measured['of']>): Share {
  return { successes: count, total }
}

function tellStory(stratified: StratifiedRatio): AnalysisWarning[] {
  const { crude, adjusted } = stratified
  if (!tellsAnother(stratified) || crude === null || adjusted === null) return []
  const [all, within] = [crude, adjusted].map(({ estimate }) => estimate.toFixed(2))
  const limits = `${adjusted.lower.toFixed(2)} to ${adjusted.upper.toFixed(2)}`
  return [
    {
      code: 'another_story',
      message: `Over all it is ${all} times what it was in the period before, but ${within} times (${limits}) within these groups: who is in them has changed. Believe the latter.`,
    },
  ]
}
