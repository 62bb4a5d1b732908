import type { Millis } from '../../core/time.ts'
import { type Comparison, compareCases, withLimits } from './compare-cases.ts'
import { compareTimes } from './compare-times.ts'
import { drawRatios } from './draw-ratios.ts'
import { findOthers, markFired, type Others } from './find-others.ts'
import type { Ground } from './ground.ts'
import { type Burden, measureBurden } from './measure-burden.ts'
import { measureNotice, type Notice } from './measure-notice.ts'
import { measureRecall, type Recall } from './measure-recall.ts'
import type { ProofNeeds, ProvedSignal } from './proved-signal.ts'
import { type Cases, selectCases } from './select-cases.ts'
import { type Parts, splitBySegments, splitByTime } from './split-cases.ts'
import { type Watch, watchSignal } from './watch-signal.ts'

/** What is looked at, and what it has to be good for. */
export type Examined = { readonly signal: ProvedSignal; readonly needs: ProofNeeds }

/** What is found of a signal without regard to any other: plain data, which may come from another thread. */
export type Finding = {
  readonly counts: Cases['counts']
  /** Rows of the panel that its cases are compared with, and how many of them had the outcome. */
  readonly others: { readonly rows: number; readonly outcomes: number }
  readonly comparison: Comparison
  readonly recall: Recall
  readonly notice: Notice | null
  readonly burden: Burden
  /** Per 100 weeks of accounts that stayed healthy; of trends alone. */
  readonly falseAlarms: number | null
}

/** What is told beside it, and no verdict rests on. */
export type FoundParts = {
  readonly segments: readonly Parts[]
  readonly stability: Parts
  readonly watch: Watch
  /** Whether the outcome comes sooner with it (log-rank); null: it cannot be told. */
  readonly logRank: number | null
}

/** A signal with its cases, before limits are drawn. */
export type Tested = {
  readonly signal: ProvedSignal
  readonly cases: Cases
  readonly fired: Uint8Array
  readonly others: Others
  readonly comparison: Comparison
}

export function testSignal(ground: Ground, signal: ProvedSignal): Tested {
  const [cases, fired] = [selectCases(ground, signal), markFired(ground, signal)]
  const others = findOthers(ground, { signal, cases, fired })
  return { signal, cases, fired, others, comparison: compareCases(ground, { cases: cases.all, others }) }
}

/** The findings of some signals, each given to `tell` with what it rests on. Their limits are drawn together. */
export async function findSignals<Told>(
  ground: Ground,
  examined: readonly Examined[],
  { pause, tell }: { readonly pause: () => Promise<void>; readonly tell: (finding: Finding, tested: Tested) => Told },
): Promise<Told[]> {
  const tested: Tested[] = []
  for (const { signal } of examined) {
    await pause()
    tested.push(testSignal(ground, signal))
  }
  const drawings = tested.map(({ signal, cases, fired }) => ({ signal, cases: cases.all, fired }))
  const drawn = await drawRatios(ground, drawings, pause)
  const told: Told[] = []
  for (const [i, one] of tested.entries()) {
    await pause()
    const comparison = withLimits(one.comparison, drawn[i] ?? null)
    told.push(tell(measureTested(ground, { ...one, comparison }, examined[i]!.needs), one))
  }
  return told
}

export function measureTested(ground: Ground, tested: Tested, needs: ProofNeeds): Finding {
  const { signal, cases, fired, others, comparison } = tested
  return {
    counts: cases.counts,
    others: { rows: others.rows.length, outcomes: others.positive.reduce((sum, one) => sum + one, 0) },
    comparison,
    recall: measureRecall(ground, signal),
    notice: measureNotice(cases.all, needs.notice),
    burden: measureBurden(ground, signal, { fired, assignees: needs.assignees }),
    falseAlarms: countFalseAlarms(ground, tested),
  }
}

/** Wrong alerts per 100 weeks of accounts at risk without the outcome. */
function countFalseAlarms(ground: Ground, { signal, cases }: Tested): number | null {
  if (!signal.isTrend) return null
  const { gapDays: gap, withinDays } = signal
  const healthy = ground.labelsOf(signal.outcome, { gap, horizon: withinDays - gap }).counts.negative
  return healthy === 0 ? null : (100 * cases.counts.negative) / healthy
}

export function tellParts(
  ground: Ground,
  tested: Tested,
  nameOfRange: (from: Millis, to: Millis) => string,
): FoundParts {
  const told = { cases: tested.cases.all, others: tested.others }
  return {
    segments: splitBySegments(ground, told),
    stability: splitByTime(ground, told, nameOfRange),
    watch: watchSignal(ground, { signal: tested.signal, cases: told.cases }),
    logRank: compareTimes(ground, tested),
  }
}
