import type { Model, Rule } from '../config/model.ts'
import { stateName } from '../config/state-name.ts'

/** A rule with its name in the states, and its place in the order of judging. `asked`: some condition names it. */
export type PlannedRule = {
  readonly rule: Rule
  readonly name: string
  readonly order: number
  readonly asked: boolean
}

/** Worked out once for a model: it is asked of every account. */
const planned = new WeakMap<object, readonly PlannedRule[]>()
const byRule = new WeakMap<object, ReadonlyMap<Rule, PlannedRule>>()

/** Everything that is judged, in order: the signals, then what rests on them. */
export function plannedRules(model: Model): readonly PlannedRule[] {
  const known = planned.get(model)
  if (known !== undefined) return known
  const named = new Set<string>()
  nameSignals({ of: [model.graph, model.segments, model.signals, model.rules], into: named })
  const rules = [...model.signals, ...model.rules].map((rule, order) => planRule(rule, { order, named }))
  planned.set(model, rules)
  return rules
}

/** One of them. */
export function plannedRule(model: Model, rule: Rule): PlannedRule {
  const known = byRule.get(model) ?? new Map(plannedRules(model).map((one) => [one.rule, one]))
  byRule.set(model, known)
  return known.get(rule) ?? planRule(rule, { order: known.size, named: new Set() })
}

/** The signals that conditions name, wherever in a definition these stand. */
function nameSignals({ of, into }: { readonly of: object; readonly into: Set<string> }): void {
  if ('kind' in of && of.kind === 'signal' && 'signal' in of) into.add(String(of.signal))
  for (const part of Object.values(of)) if (typeof part === 'object' && part !== null) nameSignals({ of: part, into })
}

type Place = { readonly order: number; readonly named: ReadonlySet<string> }

function planRule(rule: Rule, { order, named }: Place): PlannedRule {
  const name = stateName(rule)
  return { rule, name, order, asked: named.has(name) }
}
