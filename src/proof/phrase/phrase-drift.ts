import type { AnyProof } from '../../contract/backtest.ts'
import { sayAmount, sayRate } from './say-number.ts'
import { sayTrend } from './say-trend.ts'

/** Since when something that was judged is otherwise than it was, and how; null: it is as it was. */
export function phraseDrift(proof: AnyProof): string | null {
  switch (proof.kind) {
    case 'signal':
    case 'pulse':
      return phraseWatch(proof)
    case 'score':
      return phraseBands(proof)
    case 'milestone':
      return proof.verdict.reasons.includes('reversed_in_confirmation')
        ? `Of those who signed up ${proof.later_from == null ? 'lately' : `since ${proof.later_from}`} it tells the opposite.`
        : null
  }
}

type Signal = Extract<AnyProof, { kind: 'signal' | 'pulse' }>

/** Alerts that come otherwise are said with how they change from week to week, where they do. */
function phraseWatch(proof: Signal): string | null {
  // Proofs that were kept by a version without it say nothing of it.
  const { watch } = proof as Partial<Signal>
  if (watch === undefined) return null
  const { precision, alerts, trend } = watch
  const slope = sayTrend(trend)
  const told = [
    ...(precision === null
      ? []
      : [
          `Since ${precision.since} it is right ${precision.way} often: ${sayRate(precision.after)}${precision.before === null ? '' : `, against ${sayRate(precision.before)} before`}.`,
        ]),
    ...(alerts === null
      ? []
      : [
          `Since the week of ${alerts.since} it comes ${sayAmount(alerts.after)} times a week, against ${sayAmount(alerts.before)} before${slope === null ? '' : `; over twelve weeks ${slope}`}.`,
        ]),
  ]
  return told.length === 0 ? null : told.join(' ')
}

function phraseBands({ drift }: Extract<AnyProof, { kind: 'score' }>): string | null {
  if (drift === null || drift.grade === 'stable') return null
  const since = drift.since == null ? '' : `, and its mean is out of the usual since ${drift.since}`
  return `Its bands are filled otherwise in the latest 30 % of the time (${drift.index.toFixed(2)})${since}.`
}
