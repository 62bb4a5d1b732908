import type { Model, Signal } from '../../config/model.ts'
import { listThresholds } from '../../config/override/apply-overrides.ts'
import type { BacktestRequest } from '../../contract/backtest.ts'
import {
  type Backtesting,
  backtestSignals,
  cureSignal,
  type SignalProof,
} from '../../proof/backtest/backtest-signal.ts'
import { chooseGrid } from '../../proof/what-if/choose-grid.ts'
import { mayBeKept } from '../../proof/what-if/may-be-kept.ts'
import { measurePoint } from '../../proof/what-if/measure-point.ts'
import { measureThresholds } from '../../proof/what-if/measure-thresholds.ts'
import { splitRules } from '../../proof/what-if/split-rule.ts'
import { episodesUnder } from '../../proof/what-if/sweep-thresholds.ts'
import type { WhatIfTable } from '../../proof/what-if/what-if-table.ts'
import type { Project } from '../project.ts'
import { findSwept, gatherTables } from './gather-table.ts'
import type { Proving } from './proving.ts'

export type Curing = Pick<Backtesting, 'needsOf' | 'nameOfRange' | 'pause' | 'beside'> & {
  readonly model: Model
  readonly asked: BacktestRequest
  readonly proving: Proving
  /** Accounts × days that are recorded: of every node that is compared, as many numbers are held at a time. */
  readonly cells: number
}

/** Numbers that may be held at a time: a quarter of a gigabyte. */
const MOST_HELD = 32 * 1024 * 1024
/** Thresholds that are judged in full at a time, the nearest first. */
const AT_A_TIME = 6

/**
 * Tries other thresholds of signals that have faults, each judged like the signal itself. History is folded once more for as many signals as may be held at a time.
 * What has no threshold that can be tried stays as it was found.
 * @throws the reason of `stop`
 */
export async function cureFaults(
  project: Project,
  proofs: readonly SignalProof[],
  curing: Curing,
): Promise<SignalProof[]> {
  const { model, asked, proving, cells } = curing
  const faulty = model.signals.filter((signal) => {
    const proof = proofs.find((one) => one.signal.kind === 'signal' && one.signal.key === signal.key)
    return proof?.verdict.ruling === 'tune' && canBeTried(signal)
  })
  const cured = new Map<string, SignalProof>()
  for (const batch of batchesOf(faulty, Math.max(1, Math.floor(MOST_HELD / Math.max(1, cells))))) {
    const tables = await gatherTables(project, batch, { model, windows: asked, proving })
    for (const table of tables) {
      const proof = proofs.find(({ signal }) => signal.kind === 'signal' && signal.key === table.signal.key)!
      const others = proofs.filter((one) => one !== proof)
      const beside = [...curing.beside, ...others.map(({ signal, comparison: { p } }) => ({ signal, p }))]
      cured.set(proof.signal.key, await cureOne(table, proof, { ...curing, beside }))
    }
  }
  return proofs.map((proof) => (proof.signal.kind === 'signal' ? (cured.get(proof.signal.key) ?? proof) : proof))
}

function canBeTried(signal: Signal): boolean {
  if (signal.clock.kind === 'event' || signal.level !== 'account') return false
  return listThresholds(signal).some(({ at }) => at.startsWith('when'))
}

/** Signals one after the other, together as long as no more than so many nodes are compared. */
function batchesOf(signals: readonly Signal[], nodes: number): Signal[][] {
  const batches: Signal[][] = []
  for (const signal of signals) {
    const last = batches.at(-1)
    if (last !== undefined && splitRules([...last, signal])[0]!.nodes.length <= nodes) last.push(signal)
    else batches.push([signal])
  }
  return batches
}

/** The thresholds, the nearest first, until one has none of the faults. */
async function cureOne(table: WhatIfTable, proof: SignalProof, curing: Curing): Promise<SignalProof> {
  const place = findSwept(curing.model, { signal: proof.signal.key })
  const present = place.compare.value
  const near = await listNear(table, proof, { ...curing, place, present })
  const sweeping = { place, pause: curing.pause }
  for (let from = 0; from < near.length; from += AT_A_TIME) {
    const thresholds = near.slice(from, from + AT_A_TIME)
    const signals = []
    for (const threshold of thresholds)
      signals.push({ ...table.signal, episodes: await episodesUnder(table, sweeping, threshold) })
    const tried = await backtestSignals(table.ground, { ...curing, signals })
    const kept = tried.findIndex(({ verdict }) => verdict.ruling === 'keep')
    if (kept >= 0) return cureSignal(proof, { present, threshold: thresholds[kept]!, proof: tried[kept]! })
  }
  return cureSignal(proof, null)
}

type Listing = Curing & { readonly place: ReturnType<typeof findSwept>; readonly present: number }

/** Other thresholds that have none of the faults that can be counted, the nearest first. */
async function listNear(
  table: WhatIfTable,
  { needs }: SignalProof,
  { place, present, pause }: Listing,
): Promise<number[]> {
  const thresholds = chooseGrid(table, place.compare.quantity, present).filter((one) => one !== present)
  const { zone, days } = table
  const whole = { from: zone.startOf(days.from), until: zone.startOf(days.to + 1) }
  const tallies = await measureThresholds(table, { place, thresholds, pause }, () => [whole])
  const usable = thresholds.filter((threshold, i) =>
    mayBeKept(table, measurePoint(threshold, tallies[i]![0]!, needs.notice), needs),
  )
  return usable.sort((a, b) => Math.abs(a - present) - Math.abs(b - present))
}
