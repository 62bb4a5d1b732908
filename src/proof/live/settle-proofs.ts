import type { AnyProof } from '../../contract/backtest.ts'
import { type StandingVerdict, settleVerdict } from '../../stats/verdicts/settle-verdict.ts'
import type { Verdict, VerdictReason } from '../../stats/verdicts/verdict.ts'

/** The verdict on one artefact after a weekly recomputation: what was found, and what stands. */
export type SettledProof = {
  readonly kind: AnyProof['kind']
  readonly name: string
  readonly outcome: string
  readonly definition: string
  readonly found: Verdict
  readonly standing: StandingVerdict
  /** It tells less lately than it did: what is concluded from the whole may hold no longer. */
  readonly drifts: boolean
  readonly proof: AnyProof
}

/** What stood before, with what it stood for: a changed definition or outcome begins anew. null: nothing did. */
export type StoodBefore = (proof: AnyProof) => StandingVerdict | null

/** One weekly recomputation. A ruling changes only once two in a row agree on another. */
export function settleProofs(proofs: readonly AnyProof[], before: StoodBefore): SettledProof[] {
  return proofs.map((proof) => {
    const { kind, name, outcome, definition, verdict } = proof
    const found: Verdict = { ruling: verdict.ruling, reasons: verdict.reasons as VerdictReason[] }
    const standing = settleVerdict(before(proof), found)
    return { kind, name, outcome, definition, found, standing, drifts: isDrifting(proof), proof }
  })
}

/** Whether alerts are right less often than they were, a score's bands fill otherwise, or a milestone does not hold of later sign-ups. */
function isDrifting(proof: AnyProof): boolean {
  switch (proof.kind) {
    case 'score':
      return proof.drift?.grade === 'act'
    case 'milestone':
      return proof.verdict.reasons.includes('reversed_in_confirmation')
    case 'signal':
    case 'pulse':
      return proof.watch.precision?.way === 'less'
  }
}

/** Since when; null: it does not drift, or that cannot be said. */
export function driftsSince(proof: AnyProof): string | null {
  // Proofs that were kept by a version without it say nothing of it.
  if (proof.kind === 'milestone') return isDrifting(proof) ? (proof.later_from ?? null) : null
  if (proof.kind === 'score') return proof.drift?.since ?? null
  return (proof as Partial<typeof proof>).watch?.precision?.since ?? null
}

const ORDER = ['keep', 'tune', 'drop', 'not_enough_data'] as const

/** Those that are proved first; among those that are not, first what may be worth most by its lower limit. */
export function rankProofs<T extends Pick<SettledProof, 'standing' | 'proof'>>(settled: readonly T[]): T[] {
  return [...settled].sort(
    (a, b) =>
      ORDER.indexOf(a.standing.verdict.ruling) - ORDER.indexOf(b.standing.verdict.ruling) ||
      worth(b.proof) - worth(a.proof),
  )
}

function worth(proof: AnyProof): number {
  if (proof.kind === 'score') return proof.auc === null ? -1 : proof.auc.lower
  return proof.lift === null ? -1 : proof.lift.lower
}
