import { describe, expect, test } from 'vitest'
import * as t from '../../index.ts'
import { compileModel } from '../compile/compile-model.ts'
import { describeOutcome } from './describe-outcome.ts'
import { describeSegment } from './describe-segment.ts'

const events = {
  project: t.event('Project Created', { kind: 'core', feature: 'projects' }),
  report: t.event('Report Viewed', { kind: 'depth', feature: 'reports' }),
  urgent: t.event('Ticket Opened', { where: t.property('severity').is('high') }),
  pricing: t.page('Pricing'),
  storage: t.gauge('Storage Measured', 'gigabytes'),
}
const { days } = t
const on = t.signal('risk').suggest({ team: 'success', action: 'Call' })

describe('an indicator as a noun phrase', () => {
  const table: readonly (readonly [string, t.QuantityBuilder])[] = [
    ['Project Created', t.count('project')],
    ['Project Created in the last day', t.count('project', days(1))],
    ['Project Created or Report Viewed in the last 14 days', t.count(['project', 'report'], t.weeks(2))],
    ['Project Created this calendar week', t.count('project', t.calendar('week'))],
    ['Project Created in the last 4 hours', t.count('project', t.hours(4))],
    ['Project Created in the 28 days before the last 28 days', t.count('project', days(28).before(days(28)))],
    ['Project Created in the 7 days before the last 90 days', t.count('project', days(7).before(days(90)))],
    ['Ticket Opened where severity is high in the last 7 days', t.count('urgent', days(7))],
    [
      'Project Created where size is at least 3 in the last 7 days',
      t.count('project', days(7), t.property('size').atLeast(3)),
    ],
    ['page Pricing in the last 7 days', t.count('pricing', days(7))],
    ['amount of Project Created added up in the last 7 days', t.sum('project', 'amount', { window: days(7) })],
    ['latest gigabytes of Storage Measured', t.latest('storage')],
    ['highest gigabytes of Storage Measured in the last 7 days', t.max('storage', days(7))],
    ['users with Project Created in the last 7 days', t.distinctUsers('project', days(7))],
    ['days with activity in the last 7 days', t.activeDays(days(7))],
    ['features used in the last 7 days', t.distinctFeatures(days(7))],
    ['days since the first Project Created', t.daysSinceFirst('project')],
    ['days since the last activity', t.daysSinceLast()],
    ['days in a row with Project Created', t.streakDays('project')],
    ['weeks in a row with activity on at least 3 days', t.streakWeeks({ daysPerWeek: 3 })],
    ['members with role owner or admin', t.members({ roles: ['owner', 'admin'] })],
    ['active members in the last 28 days', t.activeUsers(days(28))],
    ['active members in the last 28 days as a share of members', t.activeShare(days(28))],
    ['share of the 2 features used at least 2 times', t.adoption({ minimum: 2 })],
    ['share of projects used in the last 28 days', t.adoption({ features: ['projects'], window: days(28) })],
    [
      'Project Created in the last 7 days per active members in the last 7 days',
      t.ratio(t.count('project', days(7)), t.activeMembers(days(7))),
    ],
    [
      'latest gigabytes of Storage Measured as a share of property storage_limit',
      t.limitUsage(t.latest('storage'), t.trait('storage_limit')),
    ],
    ['change of Project Created in the last 7 days against the 7 days before', t.change(t.count('project', days(7)))],
    [
      'Project Created in the last 7 days minus Report Viewed in the last 7 days',
      t.difference(t.count('project', days(7)), t.count('report', days(7))),
    ],
    [
      'percentile of Project Created in the last 7 days among accounts of the same size',
      t.percentile(t.count('project', days(7)), { in: 'size' }),
    ],
    ['property employees', t.trait('employees').number],
    ['months since sign-up', t.tenure()],
    ['members', t.size()],
    ['MRR', t.mrr()],
    ['mean over members of Project Created in the last 7 days', t.rollUp('mean', t.count('project', days(7)))],
    [
      'members for whom (Project Created in the last 7 days is at least 3)',
      t.rollUp('count', t.count('project', days(7)).atLeast(3)),
    ],
    ['members for whom (has role admin or owner)', t.rollUp('count', t.hasRole('owner', 'admin'))],
    [
      'sum over members (has role admin) of page Pricing in the last 7 days',
      t.rollUp('sum', t.count('pricing', days(7)), { among: t.hasRole('admin') }),
    ],
    [
      'days since the last activity, of the member (has role admin) with the most days with activity in the last 90 days',
      t.topMember(t.daysSinceLast(), { by: t.activeDays(days(90)), among: t.hasRole('admin') }),
    ],
    [
      'highest over members of Project Created in the last 28 days as a share of sum over members of Project Created in the last 28 days',
      t.topShare(t.count('project', days(28))),
    ],
    ['property seats 30 days before', t.ago(t.trait('seats').number, days(30))],
    [
      'members with role owner minus members with role owner 7 days before',
      t.difference(t.members({ roles: ['owner'] }), t.ago(t.members({ roles: ['owner'] }), days(7))),
    ],
  ]
  test.each(table)('%s', (label, quantity) => {
    const segments = { size: t.bands(t.trait('seats'), { small: 1, large: 50 }) }
    const config = { events, segments, indicators: { it: quantity } } as t.ConfigInput
    const { model, problems } = compileModel(t.defineConfig(config))
    expect(problems.filter(({ level }) => level === 'error')).toEqual([])
    const nodes = model!.graph.account
    expect((nodes.find(({ key }) => key === 'it') ?? nodes[0]!).label).toBe(label)
  })
})

