import type { Condition } from '../../config/expression.ts'
import type { Model, Rule, Signal } from '../../config/model.ts'
import { listThresholds } from '../../config/override/apply-overrides.ts'
import { titleOf } from '../../contract/title-of.ts'
import type { WhatIfRequest } from '../../contract/what-if.ts'
import { telltaleError } from '../../core/errors.ts'
import { layGround } from '../../proof/backtest/ground.ts'
import { layMoments } from '../../proof/what-if/lay-moments.ts'
import { splitRules } from '../../proof/what-if/split-rule.ts'
import type { Place } from '../../proof/what-if/sweep-thresholds.ts'
import type { WhatIfTable } from '../../proof/what-if/what-if-table.ts'
import type { Project } from '../project.ts'
import { LEAVES } from '../read/read-newcomers.ts'
import { chooseWindows, outcomeNamed } from './choose-outcomes.ts'
import { gatherPanel } from './gather-panel.ts'
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

/**
 * Folds once what the thresholds of some signals are tried on: a table for each, in the same order.
 * @throws bad_argument, the reason of `stop`
 */
export async function gatherTables(
  project: Project,
  signals: readonly Signal[],
  { model, windows, proving: { stop, progress } }: TablesAsked,
): Promise<WhatIfTable[]> {
  const predicted = signals.map((signal) => predictionOf(signal, model, windows))
  const splits = splitRules(signals)
  const { nodes, leaves } = splits[0]!
  const outcomes = [...new Set(predicted.map(({ outcome }) => outcomeNamed(model, outcome)))]
  const keeping = { level: 'account' as const, nodes, leaves }
  const gathered = await gatherPanel(project, {
    ...{ model, nodes: [], outcomes: [...outcomes, LEAVES], every: 'week', keeping, stop, progress },
  })
  const { panel, planned, days, kept, unclaimed } = gathered
  const ground = layGround(panel)
  const { zone } = project
  const shared = { model, plan: planned.plan, zone, days, ground, unsure: unclaimed.size }
  const byEntity = panel.entities.map(({ account }) => (unclaimed.has(account) ? null : (kept.get(account) ?? null)))
  return predicted.map((signal, i) => ({
    ...{ ...shared, split: splits[i]!, signal, kept: byEntity },
    ...{ moments: layMoments({ ground, signal, zone, days }), answers: new Map() },
  }))
}

function predictionOf(signal: Signal, model: Model, asked: TablesAsked['windows']): WhatIfTable['signal'] {
  const { key, predicts, sentence } = signal
  if (predicts === null && asked.outcome === undefined)
    throw refuse('signal', key, 'one that says what it predicts, or an outcome beside it')
  const outcome = outcomeNamed(model, asked.outcome ?? predicts!.outcome)
  return {
    ...{ kind: 'signal', key, title: titleOf(key), sentence, outcome: outcome.key },
    ...chooseWindows(outcome, asked, asked.outcome === undefined ? predicts!.withinDays : undefined),
    isTrend: signal.detector !== null,
  }
}
