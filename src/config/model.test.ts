import { expect, it } from 'vitest'
import {
  activeShare,
  adoption,
  any,
  atLeast,
  bands,
  byTrait,
  cases,
  change,
  churned,
  completeness,
  count,
  days,
  daysSinceLast,
  daysToLimit,
  decaying,
  defineConfig,
  emailDomain,
  event,
  fastDrop,
  gauge,
  happened,
  inactive,
  inSegment,
  latest,
  limit,
  limitUse,
  members,
  milestone,
  mrr,
  not,
  outcome,
  part,
  percentile,
  points,
  property,
  ratio,
  retained,
  rising,
  rollUp,
  routine,
  score,
  signal,
  signalOpen,
  silence,
  streakWeeks,
  sum,
  team,
  tenure,
  tiers,
  trait,
} from '../index.ts'
import { compileModel } from './compile/compile-model.ts'
import { MODEL_FORMAT } from './model.ts'

/** A little of everything that a Model has a shape for. */
const config = defineConfig({
  account: { renewsOn: trait('renews') },
  teams: { sales: team({ people: ['ana'] }) },
  metrics: { coreFeature: 'tasks', spend: { '2026-01': 9 }, watch: { nrr: { owner: 'ana', atLeast: 1 } } },
  worklist: {
    routines: {
      review: routine('health', 'well').atAge(days(1), days(9)).suggest({ team: 'sales', action: 'Review' }),
    },
    renewals: { team: 'sales' },
  },
  exclude: [emailDomain('example.com')],
  events: {
    task: event('Task Created', { kind: 'core', feature: 'tasks', where: property('draft').is(false) }),
    board: event('Board Viewed', { kind: 'depth', feature: 'boards' }),
    seats: gauge('Seats Reported', 'seats'),
  },
  segments: {
    size: bands(trait('seats'), { small: 0, large: 50 }),
    plan: byTrait('plan', ['free', 'pro']),
    life: cases({ fresh: tenure('days').under(30) }),
  },
  outcomes: { churned: churned(), bought: happened('task'), gone: inactive(days(30)), kept: retained(7, 14) },
  indicators: {
    tasks: count('task', days(7)),
    worth: mrr(),
    used: adoption({ window: days(28) }),
    rank: percentile(count('task', days(28)), { in: 'size' }),
    clicks: rollUp('mean', count('board', days(7))),
    keen: rollUp('share', count('board', days(7)).over(3)),
  },
  entitlements: { seats: limit(latest('seats'), { byPlan: { free: 5, pro: null } }) },
  activation: {
    levels: ['account'],
    milestones: {
      first: milestone('core').when(count('task').atLeast(2)),
      other: milestone('depth').when(count('board').atLeast(1)),
    },
  },
  scores: {
    health: score({
      usage: part(60, count('task', days(3)), rising(0, 6)),
      seats: part(40, activeShare(days(4)), rising(0, 1)),
    })
      .bands({ badly: 0, well: 40 })
      .exception('limit', limitUse('seats').over(0.9))
      .exception('soon', daysToLimit('seats').under(14)),
    interest: decaying({ board: points(15, days(5)) }).bands({ low: 0, high: 30 }),
    tier: tiers({ one: completeness('health').over(0.5) }),
  },
  signals: {
    drops: signal('risk').detects(fastDrop('task', { in: 'size' })),
    quiet: signal('risk').detects(silence('board')),
    busy: signal('engagement')
      .when(any(change(count('task', days(7))).atLeast(0.5), not(inSegment('size', 'small'))))
      .until(atLeast(1, streakWeeks('task').under(1), daysSinceLast().over(9), trait('plan').is('free')))
      .predicts(outcome('churned').within(days(60)))
      .suggest({ team: 'sales', action: 'Call' }),
    hit: signal('expansion')
      .on('task', property('n').over(1))
      .when(signalOpen('busy'))
      .escalate(ratio(sum('task', 'n', { window: days(7) }), members()).over(1)),
  },
})

/** The kinds of object in a value, each as its kind, or where it stands, and its keys. */
function shapesOf(value: unknown, place: string, into: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const one of value) shapesOf(one, place, into)
  else if (typeof value === 'object' && value !== null) {
    const kind = 'kind' in value ? `${place} ${value.kind}` : place
    into.add(`${kind}: ${Object.keys(value).sort().join(' ')}`)
    for (const [key, part] of Object.entries(value)) shapesOf(part, key, into)
  }
  return into
}

