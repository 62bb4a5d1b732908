import type { AnyProof } from '../../contract/backtest.ts'
import type { Millis } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import type { SignalProof } from '../backtest/backtest-signal.ts'
import type { Notice } from '../backtest/measure-notice.ts'
import type { Parts } from '../backtest/split-cases.ts'
import type { Watch } from '../backtest/watch-signal.ts'
import type { OutcomeWords } from '../phrase/outcome-words.ts'
import { phrasePhi } from '../phrase/phrase-phi.ts'
import { phraseSignal } from '../phrase/phrase-signal.ts'
import { finite } from './finite.ts'

type Answer = Extract<AnyProof, { kind: 'signal' | 'pulse' }>

type Naming = {
  readonly words: OutcomeWords
  /** Within which is compared; null: none. */
  readonly segment: string | null
  readonly dayOf: (at: Millis) => string
}

export function toSignalAnswer(proof: SignalProof, { words, segment, dayOf }: Naming): Answer {
  const { signal, counts, comparison, recall, notice, burden, verdict } = proof
  const { positive: right, negative: wrong, in_gap, censored, not_at_risk, untold } = counts
  return {
    ...{
      kind: signal.kind,
      name: signal.key,
      title: signal.title,
      definition: signal.sentence,
      outcome: signal.outcome,
    },
    ...{ within_days: signal.withinDays, gap_days: signal.gapDays },
    verdict: { ruling: verdict.ruling, reasons: [...verdict.reasons], sentence: phraseSignal(proof, words) },
    still_needed: proof.stillNeeded,
    alerts: burden.alerts,
    tested: { right, wrong, too_late: in_gap, too_early: censored, not_at_risk, untold },
    ...{ base: plain(comparison.base), precision: plain(comparison.precision) },
    recall: { ...recall, missed: recall.outcomes - recall.caught, rate: plain(recall.rate) },
    others: proof.others,
    ...{
      lift: plain(comparison.ratio),
      lift_crude: plain(comparison.crude),
      lift_adjusted: plain(comparison.adjusted),
    },
    ...{ simpson: comparison.flipped, difference: plain(comparison.difference), correlation: comparison.phi },
    correlation_sentence: phrasePhi(comparison.phi),
    notice: toNotice(notice),
    burden: {
      ...{ per_week: plain(burden.perWeek), busy_week: burden.busyWeek, time_in_alarm: burden.timeInAlarm },
      ...{ per_hundred_accounts: burden.perHundredAccounts, per_assignee: burden.perAssignee },
    },
    flapping: { ...burden.flapping, rate: plain(burden.flapping.rate) },
    false_alarms: proof.falseAlarms,
    overlaps: proof.overlaps.map(({ key, rate }) => ({ name: key, rate: plain(rate)! })),
    segments: proof.segments.map(toPartTable),
    stability: toPartTable(proof.stability),
    ...{ watch: toWatch(proof.watch, dayOf), next_alpha: proof.nextAlpha },
    needs: proof.needs,
    method: {
      ...{ p: comparison.p, q: proof.q, e_value: comparison.eValue, kept: comparison.kept },
      smallest_expected: comparison.smallestExpected,
      strata: `calendar week × ${segment === null ? '' : `${segment} × `}days since sign-up (30, 90, 365)`,
      log_rank_p: proof.logRank,
    },
  }
}

export function toNotice(notice: Notice | null): Answer['notice'] {
  if (notice === null) return null
  return {
    ...{ median: notice.median, interval: plain(notice.interval), in_time: notice.inTime },
    ...{ lower_quartile: notice.lowerQuartile, upper_quartile: notice.upperQuartile },
  }
}

function toWatch({ precision, alerts, trend }: Watch, dayOf: Naming['dayOf']): Answer['watch'] {
  return {
    precision:
      precision === null
        ? null
        : {
            ...{ way: precision.way, since: dayOf(precision.since) },
            ...{ before: plain(precision.before), after: plain(precision.after)! },
          },
    alerts: alerts === null ? null : { ...alerts, since: dayOf(alerts.since) },
    trend,
  }
}

function toPartTable({ of, parts, mix, flipped }: Parts): Answer['stability'] {
  return {
    of,
    parts: parts.map((part) => ({
      ...{ name: part.name, fired: part.fired, right: part.right },
      ...{ precision: plain(part.precision), base: plain(part.base), lift: plain(part.lift) },
    })),
    ...{ mix, simpson: flipped },
  }
}

/** Without what belongs to the method; null also where a limit is no number. */
export function plain(interval: Interval | null): { estimate: number; lower: number; upper: number } | null {
  if (interval === null) return null
  const { estimate, lower, upper } = interval
  return [estimate, lower, upper].every(finite) ? { estimate, lower, upper } : null
}
