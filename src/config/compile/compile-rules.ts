import type { Condition } from '../expression.ts'
import type { Activation, Band, Model, Rule } from '../model.ts'
import { onboardingBands } from '../onboarding-table.ts'
import { numberAdder } from './add-number.ts'
import type { GraphDraft } from './compile-quantity.ts'
import { signUpNode } from './sign-up-node.ts'

/** What is judged beside the signals: of each level its milestones, being activated, and the bands of every score and of the onboarding status. */
export function compileRules(
  graph: GraphDraft,
  { activations, scores }: Pick<Model, 'activations' | 'scores'>,
): Rule[] {
  return [
    ...activations.flatMap((one) => [
      ...rulesOfActivation(one),
      ...rulesOfBands(graph, 'activation', one),
      ...rulesOfOnboarding(graph, one),
    ]),
    ...scores.flatMap((one) => rulesOfBands(graph, one.key, one)),
  ]
}

function rulesOfActivation({ level, milestones, activated, activatedAt }: Activation): Rule[] {
  return [
    ...milestones.map(({ key, done, reached }) => ruleOf({ subject: 'milestone', key, level, done, instant: reached })),
    ruleOf({ subject: 'activation', key: 'activated', level, done: activated, instant: activatedAt }),
  ]
}

function rulesOfOnboarding(graph: GraphDraft, { level, onboarding }: Activation): Rule[] {
  return onboarding === null ? [] : rulesOfBands(graph, 'onboarding', { level, bands: onboardingBands(onboarding) })
}

type Done = Pick<Rule, 'subject' | 'key' | 'level'> & { readonly done: number; readonly instant: number }

function ruleOf({ done, ...rule }: Done): Rule {
  return { ...PLAIN, ...rule, when: { kind: 'compare', quantity: done, op: '=', value: 1 } }
}

/** Nobody is in a band before there is anybody: the numbers of an account that is not yet known are zeros. */
function rulesOfBands(
  graph: GraphDraft,
  score: string,
  { level, bands }: Pick<Activation, 'level'> & { readonly bands: readonly Band[] },
): Rule[] {
  const of = signUpNode(graph, level)
  const quantity = numberAdder(graph, level)({ kind: 'done', of }, 'signed up', 'count')
  const known: Condition = { kind: 'compare', quantity, op: '=', value: 1 }
  return bands.map(({ name, when }) => {
    const key = `${score}.${name}`
    return { ...PLAIN, subject: 'band', key, level, for: known, when, instant: null }
  })
}

const PLAIN = {
  ...{
    for: null,
    clock: { kind: 'trend' },
    until: null,
    minimum: 1,
    cooldownDays: 0,
    escalate: null,
    enabled: true,
    detector: null,
  },
} as const satisfies Partial<Rule>
