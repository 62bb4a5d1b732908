import { proposeAlpha } from '../../stats/detectors/propose-alpha.ts'
import type { Interval } from '../../stats/interval.ts'
import { controlDiscoveries } from '../../stats/proportions/control-discoveries.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import { judgeSignal } from '../../stats/verdicts/judge-signal.ts'
import type { Verdict } from '../../stats/verdicts/verdict.ts'
import { withLimits } from './compare-cases.ts'
import { drawRatios } from './draw-ratios.ts'
import {
  type Examined,
  type Finding,
  type FoundParts,
  findSignals,
  measureTested,
  type Tested,
  testSignal,
} from './find-signals.ts'
import type { Ground } from './ground.ts'
import { measureOverlaps, type Overlap } from './measure-overlaps.ts'
import type { ProvedSignal } from './proved-signal.ts'
import { type StillNeeded, stillNeeded } from './still-needed.ts'

/** What a verdict rests on, and the verdict. */
export type JudgedSignal = Examined &
  Finding & {
    /** Benjamini and Hochberg's, over the signals of the same kind and outcome in this run. */
    readonly q: number
    readonly verdict: Verdict
    readonly stillNeeded: StillNeeded | null
  }

/** What a signal would have done, and whether it was right. */
export type SignalProof = JudgedSignal &
  FoundParts & {
    readonly overlaps: readonly Overlap[]
    /** The stricter alpha that a detector with too many false alarms is to try next; null: there are not too many, or none is stricter. */
    readonly nextAlpha: number | null
    /** The nearest threshold at which it has none of its faults; null: none was looked for, or found. */
    readonly cure: Cure | null
  }

export type Cure = { readonly present: number; readonly threshold: number; readonly proof: JudgedSignal }

/** Another signal of the same configuration, and how likely its lift is by chance. */
export type Beside = { readonly signal: Pick<ProvedSignal, 'kind' | 'outcome'>; readonly p: number }

/** What was found of each, judged together with all others that could be: what comes out must not depend on how many were asked for. */
export function proveSignals(
  found: readonly (Examined & Finding & FoundParts)[],
  beside: readonly (Beside & { readonly signal: ProvedSignal })[],
): SignalProof[] {
  const all = [...found, ...beside].map(({ signal }) => signal)
  return judgeFindings(found, beside).map((judged, i) => {
    const { segments, stability, watch, logRank } = found[i]!
    const overlaps = measureOverlaps(judged.signal, all)
    return { ...judged, segments, stability, watch, logRank, nextAlpha: nextAlphaOf(judged), overlaps, cure: null }
  })
}

function nextAlphaOf({ signal: { alpha }, falseAlarms }: JudgedSignal): number | null {
  return alpha === null || falseAlarms === null ? null : proposeAlpha(alpha, falseAlarms)
}

/** Judges signals by what they would have done over the panel's time, as far as the verdict. */
export async function judgeSignals(
  ground: Ground,
  examined: readonly Examined[],
  pause: () => Promise<void>,
): Promise<JudgedSignal[]> {
  const found = await findSignals(ground, examined, { pause, tell: (finding) => finding })
  return judgeFindings(
    found.map((finding, i) => ({ ...examined[i]!, ...finding })),
    [],
  )
}

function judgeFindings(found: readonly (Examined & Finding)[], beside: readonly Beside[]): JudgedSignal[] {
  const q = qOf([...found.map(toBeside), ...beside])
  return found.map((one, i) => {
    const measured = { ...one, q: q[i]! }
    return { ...measured, ...judge(measured, null) }
  })
}

/**
 * A signal under another threshold, judged as far as the verdict; null: it would not be kept. Limits by drawing are looked for only where it could be if they
 * were no wider than nothing, since no threshold that fails then can be kept.
 */
export async function judgeIfKept(
  ground: Ground,
  { signal, needs }: Examined,
  { beside, pause }: { readonly beside: readonly Beside[]; readonly pause: () => Promise<void> },
): Promise<JudgedSignal | null> {
  const tested = testSignal(ground, signal)
  const { comparison } = tested
  const [q] = qOf([toBeside(tested), ...beside])
  const measure = (one: Tested): Measured => ({ signal, needs, q: q!, ...measureTested(ground, one, needs) })
  const isKept = (measured: Measured): boolean => judge(measured, null).verdict.ruling === 'keep'
  const narrow = comparison.ratio === null ? null : around(comparison.ratio.estimate)
  if (!isKept(measure({ ...tested, comparison: { ...comparison, ratio: narrow } }))) return null
  const [drawn] = await drawRatios(ground, [{ signal, cases: tested.cases.all, fired: tested.fired }], pause)
  const measured = measure({ ...tested, comparison: withLimits(comparison, drawn ?? null) })
  return isKept(measured) ? { ...measured, ...judge(measured, null) } : null
}

function around(estimate: number): Interval {
  return { estimate, lower: estimate, upper: estimate }
}

export function toBeside({ signal, comparison: { p } }: Pick<Tested, 'signal' | 'comparison'>): Beside & {
  readonly signal: ProvedSignal
} {
  return { signal, p }
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

/** A proof with faults, once other thresholds of the signal were judged like it: the nearest that is kept is named; null: there is none, and nothing makes it usable. */
export function cureSignal(proof: SignalProof, cure: Cure | null): SignalProof {
  return { ...proof, ...judge(proof, cure !== null), cure }
}

type Measured = Omit<JudgedSignal, 'verdict' | 'stillNeeded'>

function judge(measured: Measured, curable: boolean | null): Pick<SignalProof, 'verdict' | 'stillNeeded'> {
  const { counts, comparison, recall, burden, notice, needs, falseAlarms, q, others } = measured
  const fired = counts.positive + counts.negative
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
    othersPerCase: fired === 0 ? 1 : others.rows / fired,
  }
  return { verdict, stillNeeded: stillNeeded(reason, having) }
}
