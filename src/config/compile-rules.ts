import type { Activation, Band, Model, Rule } from './model.ts'

/** What is judged beside the signals: of each level its milestones, being activated, and the bands of every score. */
export function compileRules({ activations, scores }: Pick<Model, 'activations' | 'scores'>): Rule[] {
  return [
    ...activations.flatMap((one) => [...rulesOfActivation(one), ...rulesOfBands('activation', one)]),
    ...scores.flatMap((one) => rulesOfBands(one.key, one)),
  ]
}

function rulesOfActivation({ level, milestones, activated, activatedAt }: Activation): Rule[] {
  return [
    ...milestones.map(({ key, done, reached }) => ruleOf({ subject: 'milestone', key, level, done, instant: reached })),
    ruleOf({ subject: 'activation', key: 'activated', level, done: activated, instant: activatedAt }),
  ]
}

type Done = Pick<Rule, 'subject' | 'key' | 'level'> & { readonly done: number; readonly instant: number }

function ruleOf({ done, ...rule }: Done): Rule {
  return { ...PLAIN, ...rule, when: { kind: 'compare', quantity: done, op: '=', value: 1 } }
}

function rulesOfBands(
  score: string,
  { level, bands }: Pick<Activation, 'level'> & { readonly bands: readonly Band[] },
): Rule[] {
  return bands.map(({ name, when }) => ({
    ...PLAIN,
    subject: 'band',
    key: `${score}.${name}`,
    level,
    when,
    instant: null,
  }))
}

const PLAIN = {
  ...{ for: null, clock: { kind: 'trend' }, until: null, minimum: 1, cooldownDays: 0, escalate: null, enabled: true },
} as const satisfies Partial<Rule>
