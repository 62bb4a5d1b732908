import type { ScoreProof } from '../backtest/backtest-score.ts'
import type { OutcomeWords } from './outcome-words.ts'
import { sayNeeded, sayPace } from './say-needed.ts'
import { sayCount, sayShare } from './say-number.ts'

const LEAST = 30

/** The verdict on a score as a product manager would say it. */
export function phraseScore(proof: ScoreProof, words: OutcomeWords): string {
  const { verdict } = proof
  switch (verdict.ruling) {
    case 'keep':
      return `${sayBands(proof, words)} ${sayRanking(proof, words)} Keep it.`
    case 'tune':
      return `${sayBands(proof, words)} ${sayRanking(proof, words)} ${sayFaults(proof)} Tune it.`
    case 'drop':
      return verdict.reasons[0] === 'wrong_direction'
        ? `${sayRanking(proof, words)} It points the wrong way. Drop it.`
        : `${sayRanking(proof, words)} That is too little to be of use. Drop it.`
    case 'not_enough_data':
      return verdict.reasons[0] === 'inconclusive'
        ? `Not enough data: it may rank no better than chance. ${sayRanking(proof, words)}${sayNeeded(proof.stillNeeded)}`
        : sayMissing(proof, words)
  }
}

function sayBands({ bands }: ScoreProof, { did }: OutcomeWords): string {
  const filled = bands.filter(({ rate }) => rate !== null)
  const [low, high] = [filled[0], filled.at(-1)]
  if (low === undefined || high === undefined || low === high) return ''
  return `In the band “${high.name}” ${sayShare(high.rate!.estimate)} ${did}, in “${low.name}” ${sayShare(low.rate!.estimate)}.`
}

function sayRanking({ auc, score }: ScoreProof, { did }: OutcomeWords): string {
  if (auc === null) return ''
  const [point, lower, upper] = [auc.estimate, auc.lower, auc.upper].map((one) => Math.round(100 * one))
  const way = score.highMeansOutcome ? 'higher' : 'lower'
  return `Of 100 random pairs of one who ${did} and one who did not, it ranks the former ${way} ${point} times (${lower}–${upper}).`
}

function sayFaults({ verdict, score }: ScoreProof): string {
  const told = verdict.reasons.flatMap((reason): string[] => {
    switch (reason) {
      case 'weak':
        return ['it may be weak']
      case 'not_monotone':
        return ['a better band is not always better']
      case 'bands_overlap':
        return ['neighbouring bands do not differ beyond chance']
      case 'drifted':
        return ['it is spread otherwise now than it was']
      case 'no_better_than_plain_rule':
        return [`it is not shown to be better than the plain rule “${score.plain?.title ?? ''}”`]
      default:
        return []
    }
  })
  return `But ${told.join('; ')}.`
}

function sayMissing({ outcomes, nonOutcomes, stillNeeded }: ScoreProof, { doers }: OutcomeWords): string {
  if (stillNeeded !== null && outcomes < LEAST)
    return `Not enough data: ${outcomes.toLocaleString('en')} of ${doers}, where ${LEAST} are needed.${sayPace(outcomes, stillNeeded.weeks)}`
  return `Not enough data: ${sayCount(nonOutcomes, 'account')} without the outcome, of the ${LEAST} that we need.`
}
