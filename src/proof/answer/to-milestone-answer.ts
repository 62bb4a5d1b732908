import type { AnyProof } from '../../contract/backtest.ts'
import type { Millis } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import type { MilestoneProof } from '../backtest/backtest-milestone.ts'
import type { AtLandmark } from '../backtest/measure-step.ts'
import type { OutcomeWords } from '../phrase/outcome-words.ts'
import { phraseMilestone } from '../phrase/phrase-milestone.ts'
import { phrasePhi } from '../phrase/phrase-phi.ts'
import { plain } from './to-signal-answer.ts'

type Answer = Extract<AnyProof, { kind: 'milestone' }>

export function toMilestoneAnswer(proof: MilestoneProof, words: OutcomeWords, dayOf: (at: Millis) => string): Answer {
  const { milestone, verdict, timing } = proof
  return {
    ...{ kind: 'milestone', name: milestone.key, title: milestone.title, definition: milestone.sentence },
    ...{ outcome: proof.outcome, until_days: proof.until },
    verdict: { ruling: verdict.ruling, reasons: [...verdict.reasons], sentence: phraseMilestone(proof, words) },
    ...{ main: toAtLandmark(proof.main), landmarks: proof.landmarks.map(toAtLandmark) },
    depends_on_landmark: proof.dependsOnLandmark,
    ...{ coverage: plain(proof.coverage), precision: plain(proof.precision), without: plain(proof.without) },
    ...{ lift: plain(proof.ratio), lift_crude: plain(proof.crude), lift_adjusted: plain(proof.adjusted) },
    ...{ simpson: proof.flipped, difference: plain(proof.difference), correlation: proof.phi },
    ...{ correlation_sentence: phrasePhi(proof.phi), strength: proof.strength },
    ...{
      confirmation: plain(proof.confirmation),
      later_from: proof.laterFrom === null ? null : dayOf(proof.laterFrom),
    },
    ...{ median_days: proof.medianDays, p80_days: proof.p80Days },
    reached_by: timing.reachedBy.map(({ day, share }) => ({ day, share: limitsOf(share) })),
    outcome_by: timing.outcomeBy.map(({ day, reached, others }) => ({
      ...{ day, reached: limitsOf(reached), others: limitsOf(others) },
    })),
    placebo: { bar: proof.bar.bar, events: proof.bar.events.map(({ title, lower }) => ({ event: title, lower })) },
    method: {
      ...{ p: proof.p, q: proof.q, e_value: proof.eValue, discovery: proof.discovery },
      ...{ log_rank_p: timing.logRank, hazard: plain(timing.hazard), without_landmark: timing.withoutLandmark },
    },
  }
}

function limitsOf({ estimate, lower, upper }: Interval): Interval {
  return { estimate, lower, upper }
}

function toAtLandmark({ landmark, table, ratio }: AtLandmark): Answer['main'] {
  const { exposed, other } = table.arms
  return {
    ...{ landmark_days: landmark, reached: exposed.total, reached_outcomes: exposed.successes },
    ...{ others: other.total, others_outcomes: other.successes, too_early: table.immature + table.inGap },
    gone_before: [...table.before].map(([reason, accounts]) => ({ reason, accounts })),
    lift: plain(ratio),
  }
}
