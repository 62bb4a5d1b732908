import type { Model } from '../config/model.ts'
import type { JudgedTransition } from './judge-input.ts'
import { judgedRules } from './judged-rules.ts'

/** By day, then time, then in the order in which rules are judged; sorts in place. */
export function inOrder(model: Model, transitions: JudgedTransition[]): JudgedTransition[] {
  const order = new Map(judgedRules(model).map((rule, at) => [rule, at]))
  return transitions.sort((a, b) => a.asOf - b.asOf || a.at - b.at || order.get(a.signal)! - order.get(b.signal)!)
}
