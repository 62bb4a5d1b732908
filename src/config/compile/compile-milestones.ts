import { describeCondition } from '../describe/describe-condition.ts'
import type { ActivationDraft, MilestoneDraft } from '../draft.ts'
import type { Condition, Level } from '../expression.ts'
import type { Milestone, MilestoneCategory } from '../model.ts'
import { numberAdder } from './add-number.ts'
import { compileCondition, type GraphDraft } from './compile-quantity.ts'

export type OfLevel = { readonly level: Level; readonly draft: ActivationDraft }

/** The milestones of a level, with their nodes. */
export function compileMilestones(
  graph: GraphDraft,
  { level, draft, signUp }: OfLevel & { readonly signUp: number },
): Milestone[] {
  const own = milestonesOf(draft, level)
  return own.map(([key, one]) => {
    const add = numberAdder(graph, level)
    const when = compileCondition(graph, level, one.when!)
    const sentence = describeCondition(when, graph.nodes[level])
    const reached = add({ kind: 'reached', when }, `moment of ${key}`, 'instant')
    const done = add({ kind: 'done', of: reached }, `${key} done`, 'count')
    return {
      ...{ key, category: one.category, required: one.required, reached, done, sentence },
      weight: weightOf(
        one,
        own.map(([, other]) => other),
        draft.weights,
      ),
      progress: add({ kind: 'progress', done, when }, `progress of ${key}`, 'share'),
      days: add({ kind: 'elapsed', from: signUp, to: reached }, `days from sign-up to ${key}`, 'days'),
    }
  })
}

/** The milestones of a level, in order of their keys. */
export function milestonesOf({ milestones }: ActivationDraft, level: Level): (readonly [string, MilestoneDraft])[] {
  const own = Object.entries(milestones).filter(([, one]) => one.level === null || one.level === level)
  return own.sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Categories share by their weights, those without milestones left out; within one, milestones by theirs. */
function weightOf(
  one: MilestoneDraft,
  all: readonly MilestoneDraft[],
  weights: Readonly<Record<MilestoneCategory, number>>,
): number {
  const categories = new Set(all.map(({ category }) => category))
  const total = [...categories].reduce((sum, category) => sum + weights[category], 0)
  const within = all.reduce((sum, { category, weight }) => (category === one.category ? sum + weight : sum), 0)
  return (weights[one.category] * one.weight) / (within * total)
}

/** The rule of activation over `done` nodes. */
export function ruleOf(draft: ActivationDraft, milestones: readonly Milestone[]): Condition {
  if (draft.activated !== null) return compileMilestoneRule(draft.activated, milestones)
  const required = milestones.filter((one) => one.required)
  return { kind: 'all', of: (required.length > 0 ? required : milestones).map(isDone) }
}

/** A rule over milestones, which the check has seen to. */
function compileMilestoneRule(
  draft: NonNullable<ActivationDraft['activated']>,
  milestones: readonly Milestone[],
): Condition {
  const compile = (part: typeof draft): Condition => compileMilestoneRule(part, milestones)
  switch (draft.kind) {
    case 'not':
      return { kind: 'not', of: compile(draft.of) }
    case 'all':
    case 'any':
      return { kind: draft.kind, of: draft.of.map(compile) }
    case 'at-least':
      return { kind: 'at-least', n: draft.n, of: draft.of.map(compile) }
    default: {
      const name = draft.kind === 'compare' && draft.quantity.kind === 'milestone' ? draft.quantity.milestone : ''
      const found = milestones.find(({ key }) => key === name)
      return found === undefined ? { kind: 'any', of: [] } : isDone(found)
    }
  }
}

function isDone({ done }: Pick<Milestone, 'done'>): Condition {
  return { kind: 'compare', quantity: done, op: '=', value: 1 }
}

/** A milestone done in every category that has one. */
export function everyCategory(milestones: readonly Milestone[]): Condition {
  const categories = [...new Set(milestones.map(({ category }) => category))].sort()
  const anyOf = (category: MilestoneCategory): Condition => ({
    kind: 'any',
    of: milestones.filter((one) => one.category === category).map(isDone),
  })
  return { kind: 'all', of: categories.map(anyOf) }
}
