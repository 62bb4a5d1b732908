/** Checked by tsc: every `@ts-expect-error` line must be an error, every other line must be none. */
import {
  adoption,
  all,
  bands,
  becomes,
  byTrait,
  cases,
  change,
  churned,
  converted,
  count,
  days,
  daysSinceLast,
  defineConfig,
  distinctFeatures,
  type EventBuilder,
  event,
  expanded,
  gauge,
  happened,
  inApp,
  inactive,
  indicator,
  inSegment,
  latest,
  members,
  months,
  outcome,
  percentile,
  playbook,
  property,
  type QuantityBuilder,
  rollUp,
  routine,
  send,
  signal,
  signalOpen,
  starterSignals,
  streakWeeks,
  sum,
  team as teamOf,
  tenure,
  trait,
} from '../../src/index.ts'

const events = {
  projectCreated: event('Project Created', { kind: 'core', feature: 'projects' }),
  reportViewed: event(['Report Viewed', 'View Report'], { kind: 'depth', feature: 'reports' }),
  storage: gauge('Storage Measured', 'gigabytes'),
}

export const right = defineConfig({
  events,
  segments: {
    size: bands(trait('seats'), { small: 1, medium: 11 }),
    plan: byTrait('plan', ['free', 'pro']),
    age: cases({ new: tenure().under(months(1)), busy: count('projectCreated', days(7)).over(3) }),
  },
  indicators: { projects: count('projectCreated', days(28)), share: adoption({ features: ['projects', 'reports'] }) },
  outcomes: { churned: churned(), shared: happened('reportViewed'), silent: inactive(days(30)) },
  signals: {
    busy: signal('expansion')
      .when(indicator('projects').atLeast(3))
      .predicts(outcome('shared').within(days(30))),
    grows: signal('expansion')
      .for(all(inSegment('size', 'medium'), inSegment('plan', 'pro'), inSegment('age', 'new')))
      .when(all(percentile(count('projectCreated', days(28)), { in: 'size' }).over(90), signalOpen('busy')))
      .until(count('projectCreated', days(28)).under(1))
      .escalate(latest('storage').over(5)),
    limit: signal('intent').on('reportViewed').level('member'),
  },
})

export const withoutOptionalParts = defineConfig({ events })

/** What is left out must not become "any name". */
export const leftOut = defineConfig({
  events: { a: event('A'), b: event('B', { feature: 'f' }) },
  indicators: {
    since: daysSinceLast(),
    weeks: streakWeeks({ daysPerWeek: 2 }),
    trend: change(count('a', days(7))),
    used: adoption(),
    rank: percentile(count('a', days(7))),
  },
  outcomes: { silent: inactive(days(30)) },
})
// @ts-expect-error an event without a feature does not make every feature valid
defineConfig({ events: { a: event('A') }, indicators: { a: adoption({ features: ['x'] }) } })

// @ts-expect-error an event that does not exist, in a signal's condition
defineConfig({ events, signals: { a: signal('risk').when(count('projectCreatd').under(1)) } })
const flickers = signal('risk').when(count('projectCreated').under(1)).until(count('x').over(1))
// @ts-expect-error an event that does not exist, in `until`
defineConfig({ events, signals: { flickers } })
// @ts-expect-error an event that does not exist, in `on`
defineConfig({ events, signals: { a: signal('intent').on('reportSeen') } })
// @ts-expect-error an event that does not exist, in a list
defineConfig({ events, indicators: { a: count(['projectCreated', 'nope'], days(7)) } })
// @ts-expect-error an event that does not exist, in an outcome
defineConfig({ events, outcomes: { a: happened('nope') } })
// @ts-expect-error an event that does not exist, inside a roll-up's condition
defineConfig({ events, indicators: { a: rollUp('share', count('nope', days(7)).over(1)) } })
// @ts-expect-error an event that does not exist, in a segment
defineConfig({ events, segments: { a: cases({ b: count('nope').over(1) }) } })
// @ts-expect-error a feature that no event names
defineConfig({ events, indicators: { a: distinctFeatures(days(28), { features: ['projects', 'boards'] }) } })
// @ts-expect-error an indicator that does not exist
defineConfig({ events, signals: { a: signal('risk').when(indicator('nope').over(1)) } })
// @ts-expect-error a signal that does not exist
defineConfig({ events, signals: { a: signal('risk').when(signalOpen('b')) } })
// @ts-expect-error an outcome that does not exist
defineConfig({ events, signals: { a: signal('risk').predicts(outcome('churned').within(days(60))) } })
// @ts-expect-error a segment that does not exist
defineConfig({ events, signals: { a: signal('risk').for(inSegment('size', 'small')) } })
const plans = { p: byTrait('plan', ['pro']) }
// @ts-expect-error a group that the segment does not have
defineConfig({ events, segments: plans, signals: { a: signal('risk').for(inSegment('p', 'x')) } })
// @ts-expect-error a segment that does not exist, in a percentile
defineConfig({ events, indicators: { a: percentile(count('projectCreated'), { in: 'size' }) } })
// @ts-expect-error a part that configurations do not have
defineConfig({ events, signal: {} })
// @ts-expect-error a signal type that does not exist
signal('danger')
// @ts-expect-error a kind of event that does not exist
event('Project Created', { kind: 'cor' })
// @ts-expect-error months are a duration, not a window
count('projectCreated', months(3))
// @ts-expect-error the window of a sum is an option
sum('projectCreated', 'size', days(7))
// @ts-expect-error the window of adoption is an option
adoption(days(28))
// @ts-expect-error the segment of a percentile is an option
percentile(count('projectCreated'), 'size')
// @ts-expect-error an option that does not exist
members({ role: ['admin'] })
// @ts-expect-error a text where a list belongs
members({ roles: 'admin' })
// @ts-expect-error a streak has no window
streakWeeks('projectCreated', days(7))
// @ts-expect-error days since the last has no window
daysSinceLast('projectCreated', days(7))
// @ts-expect-error a gauge has no condition
latest('storage', days(7), property('plan').is('pro'))
// @ts-expect-error one value, or .in([…])
trait('plan').is('pro', 'max')
// @ts-expect-error one condition, or all(…)
signal('risk').when(tenure().over(1), tenure().over(2))
// @ts-expect-error days take one number
days(7, 30)

