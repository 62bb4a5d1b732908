import { planSample, weeksUntil } from '../../stats/experiments/plan-sample.ts'
import type { MilestoneProof } from '../backtest/backtest-milestone.ts'
import type { OutcomeWords } from './outcome-words.ts'
import { phrasePhi } from './phrase-phi.ts'
import { type Needed, sayNeeded, sayPace } from './say-needed.ts'
import { sayCount, sayRatio, sayShare, sayTimes } from './say-number.ts'

const LEAST = 30

/** The verdict on a milestone as a product manager would say it. */
export function phraseMilestone(proof: MilestoneProof, words: OutcomeWords): string {
  const { verdict } = proof
  switch (verdict.ruling) {
    case 'keep':
      return `${sayRates(proof, words)} ${sayBar(proof)} Keep it.`
    case 'tune':
      return `${sayRates(proof, words)} ${sayFaults(proof)} ${sayBar(proof)} Tune it.`
    case 'drop':
      return `${sayRates(proof, words)} ${sayDrop(proof)}`
    case 'not_enough_data':
      return verdict.reasons[0] === 'inconclusive'
        ? `Not enough data: it could be anything. ${sayRates(proof, words)}${sayNeeded(reachedNeeded(proof))}`
        : sayMissing(proof)
  }
}

function sayRates({ main, precision, without, ratio, flipped }: MilestoneProof, { did }: OutcomeWords): string {
  if (precision === null || without === null) return ''
  const alike = flipped ? 'among those alike in segment and first activity ' : ''
  const times = ratio === null ? '' : `: ${alike}${sayRatio(ratio)} as often`
  return `Of those who had reached it by day ${main.landmark}, ${sayShare(precision.estimate)} ${did} later, of the others ${sayShare(without.estimate)}${times}.${sayGone(main.table.before)}`
}

function sayGone(before: ReadonlyMap<string, number>): string {
  const gone = [...before.values()].reduce((sum, n) => sum + n, 0)
  return gone === 0 ? '' : ` ${sayCount(gone, 'account')} had decided or left by then and are in neither group.`
}

function sayBar({ phi, strengthRatio, isBad, bar }: MilestoneProof): string {
  const least = `at least ${sayTimes(strengthRatio?.lower ?? 1)}${isBad ? ' as rarely' : ''}`
  const isAbove = bar.bar !== null && strengthRatio !== null && strengthRatio.lower > bar.bar
  const neutral = !isAbove ? '' : `, above the ${sayTimes(bar.bar)} of steps that mean nothing`
  return `${phrasePhi(phi) ?? ''} Judged instead by: ${least}, confirmed on later sign-ups${neutral}.`.trim()
}

function sayFaults({ verdict, strengthRatio, coverage, bar }: MilestoneProof): string {
  const told = verdict.reasons.flatMap((reason): string[] => {
    switch (reason) {
      case 'weak':
        return [`it may be no more than ${sayTimes(strengthRatio?.lower ?? 1)}`]
      case 'not_confirmed':
        return ['later sign-ups do not confirm it']
      case 'too_rare':
        return [`only ${sayShare(coverage?.estimate ?? 0)} reach it`]
      case 'too_common':
        return [`${sayShare(coverage?.estimate ?? 0)} reach it, so that it tells nobody apart`]
      case 'not_above_placebo':
        return [`it is not shown to be stronger than steps that mean nothing, which reach ${sayTimes(bar.bar ?? 1)}`]
      default:
        return []
    }
  })
  return `But ${told.join('; ')}.`
}

function sayDrop({ verdict, strengthRatio, discovery, confirmation }: MilestoneProof): string {
  if (verdict.reasons[0] === 'reversed_in_confirmation')
    return `It does not hold: ${sayTimes(discovery ?? 1)} among earlier sign-ups, ${sayTimes(confirmation?.estimate ?? 1)} among later ones. Drop it.`
  if (verdict.reasons[0] === 'wrong_direction') return 'It points the wrong way. Drop it.'
  return `We can rule out that this matters: at most ${sayTimes(strengthRatio?.upper ?? 1)}. Drop it.`
}

/** As many who reach it as would tell the difference that there seems to be. */
function reachedNeeded({ main, precision, ratio, weeks }: MilestoneProof): Needed | null {
  const { exposed, other } = main.table.arms
  if (precision === null || ratio === null) return null
  const rates = { first: precision.estimate / ratio.estimate, second: precision.estimate }
  const planned = planSample({ ...rates, ratio: Math.max(1, other.total / exposed.total) })
  if (planned === null) return null
  const [have, need] = [exposed.total, Math.max(exposed.total + 1, planned.second)]
  return { have, need, of: 'who reach it that', weeks: weeksUntil(need - have, have / weeks) }
}

function sayMissing({ main, weeks }: MilestoneProof): string {
  const { exposed, other } = main.table.arms
  const [reached, not, outcomes] = [exposed.total, other.total, exposed.successes + other.successes]
  const counted: readonly (readonly [number, string])[] = [
    [reached, 'who reached it'],
    [not, 'who did not'],
    [outcomes, 'outcomes'],
  ]
  const lacking = counted.filter(([count]) => count < LEAST).map(([count, of]) => `${count} of the ${LEAST} ${of}`)
  const gone = sayGone(main.table.before)
  if (lacking.length === 0)
    return `Not enough data at day ${main.landmark}: the outcome is too rare for a comparison.${gone}`
  const fewest = Math.min(...counted.map(([count]) => count))
  const pace = sayPace(fewest, fewest === 0 ? null : weeksUntil(LEAST - fewest, fewest / weeks))
  return `Not enough data at day ${main.landmark}: ${lacking.join(', ')} that we need.${pace}${gone}`
}
