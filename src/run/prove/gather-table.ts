import type { Condition } from '../../config/expression.ts'
import type { Model, Rule, Signal } from '../../config/model.ts'
import { listThresholds } from '../../config/override/apply-overrides.ts'
import { titleOf } from '../../contract/title-of.ts'
import type { WhatIfRequest } from '../../contract/what-if.ts'
import { telltaleError } from '../../core/errors.ts'
import { readReference } from '../../fold/reference/collect-reference.ts'
import { suspendedWithin } from '../../judge/suspend-judgement.ts'
import { type Ground, layGround } from '../../proof/backtest/ground.ts'
import type { Keeping } from '../../proof/what-if/keep-daily.ts'
import { layMoments, type Moments } from '../../proof/what-if/lay-moments.ts'
import { type SplitRule, splitRules } from '../../proof/what-if/split-rule.ts'
import type { Place } from '../../proof/what-if/sweep-thresholds.ts'
import type { WhatIfTable } from '../../proof/what-if/what-if-table.ts'
import type { Project } from '../project.ts'
import { LEAVES } from '../read/read-newcomers.ts'
import { alphaOf } from './alpha-of.ts'
import { chooseWindows, outcomeNamed } from './choose-outcomes.ts'
import { type Gathered, gatherPanel } from './gather-panel.ts'
import type { Proving } from './proving.ts'

/** The threshold that is tried. */
export type Swept = Place & { readonly signal: Signal }

/** @throws unknown_name, bad_argument */
export function findSwept(model: Model, { signal: name, at }: Pick<WhatIfRequest, 'signal' | 'at'>): Swept {
  const signal = model.signals.find(({ key }) => key === name)
  if (signal === undefined) {
    const valid = model.signals.map(({ key }) => key).join(', ') || 'none'
    throw telltaleError('unknown_name', { what: 'signal', name: name.slice(0, 200), valid })
  }
  if (signal.clock.kind === 'event' || signal.level !== 'account')
    throw refuse('signal', name, 'a signal of accounts that is judged at the close of days')
  const thresholds = listThresholds(signal).map((one) => one.at)
  const chosen = at ?? thresholds.find((one) => one.startsWith('when'))
  if (chosen === undefined || !thresholds.includes(chosen))
    throw refuse('at', chosen ?? 'missing', `one of ${thresholds.join(', ') || 'none: it compares no number'}`)
  return { signal, at: chosen, compare: compareAt(signal, chosen) }
}

function refuse(argument: string, value: string, expected: string): Error {
  return telltaleError('bad_argument', { argument, value: JSON.stringify(value.slice(0, 80)), expected })
}

function compareAt(rule: Rule, at: string): Swept['compare'] {
  const [part, ...steps] = at.split('.')
  let condition = rule[part as 'when' | 'for' | 'until' | 'escalate'] as Condition
  for (const step of steps) {
    if (condition.kind === 'not' || condition.kind === 'certain') condition = condition.of
    else if (condition.kind === 'all' || condition.kind === 'any' || condition.kind === 'at-least')
      condition = condition.of[Number(step)]!
  }
  return condition as Swept['compare']
}

export type TablesAsked = {
  /** Of which the signals are; it need not be in force. */
  readonly model: Model
  readonly windows: Pick<WhatIfRequest, 'outcome' | 'within_days' | 'gap_days'>
  readonly proving: Proving
}

/** Signals whose days are kept while history is folded, and how they are kept. */
export type Recording = {
  readonly signals: readonly Signal[]
  readonly splits: readonly SplitRule[]
  readonly keeping: Keeping
}

export function recordingOf(signals: readonly Signal[]): Recording {
  const splits = splitRules(signals)
  const { nodes, leaves } = splits[0] ?? { nodes: [], leaves: [] }
  return { signals, splits, keeping: { level: 'account', nodes, leaves } }
}

/**
 * Folds once what the thresholds of some signals are tried on: a table for each, in the same order.
 * @throws bad_argument, the reason of `stop`
 */
export async function gatherTables(
  project: Project,
  signals: readonly Signal[],
  asked: TablesAsked,
): Promise<WhatIfTable[]> {
  const { model, windows, proving } = asked
  const outcomes = signals.map((signal) => outcomeNamed(model, predictionOf(signal, model, windows).outcome))
  const recording = recordingOf(signals)
  const gathered = await gatherPanel(project, {
    ...{ model, nodes: [], outcomes: [...new Set(outcomes), LEAVES], every: 'week', ...proving },
    keeping: recording.keeping,
  })
  const layTable = tableLayer({
    ...{ model, windows, recording, ground: layGround(gathered.panel), folded: foldedOf(project, gathered, signals) },
  })
  return signals.map(layTable)
}

/** History as it was folded once: what was kept of the days of each entity of the panel (null: it is left out), and how many are left out. */
export type Folded = Pick<WhatIfTable, 'plan' | 'zone' | 'days' | 'kept' | 'unsure'> & {
  /** By signal, the days on which it is not judged, if any. */
  readonly suspended: ReadonlyMap<string, Uint8Array>
}

export function foldedOf({ zone }: Project, gathered: Gathered, signals: readonly Signal[]): Folded {
  const { panel, planned, days, kept, unclaimed } = gathered
  const reference = readReference(gathered.references)
  const suspended = signals.flatMap((signal): [string, Uint8Array][] => {
    const own = suspendedWithin(signal, planned.plan, { reference, ...days })
    return own === null ? [] : [[signal.key, own]]
  })
  const byEntity = panel.entities.map(({ account }) => (unclaimed.has(account) ? null : (kept.get(account) ?? null)))
  return { plan: planned.plan, zone, days, kept: byEntity, unsure: unclaimed.size, suspended: new Map(suspended) }
}

export type LayingTables = Pick<TablesAsked, 'model' | 'windows'> & {
  readonly recording: Pick<Recording, 'signals' | 'splits'>
  readonly folded: Folded
  /** Over a panel with the outcomes of the recorded signals. */
  readonly ground: Ground
}

/** Lays the table of a recorded signal. What signals say of the same outcome and days is worked out once. The answer @throws bad_argument */
export function tableLayer({
  model,
  windows,
  recording,
  folded,
  ground,
}: LayingTables): (signal: Pick<Signal, 'key'>) => WhatIfTable {
  const momentsOf = new Map<string, Moments>()
  return ({ key }) => {
    const at = recording.signals.findIndex((one) => one.key === key)
    const signal = predictionOf(recording.signals[at]!, model, windows)
    const about = JSON.stringify([signal.outcome, signal.gapDays, signal.withinDays])
    const moments = momentsOf.get(about) ?? layMoments({ ground, signal, zone: folded.zone, days: folded.days })
    momentsOf.set(about, moments)
    const suspended = folded.suspended.get(key) ?? null
    return { ...folded, suspended, model, ground, split: recording.splits[at]!, signal, moments, answers: new Map() }
  }
}

function predictionOf(signal: Signal, model: Model, asked: TablesAsked['windows']): WhatIfTable['signal'] {
  const { key, predicts, sentence } = signal
  if (predicts === null && asked.outcome === undefined)
    throw refuse('signal', key, 'one that says what it predicts, or an outcome beside it')
  const outcome = outcomeNamed(model, asked.outcome ?? predicts!.outcome)
  return {
    ...{ kind: 'signal', key, title: titleOf(key), sentence, outcome: outcome.key },
    ...chooseWindows(outcome, asked, asked.outcome === undefined ? predicts!.withinDays : undefined),
    ...{ isTrend: signal.detector !== null, alpha: alphaOf(signal, model) },
  }
}
