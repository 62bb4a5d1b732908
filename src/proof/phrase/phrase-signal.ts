import type { SignalProof } from '../backtest/backtest-signal.ts'
import type { OutcomeWords } from './outcome-words.ts'
import { sayNeeded } from './say-needed.ts'
import { sayAmount, sayCount, sayRatio, sayShare, sayTimes } from './say-number.ts'

/** Cases from which on their number is not what lacks. */
const LEAST_TOLD = 30

/** The verdict on a signal as a product manager would say it. It tells what goes together, and never what causes what. */
export function phraseSignal(proof: SignalProof, words: OutcomeWords): string {
  switch (proof.verdict.ruling) {
    case 'keep':
      return `${sayRight(proof, words)} ${sayWork(proof)} Keep it.`
    case 'tune':
      return `${sayRight(proof, words)} ${sayFaults(proof)}${sayCure(proof)} Tune it.`
    case 'drop':
      return sayDrop(proof, words)
    case 'not_enough_data':
      return sayMissing(proof, words)
  }
}

function sayRight({ counts, comparison, signal }: SignalProof, { did }: OutcomeWords): string {
  const { precision, ratio } = comparison
  const fired = counts.positive + counts.negative
  if (precision === null || ratio === null) return `It opened ${sayCount(fired, 'time')}.`
  const between = `between ${sayShare(precision.lower).replace(' %', '')} and ${sayShare(precision.upper)}`
  const similar = sayShare(precision.estimate / ratio.estimate)
  return `Of ${sayCount(fired, 'alert')}, ${sayShare(precision.estimate)} ${did} within ${signal.withinDays} days (${between}); of similar accounts without it ${similar}: ${sayRatio(ratio)} as often.`
}

function sayWork({ burden, notice }: SignalProof): string {
  const often = burden.perWeek === null ? '' : `It comes about ${sayAmount(burden.perWeek.estimate)} times a week`
  const ahead =
    notice === null ? '' : `${often === '' ? 'It' : ' and'} gives ${sayAmount(notice.median)} days of notice`
  return `${often}${ahead}.`
}

function sayFaults({
  signal,
  verdict,
  comparison,
  burden,
  notice,
  needs,
  falseAlarms,
  nextAlpha,
}: SignalProof): string {
  const told = verdict.reasons.flatMap((reason): string[] => {
    switch (reason) {
      case 'weak':
        return [`it may be no more than ${sayTimes(comparison.ratio?.lower ?? 1)}`]
      case 'precision':
        return [`too few are right (${sayShare(needs.precision)} are needed for an alert to pay)`]
      case 'burden':
        return [
          `it comes ${sayAmount(burden.perAssignee ?? 0)} times a week for each assignee, who can take ${sayAmount(needs.capacity)}`,
        ]
      case 'late':
        return [
          `it comes ${sayAmount(notice?.median ?? 0)} days ahead, and ${sayAmount(needs.notice)} are needed to act`,
        ]
      case 'flapping':
        return [`${sayShare(burden.flapping.rate?.estimate ?? 0)} of its alerts come again within two weeks`]
      case 'noisy':
        return [
          `it is wrong ${sayAmount(falseAlarms ?? 0)} times in 100 healthy account-weeks, where 1 is put up with${nextAlpha === null ? '' : ` (an alpha of ${nextAlpha} instead of ${signal.alpha} is stricter)`}`,
        ]
      default:
        return []
    }
  })
  return `But ${told.join('; ')}.`
}

function sayCure({ cure }: SignalProof): string {
  if (cure === null) return ''
  const { precision } = cure.proof.comparison
  const often = cure.proof.burden.perWeek
  const told = [
    ...(often === null ? [] : [`${sayAmount(often.estimate)} alerts a week`]),
    ...(precision === null ? [] : [`${sayShare(precision.estimate)} right`]),
  ]
  return ` A threshold of ${cure.threshold} instead of ${cure.present} has none of these faults: ${told.join(', ')}.`
}

function sayDrop(proof: SignalProof, { did }: OutcomeWords): string {
  const { verdict, counts, comparison } = proof
  const fired = counts.positive + counts.negative
  const upper = sayTimes(comparison.ratio?.upper ?? 1)
  if (verdict.reasons[0] === 'wrong_direction')
    return `With ${sayCount(fired, 'case')} it points the wrong way: accounts with it ${did} less often, at most ${upper} as often as others. Drop it.`
  if (verdict.reasons[0] === 'unusable_at_any_threshold')
    return `It is real (at least ${sayTimes(comparison.ratio?.lower ?? 1)} as often), but no threshold makes it usable. ${sayFaults(proof).replace('But it', 'It')} Drop it.`
  return `With ${sayCount(fired, 'case')} we can rule out that this matters: at most ${upper} as often. Drop it.`
}

function sayMissing(proof: SignalProof, words: OutcomeWords): string {
  const { stillNeeded, comparison, verdict } = proof
  const fired = proof.counts.positive + proof.counts.negative
  if (verdict.reasons[0] === 'inconclusive') {
    const range =
      comparison.ratio === null
        ? ''
        : ` It could be anything from ${sayTimes(comparison.ratio.lower)} to ${sayTimes(comparison.ratio.upper)} as often.`
    return `Not enough data: ${sayCount(fired, 'alert')} do not tell yet.${range}${sayNeeded(stillNeeded)}`
  }
  return `Not enough data${sayWhyThin(proof, words)}.${sayNeeded(stillNeeded)}`
}

function sayWhyThin({ burden, counts, recall, comparison, stillNeeded }: SignalProof, { did }: OutcomeWords): string {
  const told = counts.positive + counts.negative
  if (burden.alerts === 0)
    return `: it never opened${burden.weeks === 0 ? '' : ` in ${sayCount(burden.weeks, 'week')}`}. Look whether its events come, or ask for less`
  if (recall.outcomes === 0)
    return `: nobody is known to have ${did === 'left' ? 'left' : 'had the outcome'} in a time that is recorded from beginning to end`
  if (told === 0) return ': whether any of its alerts came true cannot be told'
  if (stillNeeded === null)
    return ': there is nothing to compare with. In the same weeks similar accounts without it are needed, some with the outcome and some without'
  if (told < LEAST_TOLD || stillNeeded.of === 'outcomes') return ''
  return `: ${sayCount(told, 'case')} are too few ${(comparison.precision?.estimate ?? 0) > 0.5 ? 'where nearly all have the outcome' : 'for an outcome this rare'}`
}

/** Stands below every comparison. */
export const ASSOCIATION =
  'This tells what goes together. Whether doing something about it helps, only a playbook with a holdout can tell.'