it('whoever changes the shape of a Model raises its format: data folders hold models of before', () => {
  const { model } = compileModel(config)
  const shapes = [...shapesOf(model, 'model', new Set())].sort()
  expect(
    [`format ${MODEL_FORMAT}`, ...shapes],
    'The shape of the Model changed: raise MODEL_FORMAT in model.ts, and write both down here.',
  ).toEqual(SHAPES.trim().split('\n'))
})

const SHAPES = `
format 13
account: assigneeTrait createdAtTrait fallback key reachesBackMs renewsOnTrait seatsTrait
account: expr id key label unit
activations: activated activatedAt age bands burst checklist days firstDays fully furtherFeatures level milestones milestonesDone onboarding returnDays rule score sentence signUp stalled withinDays
addresses: 
age: from to
bands: from name
bands: name when
cases: name when
clock event: kind names on where
clock trend: kind
curve: at share
detector fast drop: kind ratio shift
detector silence: kind ratio shift
entitlements: key limit usage use
escalate compare: kind op quantity value
events core: call facts feature key kind names
events depth: call facts feature key kind names
events other: call facts feature key kind names
exceptions: band name when
exclusions email-domain: domain kind
exclusive: 
expr activated: kind rule
expr activation-score: firstDays furtherFeatures kind milestones returnDays
expr active-members: facts kind roles window
expr adoption: features kind minimum window
expr against: expected kind recent
expr chance: blocks direction factor kind recent seen shared weeks
expr change: before kind now
expr common-factor: kind segment shared
expr completeness: kind of
expr constant: kind value
expr count: facts kind scale window
expr days-of-age: facts first kind last signUp
expr days-since-last: facts kind
expr decayed: facts kind lifespanDays
expr distinct-days: facts kind window
expr distinct-features: features kind minimum window
expr done: kind of
expr earliest: kind of
expr elapsed: from kind to
expr entitlement: kind plans trait
expr expected: factor kind usual weeks
expr forecast: edge kind limit usage
expr holds: kind when
expr latest-known: kind of
expr latest-of: kind of
expr latest: facts kind window
expr members: kind roles
expr mrr: kind
expr onboarding: activeMembers7 age allDays dataDays done kind signInDays14
expr percentile: kind of segment
expr progress: done kind when
expr ratio: bottom kind top
expr reached: kind when
expr roll-up-where: kind when
expr roll-up: how kind over
expr score: kind least variants
expr seen: kind
expr sign-up: facts kind
expr silence: facts kind read shared
expr streak-weeks: daysPerWeek facts kind
expr sum: facts kind scale window
expr tenure: kind unit
expr tier: kind names tiers
expr trait: kind of trait
expr usual: blocks kind recent seen shared weeks
expr weighted: cap kind parts
features: facts name
features: feature plans tier
for compare: kind op quantity value
graph: account member person
limits: maxEventNames readyAccounts
measures: aggregate call key names scale value where
member: expr id key label unit
metrics: books coreFeature features lead northStar paywall promotions rates spend visit watch
milestones: category days done key progress reached required sentence weight
milestones: of weight
model: account activations entitlements events exclusions graph hash limits measures metrics outcomes outreach playbooks product rules scores segments signals worklist
of any: kind of
of certain: kind of
of compare: kind op quantity value
of in-segment: kind segment value
of not: kind of
of trait: kind of op trait value
outcomes: hash key rule
outreach: addresses exclusive neverContact perAccount perRecipient quiet
parts: curve freshDays of source weight
parts: name of weight
parts: of weight
people: capacity name
plans: limit plan
predicts: outcome withinDays
product: closeDelayMinutes grossMargin model name timezone trialDays weekStart
renewals: suggest withinDays
routines: afterDays age band key score suggest
rule all: kind of
rule bands: bands kind quantity
rule cases: cases kind
rule churned: kind
rule event: event facts kind
rule inactive: days facts kind
rule retained: fromDay kind toDay
rule trait-values: kind trait values
rules: clock cooldownDays detector enabled escalate for instant key level minimum subject until when
scores decaying: bands completeness exceptions hash key kind level node parts sentence
scores parts: bands completeness exceptions hash key kind level node parts sentence
scores tiers: bands completeness exceptions hash key kind level node parts sentence
segments: hash key level rule
shift: factor recent usual weeks
signals: clock cooldownDays detector enabled escalate for hash instant key level minimum predicts sentence subject suggest type until when
spend: amount channel month
suggest: action cadence team
teams: alertsPerWeek capacity key people portfolio trait
tiers compare: kind op quantity value
until at-least: kind n of
variants: for parts
watch: atLeast atMost metric next owner
when all: kind of
when any: kind of
when compare: kind op quantity value
when signal: kind signal
where: op path value
window ever: kind
window rolling: days kind offset
worklist: health renewals routines teams
`
