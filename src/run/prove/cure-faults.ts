import type { Model } from '../../config/model.ts'
import { listThresholds, signalWithThreshold } from '../../config/override/apply-overrides.ts'
import type { BacktestRequest } from '../../contract/backtest.ts'
import {
  type Backtesting,
  backtestSignals,
  cureSignal,
  type SignalProof,
} from '../../proof/backtest/backtest-signal.ts'
import { chooseGrid } from '../../proof/what-if/choose-grid.ts'
import { splitRule } from '../../proof/what-if/split-rule.ts'
import { sweepRule } from '../../proof/what-if/sweep-rule.ts'
import type { Project } from '../project.ts'
import { findSwept, gatherTable } from './gather-table.ts'
import { pauseUnless } from './pause-unless.ts'

export type Curing = Pick<Backtesting, 'needsOf' | 'nameOfRange'> & {
  readonly model: Model
  readonly asked: BacktestRequest
  readonly stop: AbortSignal
}

/**
 * Tries other thresholds of a signal that has faults, each judged like the signal itself. History is folded once more for it, so this is for one signal that was
 * asked for by name, of the configuration in force. What has no threshold that can be tried stays as it was found.
 * @throws the reason of `stop`
 */
export async function cureFaults(project: Project, proof: SignalProof, curing: Curing): Promise<SignalProof> {
  const { model, asked, stop } = curing
  const signal = model.signals.find(({ key }) => key === proof.signal.key)
  const isAsked = asked.what === proof.signal.key && asked.config === undefined
  const isDaily = signal !== undefined && signal.clock.kind !== 'event' && signal.level === 'account'
  if (proof.verdict.ruling !== 'tune' || proof.signal.kind !== 'signal' || !isAsked || !isDaily) return proof
  if (!listThresholds(signal).some(({ at }) => at.startsWith('when'))) return proof
  const question = {
    signal: signal.key,
    outcome: asked.outcome,
    within_days: asked.within_days,
    gap_days: asked.gap_days,
  }
  const swept = findSwept(model, question)
  const table = await gatherTable(project, swept, { asked: question, proving: { stop, progress: () => {} } })
  const present = swept.compare.value
  const pause = pauseUnless(stop)
  const thresholds = chooseGrid(table, swept.compare.quantity, present)
  const signals = []
  for (const threshold of thresholds) {
    const { rule } = splitRule(signalWithThreshold(swept.signal, swept.at, threshold)!)
    signals.push({ ...table.signal, episodes: sweepRule(table, rule).episodes })
    await pause()
  }
  const proofs = await backtestSignals(table.ground, { ...curing, signals, pause })
  return cureSignal(
    proof,
    present,
    proofs.map((one, i) => ({ threshold: thresholds[i]!, proof: one })),
  )
}