describe('a signal in sentences', () => {
  const table: readonly (readonly [string, t.SignalBuilder])[] = [
    ['Opens for an account when MRR is over 10. Closes when that is no longer so.', on.when(t.mrr().over(10))],
    [
      'Opens for an account where days since sign-up is over 90 days when active members in the last 28 days as a share of members is under 40 %, 3 days in a row. Closes when active members in the last 28 days as a share of members is over 50 %, and stays closed for at least 7 days.',
      on
        .for(t.tenure().over(days(90)))
        .when(t.activeShare(days(28)).under(0.4))
        .until(t.activeShare(days(28)).over(0.5))
        .minimum(3)
        .cooldown(days(7)),
    ],
    [
      'Opens for a member at Ticket Opened where severity is high and area is billing, when Ticket Opened where severity is high in the last 48 hours is at least 2. Closes after 3 days without another, and stays closed for at least 3 days.',
      on
        .level('member')
        .on('urgent', t.property('area').is('billing'))
        .when(t.count('urgent', t.hours(48)).atLeast(2))
        .cooldown(3),
    ],
    ['Opens for an account at Project Created. Closes at the close of the day.', on.on('project')],
    [
      'Opens for an account when (property plan is pro or team or property paused is known), not (MRR is exactly 0) and (at least 1 of: members is over 2; MRR is at most 5). Closes when that is no longer so. It escalates when months since sign-up is over 12 months. It predicts gone within 60 days.',
      on
        .when(
          t.all(
            t.any(t.trait('plan').in(['pro', 'team']), t.trait('paused').isSet()),
            t.not(t.mrr().is(0)),
            t.atLeast(1, t.members().over(2), t.mrr().atMost(5)),
          ),
        )
        .escalate(t.tenure().over(t.months(12)))
        .predicts(t.outcome('gone').within(days(60))),
    ],
  ]
  test.each(table)('%s', (sentence, signal) => {
    const config = { events, outcomes: { gone: t.churned() }, signals: { it: signal } } as t.ConfigInput
    const { model, problems } = compileModel(t.defineConfig(config))
    expect(problems.filter(({ level }) => level === 'error')).toEqual([])
    expect(model!.signals[0]!.sentence).toBe(sentence)
  })
})

test('segments and outcomes in one sentence each', () => {
  const { model } = compileModel(
    t.defineConfig({
      events,
      segments: {
        size: t.bands(t.trait('seats'), { small: 1, large: 50 }),
        plan: t.byTrait('plan', ['free', 'pro']),
        age: t.cases({ fresh: t.tenure().under(t.months(1)), paying: t.mrr().over(0) }),
      },
      activation: { milestones: { first: t.milestone('core').when(t.count('project').atLeast(1)) } },
      outcomes: {
        begun: t.activates(),
        bought: t.converted(),
        gone: t.churned(),
        grown: t.expanded(),
        stayed: t.retained(28, 56),
        reported: t.happened('report'),
        silent: t.inactive(days(30)),
        noProject: t.inactive(days(30), 'project'),
      },
    }),
  )
  const { segments, outcomes } = model!
  expect(segments.map((segment) => describeSegment(segment, model!))).toEqual([
    'accounts by the first that holds of: fresh when months since sign-up is under 1 month; paying when MRR is over 0.',
    'accounts by property plan: free and pro.',
    'accounts by property seats: small from 1 and large from 50.',
  ])
  expect(outcomes.map((outcome) => describeOutcome(outcome, model!))).toEqual([
    'begun: the account is activated.',
    'bought: the account pays for the first time.',
    'gone: the account decides to cancel or, when no decision is known, its revenue falls to zero.',
    "grown: the account's revenue grows.",
    'noProject: no Project Created for 30 days.',
    'reported: Report Viewed happens.',
    'silent: nothing of value happens for 30 days.',
    'stayed: active between day 28 and day 56.',
  ])
})

test('where an account stands is said by its name, and yes or no without a number', () => {
  const { model, problems } = compileModel(
    t.defineConfig({
      events: { project: t.event('Project Created', { kind: 'core' }) },
      activation: { milestones: { first: t.milestone('core').when(t.count('project').atLeast(1)) } },
      scores: { priority: t.tiers({ 'High Priority': t.mrr().over(100), 'Some Priority': t.mrr().over(10) }) },
      signals: {
        asked: t
          .signal('risk')
          .when(
            t.all(
              t.onboardingIs('red'),
              t.inBand('priority', 'Some Priority'),
              t.fullyActivated(),
              t.not(t.milestone('first').done()),
            ),
          ),
      },
    }),
  )
  expect(problems.filter(({ level }) => level === 'error')).toEqual([])
  expect(model!.signals[0]!.sentence).toBe(
    'Opens for an account when onboarding is red, priority is Some Priority, a milestone is done in every category and not (first is done). Closes when that is no longer so.',
  )
})
