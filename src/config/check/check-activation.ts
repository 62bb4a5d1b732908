import { foundations, refsOfMilestone } from '../compile/collect-refs.ts'
import type { ActivationDraft, ConditionDraft, ConfigDraft, MilestoneDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import { badNumber } from './bad-number.ts'
import { errorAt, warningAt } from './problem-at.ts'

/** Rule: milestones can be reached, say something of value, and add up. */
export function checkActivation(config: ConfigDraft): readonly Problem[] {
  const { activation } = config
  if (activation === null) return []
  const milestones = Object.entries(activation.milestones)
  return [
    ...badNumber('activation.within', activation.withinDays, { from: 1, to: 3650, whole: true }),
    ...badNumber('activation.minimumUses', activation.minimumUses, { from: 1, to: 1_000_000, whole: true }),
    ...(milestones.length === 0 ? [nothingToReach()] : []),
    ...checkWeights(activation),
    ...milestones.flatMap(([key, milestone]) => checkMilestone(config, key, milestone)),
    ...(activation.activated === null ? [] : checkRule(activation.activated)),
  ]
}

function nothingToReach(): Problem {
  const message = 'activation has no milestones.'
  const mend = "Add one, such as firstProject: milestone('core').when(count('projectCreated').atLeast(1))."
  return errorAt('activation.milestones', { code: 'nothing_to_judge', message, mend })
}

function checkWeights({ weights }: ActivationDraft): readonly Problem[] {
  const all = Object.values(weights)
  const sum = all.reduce((total, weight) => total + weight, 0)
  if (all.every((weight) => weight >= 0) && Math.abs(sum - 100) < 1e-9) return []
  const said = Object.entries(weights).map(([category, weight]) => `${category} ${weight}`)
  const message = `The weights of the categories are ${said.join(', ')}: together ${sum}.`
  const mend = 'Let the four add up to 100; a category without milestones is left out by itself.'
  return [errorAt('activation.weights', { code: 'bad_weights', message, mend })]
}

function checkMilestone(config: ConfigDraft, key: string, milestone: MilestoneDraft): readonly Problem[] {
  const path = `activation.milestones.${key}`
  const problems = [...badNumber(`${path}.weight`, milestone.weight, { from: 1e-9, to: 1e9, whole: false })]
  if (milestone.when === null) {
    const mend = "Add .when(…), such as .when(count('projectCreated').atLeast(1))."
    problems.push(errorAt(path, { code: 'nothing_to_judge', message: `${path} has no condition.`, mend }))
  }
  return [...problems, ...checkFoundation(config, key), ...checkHousekeeping(config, key, milestone)]
}

/** What is looked back for is folded by itself: nothing in it may rest on what was reached before, or on a judgement. */
function checkFoundation(config: ConfigDraft, key: string): readonly Problem[] {
  const bad = [...foundations(config, `milestone.${key}`)].find((node) =>
    /^(milestone|activation|score|signal)\./.test(node),
  )
  if (bad === undefined) return []
  const message = `The milestone ${key} rests on ${bad.replace('.', ' ')}; it can only rest on events, people and properties.`
  const mend = 'Say in numbers of events what makes it.'
  return [errorAt(`activation.milestones.${key}`, { code: 'bad_milestone', message, mend })]
}

/** What one does because a form or a tour asks for it says little about value. */
const HOUSEKEEPING =
  /profile|avatar|photo|tour|tutorial|walkthrough|welcome|theme|settings|password|verif|sign(ed)?[ _-]?(up|in)|log(ged)?[ _-]?in|cookie|newsletter/i

function checkHousekeeping({ events }: ConfigDraft, key: string, milestone: MilestoneDraft): readonly Problem[] {
  const named = refsOfMilestone(milestone).flatMap(({ kind, name }) =>
    kind === 'event' && Object.hasOwn(events, name) ? [name, ...events[name]!.names] : [],
  )
  const found = named.find((name) => HOUSEKEEPING.test(name))
  if (found === undefined) return []
  const message = `The milestone ${key} looks like housekeeping: ${JSON.stringify(found)} is done because it is asked for.`
  const mend = 'Choose a step by which somebody gets what they came for; keep this one in the checklist.'
  return [warningAt(`activation.milestones.${key}`, { code: 'housekeeping_milestone', bad: found, message, mend })]
}

function checkRule(rule: ConditionDraft): readonly Problem[] {
  switch (rule.kind) {
    case 'all':
    case 'any':
    case 'at-least':
      return rule.of.flatMap(checkRule)
    case 'not':
      return checkRule(rule.of)
    default: {
      const fits = rule.kind === 'compare' && rule.quantity.kind === 'milestone' && rule.quantity.as === 'done'
      if (fits) return []
      const message = 'activation.activated asks for something that is no milestone.'
      const mend = "Write milestones only: atLeast(2, milestone('a').done(), milestone('b').done())."
      return [errorAt('activation.activated', { code: 'bad_milestone', message, mend })]
    }
  }
}
