import type { Condition } from '../config/expression.ts'
import type { Model } from '../config/model.ts'
import type { TimelineNeeds } from '../store/analytic/rows.ts'
import type { LevelPlan, Step } from './fold-plan.ts'

/** Which parts of timelines the planned steps read, and whoever judges the model on them. */
export function planTimeline(
  model: Model,
  { account, member, judged }: { readonly account: LevelPlan; readonly member: LevelPlan; readonly judged: boolean },
): TimelineNeeds {
  const signals = judged ? model.signals : []
  const { segments } = model
  const conditions = [
    ...signals.flatMap((signal) => [signal.for, signal.when, signal.until, signal.escalate]),
    ...segments.flatMap(({ rule }) => (rule.kind === 'cases' ? rule.cases.map(({ when }) => when) : [])),
    ...account.steps.map((step) => (step.kind === 'roll-up-where' ? step.when : null)),
  ]
  const ofSegments = segments.flatMap(({ rule, level }) =>
    rule.kind === 'trait-values' ? [{ of: level, trait: rule.trait }] : [],
  )
  const ofConditions = conditions.flatMap((condition) => (condition === null ? [] : traitsOf(condition)))
  const named = (of: 'account' | 'person', steps: readonly Step[]): readonly string[] => [
    ...ofSegments.flatMap((one) => ((one.of === 'account') === (of === 'account') ? [one.trait] : [])),
    ...ofConditions.flatMap((one) => (one.of === of ? [one.trait] : [])),
    ...steps.flatMap((step) => traitOf(step, of, model)),
  ]
  const members = signals.some(({ level }) => level === 'member')
  return {
    people: members || account.steps.some(readsPeople),
    accountTraits: distinct(named('account', [...account.steps, ...member.steps])),
    personTraits: distinct(named('person', member.steps)),
    subscriptions: account.steps.some(({ kind }) => kind === 'mrr'),
    firstSeen: account.steps.some(({ kind }) => kind === 'tenure'),
  }
}

/** Whether an account's step counts people, or reads who is a member. */
export function readsPeople(step: Step): boolean {
  switch (step.kind) {
    case 'users':
    case 'members':
    case 'roll-up':
    case 'roll-up-where':
      return true
    case 'hours':
      return step.how === 'users'
    default:
      return false
  }
}

function traitOf(step: Step, of: 'account' | 'person', { account }: Model): readonly string[] {
  if (step.kind === 'tenure') return [account.createdAtTrait]
  return step.kind === 'trait' && step.of === of ? [step.trait] : []
}

type TraitTest = Extract<Condition, { readonly kind: 'trait' }>

function traitsOf(condition: Condition): TraitTest[] {
  switch (condition.kind) {
    case 'trait':
      return [condition]
    case 'all':
    case 'any':
    case 'at-least':
      return condition.of.flatMap(traitsOf)
    case 'not':
      return traitsOf(condition.of)
    case 'compare':
    case 'in-segment':
    case 'signal':
      return []
  }
}

const distinct = (keys: readonly string[]): string[] => [...new Set(keys)].sort()
