import { describeCondition, describeThreshold } from '../../../config/describe/describe-condition.ts'
import { describeStanding } from '../../../config/describe/describe-standing.ts'
import { CLOSE_AFTER_DAYS } from '../../../config/detectors.ts'
import type { CompareOp, Condition } from '../../../config/expression.ts'
import type { Model } from '../../../config/model.ts'
import type { Comparison, Explanation, ExplainedCondition as WireCondition } from '../../../contract/explanation.ts'
import { titleOf } from '../../../contract/title-of.ts'
import { dayToIso } from '../../../core/time.ts'
import type { ExplainedComparison, ExplainedCondition } from '../../../judge/explain-signal.ts'
import { eventsOfNode } from '../events-of-node.ts'
import type { Explained } from '../replay-account.ts'
import { dateShift, phraseShift } from './date-shift.ts'
import { madeOf } from './made-of.ts'
import { phraseExplanation } from './phrase-explanation.ts'

/** An explained signal as the wire has it, with the sentence that says why. */
export function toExplanation(model: Model, of: Explained): Explanation {
  const { explained, opening, read } = of
  const { signal } = explained
  const conditions = (['for', 'when', 'until'] as const).flatMap((role) => {
    const condition = signal[role]
    const tree = role === 'for' ? explained.applies : role === 'when' ? explained.when : explained.until
    if (condition === null || tree === null) return []
    return [toCondition({ model, level: signal.level, day: explained.day, read }, { role, condition, tree })]
  })
  if (explained.held !== null) conditions.push(heldCondition(explained.held))
  const open = explained.state.open ? opening : null
  const shift = dateShift(model, of)
  const change = shift === null ? null : { ...shift, since: dayToIso(shift.since) }
  const sentence = phraseExplanation(explained, { conditions, opening: open })
  return {
    signal: signal.key,
    title: titleOf(signal.key),
    type: signal.type,
    level: signal.level,
    clock: signal.clock.kind,
    state: explained.status,
    since: open === null ? null : new Date(open.at).toISOString(),
    sinceDay: open === null ? null : dayToIso(open.asOf),
    sentence: shift === null ? sentence : `${sentence}; ${phraseShift(shift, change!.since)}`,
    change,
    definition: signal.sentence,
    conditions,
    suggest: signal.suggest?.action ?? null,
  }
}

/** What closes a detector is no condition of the configuration, but a level that is held: it is said as one all the same. */
function heldCondition(held: ExplainedComparison): WireCondition {
  const { label, quantity, value, op, threshold, holds } = held
  const distance = held.distance === null ? null : Math.abs(held.distance)
  const sentence = `${label} ${describeThreshold(op as CompareOp, threshold, 'share')}, ${CLOSE_AFTER_DAYS} days in a row`
  const one = { label, quantity, value, text: null, op, threshold, unit: 'share', distance, holds, parts: null }
  return { role: 'until', sentence, holds, needed: 1, comparisons: [{ ...one, sentence, events: null }] }
}

/** What a condition is said of. `read`: the value of a node of the signal's level on the explained day. */
type About = {
  readonly model: Model
  readonly level: Explained['explained']['signal']['level']
  readonly day: number
  readonly read: (node: number) => number | null
}
type Role = {
  readonly role: WireCondition['role']
  readonly condition: Condition
  readonly tree: ExplainedCondition
}

function toCondition(about: About, { role, condition, tree }: Role): WireCondition {
  return {
    role,
    sentence: describeCondition(condition, about.model.graph[about.level]),
    holds: tree.holds,
    needed: neededOf(condition),
    comparisons: listParts(about, condition, { tree, negated: false }),
  }
}

/** Only where every part is one comparison. */
function neededOf(condition: Condition): number | null {
  switch (condition.kind) {
    case 'all':
    case 'any':
    case 'at-least': {
      if (!condition.of.every(isLeaf)) return null
      return 'n' in condition ? condition.n : condition.kind === 'any' ? 1 : condition.of.length
    }
    case 'not':
    case 'certain':
      return neededOf(condition.of) === 1 ? 1 : null
    case 'compare':
    case 'trait':
    case 'in-segment':
    case 'signal':
      return 1
  }
}

function isLeaf(condition: Condition): boolean {
  if (condition.kind === 'not' || condition.kind === 'certain') return isLeaf(condition.of)
  return condition.kind !== 'all' && condition.kind !== 'any' && condition.kind !== 'at-least'
}

type Standing = { readonly tree: ExplainedCondition; readonly negated: boolean }

/** The compared leaves of a condition, in the order written; inside a negation each is said the other way round. Tree and condition have the same shape. */
function listParts(about: About, condition: Condition, { tree, negated }: Standing): Comparison[] {
  const nodes = about.model.graph[about.level]
  const standing = describeStanding(condition, nodes)
  if (standing !== null) return [toTextComparison(standing, { tree, negated })]
  switch (condition.kind) {
    case 'all':
    case 'any':
    case 'at-least':
      return condition.of.flatMap((part, i) => listParts(about, part, { tree: partOf(tree, i), negated }))
    case 'not':
      return listParts(about, condition.of, { tree: partOf(tree, 0), negated: !negated })
    case 'certain':
      return listParts(about, condition.of, { tree: partOf(tree, 0), negated })
    case 'compare':
      return tree.kind === 'compare' ? [toComparison(about, condition, { one: tree.comparison, negated })] : []
    case 'trait':
    case 'in-segment':
    case 'signal':
      return [toTextComparison(describeCondition(condition, nodes), { tree, negated })]
  }
}

function partOf(tree: ExplainedCondition, i: number): ExplainedCondition {
  return ('parts' in tree ? tree.parts[i] : undefined) ?? tree
}

const OPPOSITE: Readonly<Record<CompareOp, CompareOp>> = {
  '>': '<=',
  '<=': '>',
  '<': '>=',
  '>=': '<',
  '=': '!=',
  '!=': '=',
}

type Compared = { readonly one: ExplainedComparison; readonly negated: boolean }

function toComparison(
  about: About,
  written: Extract<Condition, { kind: 'compare' }>,
  { one, negated }: Compared,
): Comparison {
  const { model, level, day } = about
  const condition = negated ? { ...written, op: OPPOSITE[written.op] } : written
  const events = eventsOfNode(model, { level, node: condition.quantity, day })
  return {
    label: one.label,
    quantity: one.quantity,
    value: one.value,
    text: null,
    op: condition.op,
    threshold: one.threshold,
    unit: model.graph[level][condition.quantity]?.unit ?? 'count',
    distance: one.distance === null ? null : Math.abs(one.distance),
    holds: turned(one.holds, negated),
    parts: madeOf(model.graph[level], condition.quantity, about.read),
    sentence: describeCondition(condition, model.graph[level]),
    events: events === null ? null : { names: [...events.names], from: dayToIso(events.from), to: dayToIso(events.to) },
  }
}

function turned(holds: boolean | null, negated: boolean): boolean | null {
  return holds === null || !negated ? holds : !holds
}

function toTextComparison(sentence: string, { tree, negated }: Standing): Comparison {
  const holds = turned(tree.holds, negated)
  const label = negated ? `not (${sentence})` : sentence
  return {
    label,
    quantity: '',
    value: null,
    text: holds === null ? 'unknown' : holds ? 'yes' : 'no',
    op: '',
    threshold: null,
    unit: '',
    distance: null,
    holds,
    parts: null,
    sentence: label,
    events: null,
  }
}
