import type { Model, Signal } from '../../config/model.ts'
import { listThresholds } from '../../config/override/apply-overrides.ts'
import type { BacktestRequest } from '../../contract/backtest.ts'
import { type Beside, type Cure, cureSignal, type SignalProof, toBeside } from '../../proof/backtest/backtest-signal.ts'
import { splitRules } from '../../proof/what-if/split-rule.ts'
import type { Project } from '../project.ts'
import { findCure, type ToCure } from './find-cure.ts'
import { gatherTables, type Recording, recordingOf } from './gather-table.ts'
import type { Proving } from './proving.ts'
import type { SharedWork } from './share-proofs.ts'

export type Curing = {
  readonly model: Model
  readonly asked: BacktestRequest
  readonly proving: Proving
  readonly beside: readonly Beside[]
  readonly pause: () => Promise<void>
  /** Accounts × days that are recorded: of every node that is compared, as many numbers are held at a time. */
  readonly cells: number
  /** Signals that were recorded while history was folded for the first time, and what tries them. */
  readonly recorded: readonly Signal[]
  readonly cure: SharedWork['cure']
}

/** Numbers by node and day that may be held at a time: half a gigabyte, since packed one takes some two bytes (1.9 of twenty signals over 547 days). */
const MOST_HELD = 256 * 1024 * 1024

/** Of signals that may turn out to have faults, as many as may be held: what their rules compare is kept while history is folded anyway. */
export function recordSignals(
  signals: readonly Signal[],
  cells: number,
  proving: Pick<Proving, 'unhurried'>,
): Recording {
  return recordingOf(batchesOf(signals.filter(canBeTried), nodesHeld(cells, proving))[0] ?? [])
}

/**
 * Tries other thresholds of signals that have faults, each judged like the signal itself. Those of which nothing could be kept are folded once more, as many
 * together as may be held. What has no threshold that can be tried stays as it was found.
 * @throws the reason of `stop`
 */
export async function cureFaults(
  project: Project,
  proofs: readonly SignalProof[],
  { model, asked, proving, beside, pause, cells, recorded, cure }: Curing,
): Promise<SignalProof[]> {
  const ofKey = new Map(proofs.flatMap((proof) => (proof.signal.kind === 'signal' ? [[proof.signal.key, proof]] : [])))
  const faulty = model.signals.filter((one) => ofKey.get(one.key)?.verdict.ruling === 'tune' && canBeTried(one))
  const toCure = ({ key }: Signal): ToCure => {
    const own = ofKey.get(key)!
    const others = proofs.filter((one) => one !== own).map(toBeside)
    return { key, needs: own.needs, beside: [...beside, ...others].map(withoutEpisodes) }
  }
  const cures = new Map<string, Cure | null>()
  const kept = faulty.filter((signal) => recorded.includes(signal))
  const found = await cure(kept.map(toCure))
  kept.forEach(({ key }, i) => void cures.set(key, found[i]!))
  const rest = faulty.filter((signal) => !kept.includes(signal))
  for (const batch of batchesOf(rest, nodesHeld(cells, proving))) {
    const tables = await gatherTables(project, batch, { model, windows: asked, proving })
    for (const [i, signal] of batch.entries())
      cures.set(signal.key, await findCure(tables[i]!, { ...toCure(signal), model, pause }))
  }
  return proofs.map((proof) => {
    const own = proof.signal.kind === 'signal' ? cures.get(proof.signal.key) : undefined
    return own === undefined ? proof : cureSignal(proof, own)
  })
}

/** Of others only the family counts; what they did would be copied to other threads. */
function withoutEpisodes({ signal: { kind, outcome }, p }: Beside): Beside {
  return { signal: { kind, outcome }, p }
}

function canBeTried(signal: Signal): boolean {
  if (signal.clock.kind === 'event' || signal.level !== 'account') return false
  return listThresholds(signal).some(({ at }) => at.startsWith('when'))
}

function nodesHeld(cells: number, { unhurried }: Pick<Proving, 'unhurried'>): number {
  return Math.max(1, Math.floor((unhurried?.mostHeld ?? MOST_HELD) / Math.max(1, cells)))
}

/** Signals one after the other, together as long as they compare no more nodes. */
function batchesOf(signals: readonly Signal[], nodes: number): Signal[][] {
  const batches: Signal[][] = []
  for (const signal of signals) {
    const last = batches.at(-1)
    if (last !== undefined && splitRules([...last, signal])[0]!.nodes.length <= nodes) last.push(signal)
    else batches.push([signal])
  }
  return batches
}
