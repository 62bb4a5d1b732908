import { createdAtKeys } from '../../config/created-at-keys.ts'
import type { Condition } from '../../config/expression.ts'
import type { Model, Rule } from '../../config/model.ts'
import { EXCLUDED } from '../../store/analytic/excluded-trait.ts'
import type { TimelineNeeds } from '../../store/analytic/rows.ts'
import type { LevelPlan, Step } from './fold-plan.ts'

type Reading = {
  readonly account: LevelPlan
  readonly member: LevelPlan
  /** null: nothing is judged. */
  readonly judged: readonly Rule[] | null
}

/** Which parts of timelines the planned steps read, and whoever judges these rules on them. */
export function planTimeline(model: Model, { account, member, judged }: Reading): TimelineNeeds {
  const rules = judged ?? []
  const { segments } = model
  const conditions = [
    ...rules.flatMap((rule) => [rule.for, rule.when, rule.until, rule.escalate]),
    ...segments.flatMap(({ rule }) => (rule.kind === 'cases' ? rule.cases.map(({ when }) => when) : [])),
    ...[...account.steps, ...member.steps].flatMap(conditionsOf),
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
  const people = rules.some(({ level }) => level === 'member') || account.steps.some(readsPeople)
  const excludes = model.exclusions.length > 0
  return {
    people,
    accountTraits: distinct([
      ...named('account', [...account.steps, ...member.steps]),
      ...(excludes ? [EXCLUDED] : []),
    ]),
    personTraits: distinct([...named('person', member.steps), ...(excludes && people ? [EXCLUDED] : [])]),
    subscriptions: account.steps.some(({ kind }) => kind === 'mrr'),
    firstSeen: account.steps.some(({ kind }) => READ_FIRST_SEEN.has(kind)),
    heard: judged !== null,
  }
}

const READ_FIRST_SEEN: ReadonlySet<Step['kind']> = new Set(['tenure', 'sign-up', 'reached', 'seen', 'silence'])

/** Whether an account's step counts people, or reads who is a member. */
export function readsPeople(step: Step): boolean {
  switch (step.kind) {
    case 'users':
    case 'members':
    case 'roll-up':
    case 'roll-up-where':
    case 'top-member':
      return true
    case 'hours':
      return step.how === 'users'
    default:
      return false
  }
}

function conditionsOf(step: Step): readonly (Condition | null)[] {
  switch (step.kind) {
    case 'roll-up-where':
    case 'holds':
    case 'reached':
    case 'progress':
      return [step.when]
    case 'roll-up':
    case 'top-member':
      return [step.among ?? null]
    case 'tier':
      return step.tiers
    case 'score':
      return step.variants.map((variant) => variant.for)
    default:
      return []
  }
}

function traitOf(step: Step, of: 'account' | 'person', { account }: Model): readonly string[] {
  if (step.kind === 'tenure' || step.kind === 'sign-up') return createdAtKeys(account)
  if (step.kind === 'entitlement') return of === 'account' ? [step.trait] : []
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
    case 'certain':
      return traitsOf(condition.of)
    case 'compare':
    case 'in-segment':
    case 'signal':
      return []
  }
}

const distinct = (keys: readonly string[]): string[] => [...new Set(keys)].sort()
