import type { Millis } from '../../core/time.ts'
import { controlDiscoveries } from '../../stats/proportions/control-discoveries.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import { judgeSignal } from '../../stats/verdicts/judge-signal.ts'
import type { Verdict } from '../../stats/verdicts/verdict.ts'
import { type Comparison, compareCases } from './compare-cases.ts'
import { drawRatios } from './draw-ratios.ts'
import { findOthers, markFired, type Others } from './find-others.ts'
import type { Ground } from './ground.ts'
import { type Burden, measureBurden } from './measure-burden.ts'
import { measureNotice, type Notice } from './measure-notice.ts'
import { measureOverlaps, type Overlap } from './measure-overlaps.ts'
import { measureRecall, type Recall } from './measure-recall.ts'
import type { ProofNeeds, ProvedSignal } from './proved-signal.ts'
import { type Cases, selectCases } from './select-cases.ts'
import { type Parts, splitBySegments, splitByTime } from './split-cases.ts'
import { type StillNeeded, stillNeeded } from './still-needed.ts'

/** What a signal would have done, and whether it was right. */
export type SignalProof = {
  readonly signal: ProvedSignal
  readonly needs: ProofNeeds
  readonly cases: Cases
  readonly others: Others
  readonly comparison: Comparison
  /** Benjamini and Hochberg's, over the signals of the same kind and outcome in this run. */
  readonly q: number
  readonly recall: Recall
  readonly notice: Notice | null
  readonly burden: Burden
  /** Per 100 weeks of accounts that stayed healthy; of trends alone. */
  readonly falseAlarms: number | null
  readonly overlaps: readonly Overlap[]
  readonly segments: readonly Parts[]
  readonly stability: Parts
  readonly verdict: Verdict
  readonly stillNeeded: StillNeeded | null
  /** The nearest threshold at which it has none of its faults; null: none was looked for, or found. */
  readonly cure: Cure | null
}

export type Cure = { readonly present: number; readonly threshold: number; readonly proof: SignalProof }

/** Another signal of the same configuration, and how likely its lift is by chance. */
export type Beside = { readonly signal: ProvedSignal; readonly p: number }

export type Backtesting = {
  readonly signals: readonly ProvedSignal[]
  /** All others that could be judged: what is found must not depend on how many were asked for. */
  readonly beside: readonly Beside[]
  readonly needsOf: (signal: ProvedSignal) => ProofNeeds
  readonly nameOfRange: (from: Millis, to: Millis) => string
  /** Called between pieces of the work, for whoever must not be kept waiting. */
  readonly pause: () => Promise<void>
}

/** Judges signals by what they would have done over the panel's time. */
export async function backtestSignals(
  ground: Ground,
  { signals, beside, needsOf, nameOfRange, pause }: Backtesting,
): Promise<SignalProof[]> {
  const tested = signals.map((signal) => {
    return { signal, cases: selectCases(ground, signal), fired: markFired(ground, signal) }
  })
  const drawings = tested.map(({ signal, cases, fired }) => ({ signal, cases: cases.all, fired }))
  const drawn = await drawRatios(ground, drawings, pause)
  const compared = tested.map((one, i) => {
    const others = findOthers(ground, one)
    const comparison = compareCases(ground, { cases: one.cases.all, others, drawn: drawn[i] ?? null })
    return { ...one, others, comparison }
  })
  const all = [...compared.map(({ signal, comparison: { p } }) => ({ signal, p })), ...beside]
  const q = qOf(all)
  const proofs: SignalProof[] = []
  for (const [i, one] of compared.entries()) {
    await pause()
    const needs = needsOf(one.signal)
    const measured = measure(ground, one, { needs, q: q[i]! })
    const told = { cases: one.cases.all, others: one.others }
    proofs.push({
      ...measured,
      overlaps: measureOverlaps(
        one.signal,
        all.map(({ signal }) => signal),
      ),
      segments: splitBySegments(ground, told),
      stability: splitByTime(ground, told, nameOfRange),
      ...judge(measured, null),
      cure: null,
    })
  }
  return proofs
}

