import type { FactKey } from '../../config/fact-key.ts'
import type { Model } from '../../config/model.ts'
import type { BacktestRequest } from '../../contract/backtest.ts'
import { dayToIso, makeZone } from '../../core/time.ts'
import type { Cure } from '../../proof/backtest/backtest-signal.ts'
import {
  type Examined,
  type Finding,
  type FoundParts,
  findSignals,
  tellParts,
} from '../../proof/backtest/find-signals.ts'
import { type Ground, layGround } from '../../proof/backtest/ground.ts'
import type { Panel } from '../../proof/panel/panel.ts'
import { planOver } from '../plan-model.ts'
import { findCure, type ToCure } from './find-cure.ts'
import { type Folded, type LayingTables, type Recording, tableLayer } from './gather-table.ts'

/** What signals are judged on, and what they may be judged on under other thresholds. */
export type ProofParts = {
  readonly model: Model
  readonly windows: Pick<BacktestRequest, 'outcome' | 'within_days' | 'gap_days'>
  readonly ground: Ground
  readonly recording: LayingTables['recording']
  readonly folded: Folded
}

/** The same as plain data: it goes to other threads. */
export type ProofTask = Pick<ProofParts, 'model' | 'windows' | 'recording'> & {
  readonly panel: Panel
  /** The numbers of facts in the store. */
  readonly facts: ReadonlyMap<FactKey, number>
  readonly timezone: string
  readonly folded: Omit<Folded, 'plan' | 'zone'>
}

export type ToldFinding = Finding & FoundParts

/** What is worked out of each signal by itself, on this thread or another. */
export type ProofWork = {
  readonly find: (examined: readonly Examined[]) => Promise<readonly ToldFinding[]>
  /** A recorded signal under other thresholds. */
  readonly cure: (one: ToCure) => Promise<Cure | null>
}

export function proofWork(parts: ProofParts, pause: () => Promise<void>): ProofWork {
  const { model, ground, folded } = parts
  const { zone } = folded
  const nameOfRange = (from: number, to: number): string =>
    `${dayToIso(zone.dayOf(from))} to ${dayToIso(zone.dayOf(to))}`
  const layTable = tableLayer(parts)
  return {
    find: (examined) =>
      findSignals(ground, examined, {
        pause,
        tell: (finding, tested) => ({ ...finding, ...tellParts(ground, tested, nameOfRange) }),
      }),
    cure: (one) => findCure(layTable(one), { ...one, model, pause }),
  }
}

/** What other threads are given: no indicators, which no signal is judged on, and what was kept without being copied. */
export function toProofTask(
  { model, windows, ground: { panel }, recording, folded: { zone, days, kept, unsure, suspended } }: ProofParts,
  facts: ProofTask['facts'],
): ProofTask {
  const { signals, splits }: Pick<Recording, 'signals' | 'splits'> = recording
  return {
    ...{ model, windows, recording: { signals, splits }, facts, timezone: zone.name },
    panel: { ...panel, indicators: [], values: [] },
    folded: { days, kept, unsure, suspended },
  }
}

/** The other side of it. */
export function toProofParts({ panel, facts, timezone, folded, ...task }: ProofTask): ProofParts {
  const { plan } = planOver(task.model, (key) => facts.get(key))
  return { ...task, ground: layGround(panel), folded: { ...folded, plan, zone: makeZone(timezone) } }
}
