import { describeCondition } from '../describe/describe-condition.ts'
import { plural } from '../describe/describe-window.ts'
import type { ActivationDraft } from '../draft.ts'
import type { Condition, Level } from '../expression.ts'
import type { Activation, Milestone } from '../model.ts'
import { scoreBands } from '../score-bands.ts'
import { type AddNumber, numberAdder } from './add-number.ts'
import { refsOfCondition } from './collect-refs.ts'
import { factsOf, featuresOf } from './compile-events.ts'
import { compileMilestones, everyCategory, type OfLevel, ruleOf } from './compile-milestones.ts'
import type { GraphDraft } from './compile-quantity.ts'
import { signUpNode } from './sign-up-node.ts'

export const ACTIVATION_BANDS = [
  { name: 'activated', from: 80 },
  { name: 'partially activated', from: 60 },
  { name: 'at risk', from: 40 },
  { name: 'not activated', from: 0 },
] as const

/** Days in which signing in on too few of them counts against an account, and those in which a team is looked for. */
const SIGN_IN_DAYS = 14
const TEAM_DAYS = 7
/** Return days are looked for on days 1 to 14 after sign-up. */
const RETURN_DAYS = 14

/** Onboarding of one level: every number it is asked for becomes a node of the level's graph. */
export function compileActivation(graph: GraphDraft, level: Level): Activation {
  const draft = graph.config.activation!
  const add = numberAdder(graph, level)
  const signUp = signUpNode(graph, level)
  const milestones = compileMilestones(graph, { level, draft, signUp })
  const rule = ruleOf(draft, milestones)
  const times = compileTimes(add, { signUp, rule, reached: milestones.map((one) => one.reached) })
  const { age, firstDays, allDays } = times
  const returnDays = add(
    { kind: 'days-of-age', facts: factsOf(graph.events, null), signUp, first: 1, last: RETURN_DAYS },
    'days with activity after the first day, within 14 days',
    'count',
  )
  const furtherFeatures = add(
    {
      kind: 'distinct-features',
      features: listFurtherFeatures(graph, draft),
      window: { kind: 'ever' },
      minimum: draft.minimumUses,
    },
    'further features used',
    'count',
  )
  const score = add(
    {
      kind: 'activation-score',
      milestones: milestones.map(({ done, weight }) => ({ of: done, weight })),
      firstDays,
      returnDays,
      furtherFeatures,
    },
    'activation score',
    'points',
  )
  const milestonesDone = add(
    { kind: 'weighted', parts: milestones.map(({ done }) => ({ of: done, weight: 1 })), cap: null },
    'milestones done',
    'count',
  )
  const parts = { level, draft, milestones, signUp, age, allDays }
  return {
    ...{ level, withinDays: draft.withinDays, milestones, rule, signUp, age, firstDays },
    ...{ activatedAt: times.activatedAt, days: times.days, stalled: times.stalled },
    activated: add({ kind: 'done', of: times.activatedAt }, 'activated', 'count'),
    ...{ score, returnDays, furtherFeatures, milestonesDone },
    fully: add({ kind: 'holds', when: everyCategory(milestones) }, 'a milestone is done in every category', 'count'),
    burst: add(
      { kind: 'holds', when: burst({ allDays, returnDays, age }) },
      'all done on the first day, and nobody back',
      'count',
    ),
    checklist: compileChecklist(graph, { level, draft, milestones, milestonesDone }),
    onboarding: level === 'account' ? compileOnboardingRow(graph, parts) : null,
    bands: scoreBands(score, ACTIVATION_BANDS),
    sentence: describeActivation(rule, { graph, level, draft }),
  }
}

type Moments = { readonly signUp: number; readonly rule: Condition; readonly reached: readonly number[] }

/** The moments that count, and the days from sign-up to each. */
function compileTimes(add: AddNumber, { signUp, rule, reached }: Moments) {
  const elapsed = (to: number | null, label: string): number =>
    add({ kind: 'elapsed', from: signUp, to }, label, 'days')
  const activatedAt = add({ kind: 'activated', rule }, 'moment of being activated', 'instant')
  const first = add({ kind: 'earliest', of: reached }, 'moment of the first milestone', 'instant')
  const last = add({ kind: 'latest-of', of: reached }, 'moment of the last milestone', 'instant')
  const moved = add({ kind: 'latest-known', of: [signUp, ...reached] }, 'moment of the last step forward', 'instant')
  return {
    activatedAt,
    age: elapsed(null, 'days since sign-up'),
    stalled: add({ kind: 'elapsed', from: moved, to: null }, 'days since the last step forward', 'days'),
    days: elapsed(activatedAt, 'days from sign-up to being activated'),
    firstDays: elapsed(first, 'days from sign-up to the first milestone'),
    allDays: elapsed(last, 'days from sign-up to the last milestone'),
  }
}