type Tested = Compared & { readonly others: Others; readonly fired: Uint8Array }

function measure(
  ground: Ground,
  one: Tested,
  { needs, q }: { readonly needs: ProofNeeds; readonly q: number },
): Measured {
  return {
    ...{ signal: one.signal, needs, cases: one.cases, others: one.others, comparison: one.comparison, q },
    recall: measureRecall(ground, one.signal),
    notice: measureNotice(one.cases.all, needs.notice),
    burden: measureBurden(ground, one.signal, { fired: one.fired, assignees: needs.assignees }),
    falseAlarms: countFalseAlarms(ground, one),
  }
}

type Compared = {
  readonly signal: ProvedSignal
  readonly cases: Cases
  readonly comparison: Comparison
}

/** How likely the lift of each is by chance, for what is judged beside them. */
export async function testBeside(
  ground: Ground,
  signals: readonly ProvedSignal[],
  pause: () => Promise<void>,
): Promise<Beside[]> {
  const tested: Beside[] = []
  for (const signal of signals) {
    await pause()
    const cases = selectCases(ground, signal)
    const others = findOthers(ground, { signal, cases, fired: markFired(ground, signal) })
    tested.push({ signal, p: compareCases(ground, { cases: cases.all, others, drawn: null }).p })
  }
  return tested
}

/** A family is what is of one kind and predicts one outcome. */
function qOf(tested: readonly Beside[]): number[] {
  const q = new Array<number>(tested.length).fill(1)
  const familyOf = (i: number): string => `${tested[i]!.signal.kind} ${tested[i]!.signal.outcome}`
  for (const indices of groupBy(tested.keys(), familyOf).values())
    controlDiscoveries(indices.map((i) => tested[i]!.p)).forEach((value, at) => {
      q[indices[at]!] = value
    })
  return q
}

/** Wrong alerts per 100 weeks of accounts at risk without the outcome. */
function countFalseAlarms(ground: Ground, { signal, cases }: Compared): number | null {
  if (!signal.isTrend) return null
  const { gapDays: gap, withinDays } = signal
  const healthy = ground.labelsOf(signal.outcome, { gap, horizon: withinDays - gap }).counts.negative
  return healthy === 0 ? null : (100 * cases.counts.negative) / healthy
}

/** A proof with faults, once other thresholds of the signal were judged like it: the nearest that is kept is named; null: there is none, and nothing makes it usable. */
export function cureSignal(proof: SignalProof, cure: Cure | null): SignalProof {
  return { ...proof, ...judge(proof, cure !== null), cure }
}

type Measured = Omit<SignalProof, 'overlaps' | 'segments' | 'stability' | 'verdict' | 'stillNeeded' | 'cure'>

function judge(measured: Measured, curable: boolean | null): Pick<SignalProof, 'verdict' | 'stillNeeded'> {
  const { cases, comparison, recall, burden, notice, needs, falseAlarms, q, others } = measured
  const fired = cases.counts.positive + cases.counts.negative
  const verdict = judgeSignal(
    {
      ...{
        fired,
        outcomes: recall.outcomes,
        smallestExpected: comparison.smallestExpected,
        ratio: comparison.ratio,
        q,
      },
      precision: comparison.precision ?? { estimate: 0, lower: 0, upper: 1 },
      alertsPerAssignee: burden.perAssignee ?? 0,
      medianNotice: notice?.median ?? null,
      flapping: burden.flapping.rate?.estimate ?? 0,
      falseAlarms,
      curable,
    },
    { precision: needs.precision, capacity: needs.capacity, notice: needs.notice },
  )
  const reason = verdict.reasons[0]
  if (verdict.ruling !== 'not_enough_data' || reason === undefined) return { verdict, stillNeeded: null }
  const having = {
    ...{ fired, outcomes: recall.outcomes, weeks: burden.weeks, comparison },
    othersPerCase: fired === 0 ? 1 : others.rows.length / fired,
  }
  return { verdict, stillNeeded: stillNeeded(reason, having) }
}
