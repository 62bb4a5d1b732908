import type { AnyProof } from '@contract/backtest.ts'
import type { SignalRow } from '@contract/signals.ts'
import type { VerdictRow } from '@contract/verdicts.ts'
import type { Ruling } from '../../words/rulings.ts'

export type Proof = Extract<AnyProof, { kind: 'signal' | 'pulse' }>
/** A signal with the verdict that stands, and with what its past says, once that was judged. */
export type ProvedSignal = {
  readonly signal: SignalRow
  readonly verdict: VerdictRow | null
  readonly proof: Proof | null
  readonly ruling: Ruling | null
}
