import { expect, test } from 'vitest'
import * as t from '../index.ts'
import { compileModel } from './compile/compile-model.ts'
import type { Config } from './define-config.ts'
import { describeRenewals, describeRoutine, describeTeam } from './describe/describe-worklist.ts'
import { diffModels } from './diff/diff-models.ts'
import type { Model } from './model.ts'
import { overridePath, parseOverride } from './override/override-path.ts'

const parts = {
  outcomes: { left: t.churned() },
  account: { assignee: t.trait('csm'), renewsOn: t.trait('renews') },
  events: { note: t.event('Note Written', { kind: 'core' }) },
  activation: { milestones: { first: t.milestone('core').when(t.count('note').atLeast(1)) } },
  scores: {
    health: t.score({ use: t.part(100, t.count('note', t.days(7)), t.rising(0, 5)) }).bands({ good: 50, bad: 0 }),
  },
} as const

const right = t.defineConfig({
  ...parts,
  teams: {
    success: t.team({ capacity: 25, alertsPerWeek: 40 }),
    sales: t.team({ people: { dan: 20, eve: 10 }, portfolio: 200 }),
    engineers: t.team({ people: ['kim'], assignedBy: t.trait('engineer') }),
  },
  worklist: {
    routines: {
      ...t.onboardingRoutines({ team: 'success', escalation: 'engineers' }),
      badCall: t.routine('health', 'bad').after(t.days(3)).suggest({ team: 'success', action: 'Call' }),
    },
    renewals: { team: 'sales', within: t.days(60) },
  },
  signals: {
    quiet: t
      .signal('risk')
      .when(t.daysSinceLast('note').atLeast(14))
      .predicts(t.outcome('left').within(t.days(60)))
      .suggest({ team: 'success', action: 'Write', cadence: 'monthly' }),
  },
})

function modelOf(config: Config): Model {
  const { model, problems } = compileModel(config)
  expect(problems).toEqual([])
  return model!
}

test('teams, routines and renewals in English', () => {
  const model = modelOf(right)
  const { teams, routines, renewals, health } = model.worklist
  expect(teams.map((team) => [team.key, describeTeam(team, model)])).toEqual([
    ['engineers', 'kim. An account is of whom its property engineer names, else it is dealt to them in turn.'],
    [
      'sales',
      'dan (20 tasks a day), eve (10 tasks a day). Accounts are dealt to them in turn. At most 200 accounts each.',
    ],
    [
      'success',
      'An account is of whom its property csm names. At most 25 tasks a day, 40 tasks a week from alerts each.',
    ],
  ])
  expect(routines.map(describeRoutine)).toEqual([
    'Every week while health is bad for at least 3 days, success: Call.',
    'Every month while onboarding is green for at least 30 days, success: Talk about growing, and ask for a reference.',
    'Every quarter while onboarding is green for at least 91 days, success: Hold the quarterly review.',
    'Every day while onboarding is red, success: Call within a day; bring technical help.',
    'Every month while onboarding is red for at least 30 days, success: Tell the executive; agree on a plan to save it, or on a refund.',
    'Every week while onboarding is red for at least 7 days, engineers: Clear what blocks them technically.',
    'Every day while onboarding is yellow, at an age of 23 to 30 days, success: Check what is missing before day 30.',
    'Every week while onboarding is yellow, success: Write, find out what is in the way, offer training.',
  ])
  expect(renewals && describeRenewals(renewals)).toBe(
    'Every week in the 60 days before an account renews, sales: Prepare the renewal.',
  )
  expect(health).toBe('health')
})

test('another team changes the worklist, and nothing that is judged', () => {
  const before = modelOf(t.defineConfig({ ...parts, teams: { sales: t.team({ people: ['dan'] }) } }))
  const after = modelOf(t.defineConfig({ ...parts, teams: { sales: t.team({ people: ['dan', 'eve'] }) } }))
  expect(diffModels(before, after).sentences).toEqual([
    'Nothing is recomputed.',
    'Other teams, routines or renewals: tasks are given by them at once.',
  ])
})

test.each<readonly [string, Partial<t.ConfigInput>, readonly string[]]>([
  [
    'a team that is not listed',
    { teams: { sales: t.team({ people: ['dan'] }) }, signals: { a: asking('succes') } },
    ['error unknown_name signals.a: There is no team called "succes". There are: sales.'],
  ],
  ['any team where none is listed', { signals: { a: asking('succes') } }, []],
  [
    'a team of nobody',
    { account: {}, teams: { sales: t.team({}) } },
    [
      'warning team_without_people teams.sales: teams.sales has no people, and nothing says who looks after an account: nobody gets its tasks.',
    ],
  ],
  [
    'a capacity of none, and somebody twice',
    { teams: { sales: t.team({ people: ['dan', 'dan'], capacity: 0 }) } },
    [
      'error bad_number teams.sales.capacity: teams.sales.capacity is 0.',
      'error duplicate_name teams.sales.people: teams.sales.people has dan twice.',
    ],
  ],
  [
    'a routine without a task, of a band that is none, at an age that ends before it begins',
    { worklist: { routines: { a: t.routine('health', 'worse').atAge(t.days(9), t.days(3)) } } },
    [
      'error unknown_name worklist.routines.a: There is no band of the score health called "worse". There are: good, bad.',
      'error nothing_to_do worklist.routines.a: worklist.routines.a does not say what is to be done.',
      'error bad_number worklist.routines.a.atAge: worklist.routines.a.atAge is 3.',
    ],
  ],
  [
    'renewals that nothing dates',
    { account: {}, worklist: { renewals: { team: 'sales' } } },
    [
      'error nothing_to_do worklist.renewals: worklist.renewals makes tasks of renewals, and nothing says when an account renews.',
    ],
  ],
])('check names %s', (_, given, expected) => {
  const { problems } = compileModel(t.defineConfig({ ...parts, ...given } as unknown as typeof parts))
  expect(problems.map(({ level, code, path, message }) => `${level} ${code} ${path}: ${message}`)).toEqual(expected)
})

function asking(team: string) {
  const quiet = t.signal('risk').when(t.daysSinceLast('note').atLeast(14))
  return quiet.predicts(t.outcome('left').within(t.days(60))).suggest({ team, action: 'Write' })
}

test('a cadence that nobody keeps is refused, also as an override', () => {
  const model = modelOf(right)
  expect(overridePath(parseOverride(model, 'signals.quiet.cadence', 'daily'))).toBe('signals.quiet.cadence')
  expect(() => parseOverride(model, 'signals.quiet.cadence', 'hourly')).toThrow(
    'signals.quiet.cadence is "hourly"; expected one of once, daily, weekly, monthly, quarterly.',
  )
})
