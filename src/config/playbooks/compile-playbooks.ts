import { numberAdder } from '../compile/add-number.ts'
import { compileCondition, type GraphDraft } from '../compile/compile-quantity.ts'
import { signUpNode } from '../compile/sign-up-node.ts'
import type { ConditionDraft } from '../draft.ts'
import type { Condition, Level } from '../expression.ts'
import type { Rule } from '../model.ts'
import type { OutcomeDraft } from '../outcome-draft.ts'
import { byDefault } from './by-default.ts'
import { levelOf } from './level-of.ts'
import { placeSteps } from './place-steps.ts'
import type { Listened, Playbook, Trigger } from './playbook.ts'
import { sealPlaybook } from './seal-playbook.ts'
import type { PlaybookDraft } from './written-playbook.ts'

/** What keeps the conditions of playbooks judged: a rule for each, under the name of its place. */
type Draft = { readonly graph: GraphDraft; readonly level: Level; readonly key: string; readonly rules: Rule[] }

/** Playbooks with the rules that say what holds: with every judgement of an account, for as long as the configuration has them. */
export function compilePlaybooks(graph: GraphDraft): {
  readonly playbooks: readonly Playbook[]
  readonly rules: readonly Rule[]
} {
  const rules: Rule[] = []
  const playbooks = Object.keys(graph.config.playbooks)
    .sort()
    .map((key) => compilePlaybook(graph, key, rules))
  return { playbooks, rules }
}

function compilePlaybook(graph: GraphDraft, key: string, rules: Rule[]): Playbook {
  const draft = graph.config.playbooks[key]!
  const level = levelOf(graph.config, draft.trigger)
  const of: Draft = { graph, level: level === 'product' ? 'account' : level, key, rules }
  const { priority, perHour, breaker, enabled, again, whileOpen, guard, exclusive } = draft
  const body = {
    ...{ key, level, trigger: compileTrigger(of, draft.trigger), listens: listenTo(of, draft) },
    ...{ among: stateOf(of, 'among', draft.among), goal: compileGoal(of, draft.goal) },
    ...{ exit: stateOf(of, 'exit', draft.exit), whileOpen, again, priority, perHour, breaker, guard, exclusive },
    ...{ holdout: nameHoldout(draft.holdout, key), byDefault: byDefault(graph.config, draft) },
    steps: placeSteps(draft.steps, (id, { when }) => stateOf(of, `steps.${id}`, when)!),
  }
  return sealPlaybook({ ...body, enabled }, graph.config.account.renewsOnTrait ?? null)
}

/** An experiment that is not named is called as the playbook is. */
function nameHoldout(holdout: PlaybookDraft['holdout'], key: string): Playbook['holdout'] {
  return typeof holdout === 'object' && holdout?.experiment === '' ? { ...holdout, experiment: key } : holdout
}

/** The name of the state that says whether a condition holds: one that is kept anyhow, or that of a rule of its own. */
function stateOf({ graph, level, key, rules }: Draft, place: string, when: ConditionDraft | null): string | null {
  if (when === null) return null
  if (when.kind === 'signal' && graph.config.signals[when.signal]?.level === level) return when.signal
  rules.push(ruleOf(graph, level, { key: `${key}.${place}`, when: compileCondition(graph, level, when) }))
  return `playbook.${key}.${place}`
}

type Own = Pick<Rule, 'key' | 'when'> & { readonly minimum?: number }

/** Nothing holds of an account that nobody knows yet: its numbers are zeros. */
function ruleOf(graph: GraphDraft, level: Level, { key, when, minimum = 1 }: Own): Rule {
  const of = signUpNode(graph, level)
  const quantity = numberAdder(graph, level)({ kind: 'done', of }, 'signed up', 'count')
  return {
    ...{ subject: 'playbook', key, level, when, minimum, clock: { kind: 'trend' } },
    for: { kind: 'compare', quantity, op: '=', value: 1 },
    ...{ until: null, cooldownDays: 0, escalate: null, enabled: true, instant: null, detector: null },
  }
}

function compileTrigger(of: Draft, trigger: PlaybookDraft['trigger']): Trigger<string> {
  switch (trigger.kind) {
    case 'day':
      return { ...trigger, when: trigger.when === null ? null : beginOf(of) }
    case 'becomes':
      return { ...trigger, when: beginOf(of) }
    default:
      return trigger
  }
}

function beginOf({ key }: Draft): string {
  return `playbook.${key}.begin`
}

/** The change that begins it, with the rule that makes one where none is made anyhow. */
function listenTo(of: Draft, { trigger, enabled }: PlaybookDraft): Listened | null {
  const begin = (when: Condition, minimum = 1): Listened => {
    const rule = ruleOf(of.graph, of.level, { key: `${of.key}.begin`, when, minimum })
    of.rules.push({ ...rule, enabled })
    return { subject: 'playbook', name: `${of.key}.begin`, what: 'opened' }
  }
  switch (trigger.kind) {
    case 'signal':
      return { subject: 'signal', name: trigger.signal, what: trigger.what }
    case 'band':
      return { subject: 'band', name: `${trigger.score}.${trigger.band}`, what: trigger.what }
    case 'milestone':
      return { subject: 'milestone', name: trigger.milestone, what: 'opened' }
    case 'activated':
      return { subject: 'activation', name: 'activated', what: 'opened' }
    case 'metric':
      return { subject: 'metric', name: trigger.metric, what: 'opened' }
    case 'stays':
      return begin({ kind: 'signal', signal: trigger.signal }, trigger.days)
    case 'day':
      return begin(compileCondition(of.graph, of.level, onDay(trigger)))
    case 'becomes':
      return begin(compileCondition(of.graph, of.level, trigger.when))
    case 'renewal':
    case 'schedule':
    case 'manual':
      return null
  }
}

function onDay({ day, when }: Extract<PlaybookDraft['trigger'], { kind: 'day' }>): ConditionDraft {
  const then = { kind: 'compare', quantity: { kind: 'tenure', unit: 'days' }, op: '=', value: day } as const
  return when === null ? then : { kind: 'all', of: [then, when] }
}

/** Outcomes that are told by a condition on the account are looked for while somebody is inside; the others are only measured afterwards. */
function compileGoal(of: Draft, outcome: string | null): Playbook['goal'] {
  if (outcome === null) return null
  const when = of.level === 'account' ? metWhen(of.graph.config.outcomes[outcome]!) : null
  return { outcome, state: stateOf(of, 'goal', when) }
}

function metWhen(outcome: OutcomeDraft): ConditionDraft | null {
  const over = (quantity: Extract<ConditionDraft, { kind: 'compare' }>['quantity'], value: number): ConditionDraft => {
    return { kind: 'compare', quantity, op: '>', value }
  }
  switch (outcome.kind) {
    case 'activated':
      return over({ kind: 'activation', as: 'activated' }, 0)
    case 'converted':
      return over({ kind: 'mrr' }, 0)
    case 'expanded':
      return over({ kind: 'difference', now: MRR, before: { kind: 'ago', of: MRR, days: 1 } }, 0)
    case 'event': {
      const window = { kind: 'rolling', days: 1, offset: 0 } as const
      return over({ kind: 'count', events: [outcome.event], window, where: [] }, 0)
    }
    case 'churned':
    case 'retained':
    case 'inactive':
      return null
  }
}

const MRR = { kind: 'mrr' } as const
