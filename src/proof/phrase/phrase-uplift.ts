import type { Interval } from '../../stats/interval.ts'
import type { CohortsProof } from '../uplift/compare-cohorts.ts'
import type { UnaffectedProof } from '../uplift/compare-unaffected.ts'
import type { UpliftProof } from '../uplift/measure-uplift.ts'
import type { PlannedUplift } from '../uplift/plan-uplift.ts'
import type { Rise } from '../uplift/predict-rise.ts'
import type { OutcomeWords } from './outcome-words.ts'
import { sayAmount, sayCount, sayShare } from './say-number.ts'

const LEAST = 100

/** `4.2 points`, of a difference of two shares. */
export function sayPoints(difference: number): string {
  const points = Math.abs(100 * difference)
  return `${points >= 9.95 ? Math.round(points) : points.toFixed(1)} points`
}

/** What an experiment has shown, as somebody would say it who has to decide whether to go on. */
export function phraseUplift(proof: UpliftProof, words: OutcomeWords): string {
  const { effect, ruling } = proof
  const guard = sayGuardrails(proof)
  if (ruling === 'hidden') return sayMismatch(proof)
  if (effect === null) return `Nothing to compare yet: ${sayArms(proof)}.${guard}`
  if (effect.sequence === null) return `Too early: ${sayArms(proof)}, and nothing is shown below ${LEAST}.${guard}`
  const rates = `${sayShare(proof.treated.rate!.estimate)} of those treated ${words.did}, against ${sayShare(proof.holdout.rate!.estimate)} of those held back`
  switch (ruling) {
    case 'works':
    case 'harms':
      return `${rates}: ${sayPoints(effect.sequence.estimate)} ${effect.sequence.estimate < 0 ? 'fewer' : 'more'} (${sayLimits(effect.sequence)}, valid whenever one looks). ${ruling === 'works' ? `It works: ${sayPerHundred(proof)}.` : 'It does harm: stop it.'}${guard}`
    case 'no_useful_effect':
      return `${rates}. An effect that would be of use can be ruled out. Stop it, or try something else.${guard}`
    case 'inconclusive':
      return `${rates}. It could be anything from ${sayEnd(effect.sequence.lower)} to ${sayEnd(effect.sequence.upper)}. ${sayProgress(proof)}${guard}`
  }
}

function sayLimits({ lower, upper }: Interval): string {
  const [low, high] = [Math.min(Math.abs(lower), Math.abs(upper)), Math.max(Math.abs(lower), Math.abs(upper))]
  return `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`
}

function sayEnd(limit: number): string {
  return `${sayPoints(limit)} ${limit < 0 ? 'fewer' : 'more'}`
}

function sayPerHundred({ plan, effect }: UpliftProof): string {
  const count = Math.abs(100 * effect!.sequence!.estimate)
  const told = count >= 9.95 ? String(Math.round(count)) : count.toFixed(1)
  return `about ${told} in a hundred ${plan.good === 'less' ? 'are kept' : 'are won'}`
}

function sayProgress({ plan, treated, holdout }: UpliftProof): string {
  const have = treated.counted + holdout.counted
  return have >= plan.units
    ? `All ${plan.units.toLocaleString('en')} that were planned have told.`
    : `${have.toLocaleString('en')} of the ${sayCount(plan.units, 'account')} that were planned have told.`
}

function sayArms({ treated, holdout, leftOut }: UpliftProof): string {
  const have = treated.counted + holdout.counted
  const early = leftOut.tooEarly === 0 ? '' : `, ${leftOut.tooEarly.toLocaleString('en')} more too early to count`
  return `the days are over of ${sayCount(have, 'account')} (${treated.counted.toLocaleString('en')} treated, ${holdout.counted.toLocaleString('en')} held back)${early}`
}

function sayMismatch({ plan, treated, holdout, arms }: UpliftProof): string {
  const where =
    arms.overall?.mismatch === true ? '' : ` within “${arms.segments.find(({ mismatch }) => mismatch)?.segment}”`
  return `The arms do not have the sizes that were planned${where}: ${treated.exposed.toLocaleString('en')} treated and ${holdout.exposed.toLocaleString('en')} held back, where ${sayShare(plan.holdout)} were to be held back. Something assigns or loses accounts by arm, so no result is shown until that is explained.`
}

