import type { Condition } from '../../config/expression.ts'
import type { Model, Rule, Signal } from '../../config/model.ts'
import { listThresholds } from '../../config/override/apply-overrides.ts'
import { titleOf } from '../../contract/title-of.ts'
import type { WhatIfRequest } from '../../contract/what-if.ts'
import { telltaleError } from '../../core/errors.ts'
import { layGround } from '../../proof/backtest/ground.ts'
import { splitRule } from '../../proof/what-if/split-rule.ts'
import type { WhatIfTable } from '../../proof/what-if/what-if-table.ts'
import type { Project } from '../project.ts'
import { LEAVES } from '../read/read-newcomers.ts'
import { chooseWindows, outcomeNamed } from './choose-outcomes.ts'
import { gatherPanel } from './gather-panel.ts'
import type { Proving } from './proving.ts'

/** The threshold that is tried: where it stands in the signal, and what is held against it. */
export type Swept = {
  readonly signal: Signal
  readonly at: string
  readonly compare: Extract<Condition, { kind: 'compare' }>
}

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

/** Folds once what the thresholds of a signal are tried on. @throws the reason of `stop` */
export async function gatherTable(
  project: Project,
  { signal }: Swept,
  { asked, proving: { stop, progress } }: { readonly asked: WhatIfRequest; readonly proving: Proving },
): Promise<WhatIfTable> {
  const { model } = project.config.judged
  if (signal.predicts === null && asked.outcome === undefined)
    throw refuse('signal', signal.key, 'one that says what it predicts, or an outcome beside it')
  const outcome = outcomeNamed(model, asked.outcome ?? signal.predicts!.outcome)
  const split = splitRule(signal)
  const keeping = { level: 'account' as const, nodes: split.nodes, leaves: split.leaves }
  const gathered = await gatherPanel(project, {
    ...{ model, nodes: [], outcomes: [outcome, LEAVES], every: 'week', keeping, stop, progress },
  })
  const { panel, planned, days, kept, unclaimed } = gathered
  return {
    ...{ model, plan: planned.plan, zone: project.zone, days, split, ground: layGround(panel), ranges: new WeakMap() },
    signal: {
      ...{
        kind: 'signal',
        key: signal.key,
        title: titleOf(signal.key),
        sentence: signal.sentence,
        outcome: outcome.key,
      },
      ...chooseWindows(outcome, asked, asked.outcome === undefined ? signal.predicts!.withinDays : undefined),
      isTrend: signal.detector !== null,
    },
    kept: panel.entities.map(({ account }) => (unclaimed.has(account) ? null : (kept.get(account) ?? null))),
    unsure: unclaimed.size,
  }
}
