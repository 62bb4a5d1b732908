import { describeCondition } from '../config/describe-condition.ts'
import type { Condition } from '../config/expression.ts'
import type { Model, QuantityNode } from '../config/model.ts'
import type { Comparison, Explanation, ExplainedCondition as WireCondition } from '../contract/explanation.ts'
import { dayToIso, type Millis } from '../core/time.ts'
import type { ExplainedComparison, ExplainedCondition, ExplainedSignal } from '../judge/explain-signal.ts'
import { eventsOfNode } from './events-of-node.ts'
import { titleOf } from './title-of.ts'

/** An explained signal as the wire has it, with the sentence that says why. */
export function toExplanation(model: Model, explained: ExplainedSignal, openedAt: Millis | null): Explanation {
  const { signal } = explained
  const nodes = model.graph[signal.level]
  const conditions = (['for', 'when', 'until'] as const).flatMap((role) => {
    const condition = signal[role]
    const tree = role === 'for' ? explained.applies : role === 'when' ? explained.when : explained.until
    return condition === null || tree === null ? [] : [toCondition(model, { role, condition, tree, explained })]
  })
  return {
    signal: signal.key,
    title: titleOf(signal.key),
    type: signal.type,
    level: signal.level,
    state: explained.status,
    since: explained.state.open && openedAt !== null ? new Date(openedAt).toISOString() : null,
    sentence: sentenceOf(explained, nodes),
    definition: signal.sentence,
    conditions,
    suggest: signal.suggest?.action ?? null,
  }
}

function sentenceOf(explained: ExplainedSignal, nodes: readonly QuantityNode[]): string {
  const { signal, status, flips, waiting } = explained
  switch (status) {
    case 'disabled':
      return 'switched off in the configuration'
    case 'not_applicable':
      return signal.for === null ? 'does not apply here' : `applies only where ${describeCondition(signal.for, nodes)}`
    case 'on': {
      const held = comparisonsOf(explained.when).filter((one) => one.holds === true)
      const because = held.length === 0 ? describeCondition(signal.when, nodes) : held.map(factOf).join('; ')
      return explained.when.holds === true
        ? because
        : `opened earlier; stays on until ${describeCondition(signal.until ?? { kind: 'not', of: signal.when }, nodes)}`
    }
    case 'unknown':
      return `cannot be told: ${
        flips
          .filter((one) => one.value === null)
          .map((one) => one.label)
          .join(', ') || 'a number it needs'
      } is unknown`
    case 'off':
      if (waiting !== null) return waitingOf(waiting)
      return flips.length === 0 ? 'its condition does not hold' : flips.slice(0, 2).map(missingOf).join('; ')
  }
}

function waitingOf({ judgementsLeft, restsUntil }: NonNullable<ExplainedSignal['waiting']>): string {
  if (restsUntil !== null) return `its condition holds, but it rests until ${dayToIso(restsUntil)} after it was last on`
  return judgementsLeft > 0
    ? `its condition holds; ${judgementsLeft} more in a row are needed`
    : 'its condition holds; it opens at the next judgement'
}

function factOf(one: ExplainedComparison): string {
  return `${one.label} ${formatNumber(one.value)} (${one.op} ${formatNumber(one.threshold)})`
}

function missingOf(one: ExplainedComparison): string {
  const gap = one.distance === null ? '' : `, ${formatNumber(Math.abs(one.distance))} away`
  return `${one.label} ${formatNumber(one.value)}, needs ${one.op} ${formatNumber(one.threshold)}${gap}`
}

export function formatNumber(value: number | null): string {
  if (value === null) return 'unknown'
  return value.toLocaleString('en', { maximumFractionDigits: 2 })
}

function comparisonsOf(tree: ExplainedCondition): ExplainedComparison[] {
  if (tree.kind === 'compare') return [tree.comparison]
  return 'parts' in tree ? tree.parts.flatMap(comparisonsOf) : []
}

type Role = {
  readonly role: WireCondition['role']
  readonly condition: Condition
  readonly tree: ExplainedCondition
  readonly explained: ExplainedSignal
}

function toCondition(model: Model, { role, condition, tree, explained }: Role): WireCondition {
  const nodes = model.graph[explained.signal.level]
  return {
    role,
    sentence: describeCondition(condition, nodes),
    holds: tree.holds,
    comparisons: listParts(model, condition, { tree, explained }),
  }
}

/** The compared leaves of a condition, in the order written. Tree and condition have the same shape. */
function listParts(
  model: Model,
  condition: Condition,
  at: { tree: ExplainedCondition; explained: ExplainedSignal },
): Comparison[] {
  const nodes = model.graph[at.explained.signal.level]
  switch (condition.kind) {
    case 'all':
    case 'any':
    case 'at-least':
      return condition.of.flatMap((part, i) => listParts(model, part, { ...at, tree: partOf(at.tree, i) }))
    case 'not':
      return listParts(model, condition.of, { ...at, tree: partOf(at.tree, 0) })
    case 'compare':
      return at.tree.kind === 'compare'
        ? [toComparison(model, condition, { one: at.tree.comparison, explained: at.explained })]
        : []
    case 'trait':
    case 'in-segment':
    case 'signal':
      return [toTextComparison(describeCondition(condition, nodes), at.tree.holds)]
  }
}

function partOf(tree: ExplainedCondition, i: number): ExplainedCondition {
  return ('parts' in tree ? tree.parts[i] : undefined) ?? tree
}

type CompareCondition = Extract<Condition, { kind: 'compare' }>

function toComparison(
  model: Model,
  condition: CompareCondition,
  { one, explained }: { one: ExplainedComparison; explained: ExplainedSignal },
): Comparison {
  const nodes = model.graph[explained.signal.level]
  const node = nodes[condition.quantity]
  const events = eventsOfNode(model, { level: explained.signal.level, node: condition.quantity, day: explained.day })
  return {
    label: one.label,
    quantity: one.quantity,
    value: one.value,
    text: null,
    op: one.op,
    threshold: one.threshold,
    unit: node?.unit ?? 'count',
    distance: one.distance === null ? null : Math.abs(one.distance),
    holds: one.holds,
    sentence: describeCondition(condition, nodes),
    events: events === null ? null : { names: [...events.names], from: dayToIso(events.from), to: dayToIso(events.to) },
  }
}

function toTextComparison(sentence: string, holds: boolean | null): Comparison {
  return {
    label: sentence,
    quantity: '',
    value: null,
    text: holds === null ? 'unknown' : holds ? 'yes' : 'no',
    op: '',
    threshold: null,
    unit: '',
    distance: null,
    holds,
    sentence,
    events: null,
  }
}