const asks = (team: 'sales' | 'success') => signal('risk').when(tenure().over(1)).suggest({ team, action: 'Call' })
const people = { sales: teamOf({ people: ['ana'] }) }
export const teams = defineConfig({
  events,
  teams: people,
  signals: { any: signal('risk').when(tenure().over(1)).suggest({ team: 'sales', action: 'Call', cadence: 'daily' }) },
  worklist: { routines: { call: routine('activation', 'at risk').suggest({ team: 'sales', action: 'Call' }) } },
})
export const anyTeam = defineConfig({ events, signals: { any: asks('success') } })
// @ts-expect-error a team that is not listed
export const otherTeam = defineConfig({ events, teams: people, signals: { any: asks('success') } })
// @ts-expect-error a band that the score has not
export const otherBand = defineConfig({ events, worklist: { routines: { call: routine('onboarding', 'blue') } } })
// @ts-expect-error no such cadence
signal('risk').suggest({ team: 'sales', action: 'Call', cadence: 'hourly' })

const outcomes = { churned: churned(), converted: converted(), expanded: expanded() }
export const started = defineConfig({ events, outcomes, signals: starterSignals.six('projectCreated') })
// @ts-expect-error an event that does not exist
export const misspelt = defineConfig({ events, outcomes, signals: starterSignals.six('projctCreated') })
// @ts-expect-error the outcomes it rests on
export const noOutcomes = defineConfig({ events, signals: starterSignals.six('projectCreated') })
// @ts-expect-error a signal that is not in the pack
starterSignals.usageDorp()

event('Report Created', { kind: 'core', owner: 'Ana', properties: { plan: 'string', rows: 'number', note: 'string?' } })
// @ts-expect-error no such type of a property
event('Report Created', { properties: { plan: 'text' } })

/** What an editor shows: the names a definition mentions, and nothing of the machinery. */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const indicatorShown = count('projectCreated', days(7))
export const hovers: readonly [
  Equal<typeof indicatorShown, QuantityBuilder<'event.projectCreated'>>,
  Equal<typeof events.reportViewed, EventBuilder<'reports'>>,
  Equal<typeof events.storage, EventBuilder<never>>,
] = [true, true, true]

const spoken = {
  channels: { product: inApp() },
  outcomes: { churned: churned() },
  outreach: { exclusive: { offers: days(14) }, neverContact: { share: 0.05, outcome: 'churned' } },
} as const
const told = playbook(becomes(count('projectCreated').under(1))).do(send({ via: 'product', subject: 's', text: 't' }))
export const groups = defineConfig({
  ...{ events, ...spoken },
  playbooks: {
    a: told.exclusive('offers').guard({ events: ['reportViewed'], margin: 0.01 }),
    b: told.guard({ perAccount: 1 }),
  },
})
// @ts-expect-error a group of playbooks that does not exist
defineConfig({ events, ...spoken, playbooks: { a: told.exclusive('offer') } })
// @ts-expect-error a group of playbooks where there is none
defineConfig({ events, channels: spoken.channels, playbooks: { a: told.exclusive('offers') } })
// @ts-expect-error an event that does not exist, in a guard
defineConfig({ events, ...spoken, playbooks: { a: told.guard({ events: ['reportSeen'] }) } })
// @ts-expect-error an outcome that does not exist, of those never contacted
defineConfig({ events, ...spoken, outreach: { neverContact: { share: 0.05, outcome: 'gone' } } })