function sayGuardrails({ guardrails }: UpliftProof): string {
  const harmed = guardrails.filter((one) => one.harmed)
  return harmed
    .map(
      ({ event, difference }) =>
        ` It brings more of “${event}”: ${difference!.estimate.toFixed(2)} more for each account (at least ${difference!.lower.toFixed(2)}).`,
    )
    .join('')
}

/** What an experiment will be able to find. */
export function phrasePlan({ units, detectable, weeks, tooSmall }: PlannedUplift, base: number): string {
  const when =
    weeks === null
      ? ''
      : ` At the present pace that takes ${sayCount(weeks, 'week')} until the last has come, and the days of the outcome behind it.`
  const small = tooSmall
    ? ' That is more than half of the rate itself, so most things that work would not be seen: too small to measure. Run it as unproven, or measure several together.'
    : ''
  return `With ${sayCount(units, 'account')} a difference of ${sayPoints(detectable)} from ${sayShare(base)} is found four times in five, however often one looks.${when}${small}`
}

/** Who began before against who began after; never more than suggestive. */
export function phraseCohorts({ ruling, before, after, change }: CohortsProof, words: OutcomeWords): string {
  if (before.total === 0 || after.total === 0 || change === null)
    return `Nothing to compare: ${sayCount(before.total, 'account')} before and ${after.total.toLocaleString('en')} after, or a group is missing on one side.`
  const { standardised: own } = change
  const rates = `${sayShare(before.successes / before.total)} of those before ${words.did}, ${sayShare(after.successes / after.total)} of those after: ${sayChange(change.crude)}`
  const mix = `with the same mix of accounts ${sayChange(own.estimate)} (${sayChange(own.lower)} to ${sayChange(own.upper)})`
  return `${rates}; ${mix}. ${ruling === 'suggestive' ? SUGGESTIVE : NOTHING_TOLD}`
}

/** Who began before and after, beside those to whom the change did not apply. */
export function phraseUnaffected(
  cohorts: CohortsProof,
  { before, after, difference, alike, ruling }: UnaffectedProof,
  { words, group }: { readonly words: OutcomeWords; readonly group: string },
): string {
  if (difference === null) return `${phraseCohorts(cohorts, words)} Nobody of “${group}” to compare on one side.`
  const rateOf = ({ successes, total }: UnaffectedProof['before']): number => successes / total
  const own = sayChange(rateOf(cohorts.after) - rateOf(cohorts.before))
  const theirs = sayChange(rateOf(after) - rateOf(before))
  const beyond = `${own} where it applied, ${theirs} of “${group}”, where it did not: a difference of ${sayChange(difference.estimate)} (${sayChange(difference.lower)} to ${sayChange(difference.upper)})`
  if (alike === null)
    return `${beyond}. Whether both went alike before cannot be told from fewer than six weeks: it tells nothing about the change.`
  if (!alike) return `${beyond}. They did not go alike before either, so it tells nothing about the change.`
  return `${beyond}. They went alike before. ${ruling === 'suggestive' ? SUGGESTIVE : NOTHING_TOLD}`
}

const SUGGESTIVE = 'That is suggestive, and no more: nothing was held back.'
const NOTHING_TOLD = 'That tells nothing about the change.'

function sayChange(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${sayPoints(difference)}`
}

/** Where those who were picked stood, and where they would come to by themselves. */
export type ToldRise = Rise & { readonly title: string }

/** What is always said beside a comparison of cohorts; with numbers where those who were picked are known. */
export function cohortCaveats(rise: ToldRise | null): string[] {
  return [
    `Accounts that were picked because they were low rise by themselves: bad luck does not come again.${rise === null ? '' : sayRise(rise)}`,
    'The season, a price, a campaign or another release of the same weeks is in the difference.',
    'Only groups that the segment tells apart are held alike; who comes may have changed within them.',
    'Cohorts that are not old enough yet are left out, those who had the outcome early with them.',
  ]
}

function sayRise({ title, picked, mean, expected }: ToldRise): string {
  return ` Of “${title}” they had ${sayAmount(picked)}, where all accounts have ${sayAmount(mean)}; four weeks later ${sayAmount(expected)} is to be expected if nothing is done.`
}