type Rested = OfLevel & { readonly milestones: readonly Milestone[] }

/** Told once the second day is over: before it nobody can have come back. */
function burst({
  allDays,
  returnDays,
  age,
}: {
  readonly allDays: number
  readonly returnDays: number
  readonly age: number
}): Condition {
  return {
    kind: 'all',
    of: [
      { kind: 'certain', of: { kind: 'compare', quantity: allDays, op: '<', value: 1 } },
      { kind: 'compare', quantity: returnDays, op: '=', value: 0 },
      { kind: 'compare', quantity: age, op: '>=', value: 2 },
    ],
  }
}

/** Features outside those that a core milestone is about. */
function listFurtherFeatures({ config, events }: GraphDraft, draft: ActivationDraft) {
  const core = new Set<string>()
  for (const { category, when } of Object.values(draft.milestones)) {
    if (category !== 'core' || when === null) continue
    for (const { kind, name } of refsOfCondition(when)) {
      const feature = kind === 'event' ? config.events[name]?.feature : kind === 'feature' ? name : null
      if (feature != null) core.add(feature)
    }
  }
  return featuresOf(events, null).filter(({ name }) => !core.has(name))
}

function compileChecklist(
  graph: GraphDraft,
  { level, draft, milestones, milestonesDone }: Rested & { readonly milestonesDone: number },
): number {
  const add = numberAdder(graph, level)
  if (draft.checklist === null) {
    const bottom = add({ kind: 'constant', value: milestones.length }, String(milestones.length), 'value')
    return add({ kind: 'ratio', top: milestonesDone, bottom }, 'share of milestones done', 'share')
  }
  const features = [...draft.checklist].sort().map((name) => ({ name, facts: factsOf(graph.events, [name]) }))
  return add(
    { kind: 'adoption', features, window: { kind: 'ever' }, minimum: 1 },
    'share of the checklist done',
    'share',
  )
}

function compileOnboardingRow(
  graph: GraphDraft,
  {
    level,
    draft,
    milestones,
    signUp,
    age,
    allDays,
  }: Rested & { readonly signUp: number; readonly age: number; readonly allDays: number },
): number {
  const add = numberAdder(graph, level)
  const sources = milestones.filter(({ category }) => category === 'data').map(({ reached }) => reached)
  const rolling = (days: number) => ({ kind: 'rolling', days, offset: 0 }) as const
  const active = factsOf(graph.events, null)
  const firstSource =
    sources.length === 0 ? null : add({ kind: 'earliest', of: sources }, 'moment of the first data source', 'instant')
  return add(
    {
      kind: 'onboarding',
      done: milestones.map(({ done }) => done),
      age,
      allDays,
      dataDays:
        firstSource === null
          ? null
          : add(
              { kind: 'elapsed', from: signUp, to: firstSource },
              'days from sign-up to the first data source',
              'days',
            ),
      activeMembers7: add(
        { kind: 'active-members', facts: active, window: rolling(TEAM_DAYS), roles: null },
        'active members in the last 7 days',
        'count',
      ),
      signInDays14: add(
        { kind: 'distinct-days', facts: factsOf(graph.events, draft.signIn), window: rolling(SIGN_IN_DAYS) },
        draft.signIn === null ? 'days with activity in the last 14 days' : 'days with a sign-in in the last 14 days',
        'count',
      ),
    },
    'row of the onboarding table',
    'value',
  )
}

function describeActivation(
  rule: Condition,
  { graph, level, draft }: OfLevel & { readonly graph: GraphDraft },
): string {
  const whom = { account: 'An account', member: 'A member', person: 'A user' }[level]
  return `${whom} is activated when ${describeCondition(rule, graph.nodes[level])}; counted within ${plural(draft.withinDays, 'day')} of sign-up.`
}
