import type { AnyProof } from '../../contract/backtest.ts'
import type { Millis } from '../../core/time.ts'
import type { ScoreProof } from '../backtest/backtest-score.ts'
import type { OutcomeWords } from '../phrase/outcome-words.ts'
import { phraseScore } from '../phrase/phrase-score.ts'
import { plain, toNotice } from './to-signal-answer.ts'

type Answer = Extract<AnyProof, { kind: 'score' }>

export function toScoreAnswer(proof: ScoreProof, words: OutcomeWords, dayOf: (at: Millis) => string): Answer {
  const { score, verdict, auc, trend } = proof
  const error = auc?.error ?? null
  return {
    ...{ kind: 'score', name: score.key, title: score.title, definition: score.sentence, outcome: score.outcome },
    ...{ within_days: score.withinDays, gap_days: score.gapDays },
    verdict: { ruling: verdict.ruling, reasons: [...verdict.reasons], sentence: phraseScore(proof, words) },
    ...{ outcomes: proof.outcomes, non_outcomes: proof.nonOutcomes, unknown: proof.unknown, auc: plain(auc) },
    bands: proof.bands.map((band) => ({ ...band, rate: plain(band.rate) })),
    tenths: proof.tenths.map((one) => ({ ...one, rate: plain(one.rate) })),
    parts: proof.parts.map(({ name, difference }) => ({ name, difference: plain(difference) })),
    mix: proof.mix,
    segments: proof.segments.map((one) => ({ ...one, auc: plain(one.auc) })),
    within_segments: plain(proof.within.within),
    simpson: proof.within.flipped,
    steps: proof.steps.map(plain),
    drift:
      proof.drift === null
        ? null
        : { ...proof.drift, since: proof.driftSince === null ? null : dayOf(proof.driftSince) },
    plain_rule: score.plain === null ? null : { title: score.plain.title, difference: plain(proof.overPlainRule) },
    at_capacity: proof.atCapacity,
    notice: toNotice(proof.notice),
    method: {
      auc_error: error === null || Number.isNaN(error) ? null : error,
      ...{ trend_z: trend?.z ?? null, trend_p: trend?.p ?? null },
    },
  }
}
