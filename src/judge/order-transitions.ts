import type { Model } from '../config/model.ts'
import type { JudgedTransition } from './judge-input.ts'
import { plannedRule } from './planned-rules.ts'

/** By day, then time, then in the order in which rules are judged; sorts in place. */
export function inOrder(model: Model, transitions: JudgedTransition[]): JudgedTransition[] {
  if (transitions.length < 2) return transitions
  const orderOf = ({ signal }: JudgedTransition): number => plannedRule(model, signal).order
  return transitions.sort((a, b) => a.asOf - b.asOf || a.at - b.at || orderOf(a) - orderOf(b))
}
