import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as t from '../../src/index.ts'
import { tempFolder } from '../cli/run-command.ts'

const use = (action: string) => ({ team: 'success', action })
const config = t.defineConfig({
  product: { model: 'trial', trialDays: 14 },
  events: {
    project: t.event('Project Created', { kind: 'core', feature: 'projects' }),
    invite: t.event('Invite Sent', { kind: 'team' }),
    premium: t.event('Timeline Opened', { kind: 'depth', feature: 'timeline' }),
    signedIn: t.event('Signed In'),
    error: t.event('Error Shown'),
  },
  segments: { shown: t.byTrait('variant', ['tour', 'checklist']) },
  entitlements: { seats: t.limit(t.members(), { byPlan: { free: 5, pro: null } }) },
  activation: {
    milestones: {
      firstProject: t.milestone('core').when(t.count('project').atLeast(1)),
      twoInvites: t.milestone('team').when(t.count('invite').atLeast(2)),
    },
  },
  indicators: {
    daysLeft: t.difference(t.constant(14), t.tenure('days')),
    abandoned: t.abandonedDays('signedIn', t.days(7)),
    abandonedByMembers: t.rollUp('sum', t.abandonedDays('signedIn', t.days(7))),
  },
  signals: {
    // Trial: on the last three days of it, someone who has not got there in the week that it should take.
    lateTrial: t
      .signal('activation')
      .when(t.all(t.indicator('daysLeft').between(1, 7), t.not(t.activated())))
      .suggest(use('Call')),
    evaluating: t
      .signal('intent')
      .when(
        t.all(
          t.distinctFeatures(t.ever(), { features: ['timeline'] }).atLeast(1),
          t.distinctUsers(['project', 'premium']).atLeast(3),
        ),
      )
      .suggest(use('Offer a demonstration')),
    stalled: t
      .signal('activation')
      .when(t.all(t.not(t.activated()), t.activation('stalled').atLeast(2)))
      .suggest(use('Help with the next step')),
    struggling: t
      .signal('risk')
      .when(
        t.any(
          t.all(
            t.count('error', t.days(7)).atLeast(3),
            t.ratio(t.count('error', t.days(7)), t.count(['error', 'project'], t.days(7))).over(0.1),
          ),
          t.abandonedDays('signedIn', t.days(7)).atLeast(3),
        ),
      )
      .suggest(use('Ask what goes wrong')),
    // Freemium.
    habit: t
      .signal('engagement')
      .when(t.streakWeeks({ daysPerWeek: 3 }).atLeast(2))
      .suggest(use('Say thanks')),
    nearLimit: t.signal('expansion').when(t.limitUse('seats').atLeast(0.8)).suggest(use('Show the next plan')),
    growingTeam: t
      .signal('expansion')
      .when(t.count('invite', t.days(28)).atLeast(2))
      .suggest(use('Show seats')),
  },
})

type Did = readonly [at: string, user: string, name: string, times?: number]
const MONDAY = '2026-03-02'

function* account(key: string, members: number, traits: Readonly<Record<string, string>>, did: readonly Did[]) {
  for (let i = 0; i < members; i++)
    yield { type: 'group', userId: `${key}${i}`, groupId: key, traits, timestamp: `${MONDAY}T08:00:00Z` }
  for (const [at, user, event, times = 1] of did)
    for (let n = 0; n < times; n++)
      yield {
        ...{ type: 'track', event, userId: `${key}${user}`, context: { groupId: key } },
        timestamp: `2026-03-${at}T09:00:0${n}Z`,
      }
}

async function open(messages: readonly object[], day: string): Promise<t.Telltale> {
  const folder = tempFolder()
  const file = join(folder, 'events.ndjson')
  writeFileSync(file, messages.map((message, n) => JSON.stringify({ messageId: `s${n}`, ...message })).join('\n'))
  const clock = { now: () => Date.parse(`${day}T06:00:00Z`) }
  const telltale = await t.openTelltale({ dataDir: join(folder, 'data'), config, clock })
  await telltale.importFile(file)
  return telltale
}

async function onFrom(telltale: t.Telltale, key: string): Promise<string[]> {
  const { data } = await telltale.replay({ from: MONDAY, account: key })
  return data
    .map(({ signal, changes }) => `${signal} ${changes.map(({ what, asOf }) => `${what} ${asOf}`).join(', ')}`)
    .sort()
}

const trial = { created_at: `${MONDAY}T08:00:00Z`, plan: 'pro', $source: 'ad' }

it('a trial that stalls, and one with three people at the premium feature', async () => {
  const telltale = await open(
    [
      // The first step on Tuesday at nine; two days of 24 hours later is Thursday at nine, and so its close. Activated on the 12th.
      ...account('slow', 2, trial, [
        ['03', '0', 'Project Created'],
        ['12', '0', 'Invite Sent', 2],
      ]),
      ...account('keen', 3, trial, [
        ['02', '0', 'Project Created'],
        ['02', '0', 'Invite Sent', 2],
        ['04', '1', 'Timeline Opened'],
        ['05', '2', 'Project Created'],
      ]),
    ],
    '2026-03-18',
  )
  expect(await onFrom(telltale, 'slow')).toEqual([
    'growingTeam opened 2026-03-12',
    // Day 7 of 14 is the ninth.
    'lateTrial opened 2026-03-09, closed 2026-03-12',
    // Two whole days after sign-up nothing has been missed: the first step was on the day before.
    'stalled opened 2026-03-05, closed 2026-03-12',
  ])
  expect(await onFrom(telltale, 'keen')).toEqual(['evaluating opened 2026-03-05', 'growingTeam opened 2026-03-02'])
  const { indicators } = (await telltale.account('keen', { asOf: '2026-03-05' }))!
  expect(indicators.find(({ key }) => key === 'daysLeft')?.value).toBe(11)
  await telltale.close()
})

it('struggle: three errors at one step in ten, or three days of signing in that came to nothing', async () => {
  const telltale = await open(
    [
      ...account('failing', 1, trial, [
        ['02', '0', 'Project Created', 5],
        ['03', '0', 'Error Shown', 2],
        ['04', '0', 'Error Shown'],
      ]),
      // Nothing but errors.
      ...account('lost', 1, trial, [['04', '0', 'Error Shown', 3]]),
      // Three of forty.
      ...account('busy', 1, trial, [
        ...(['02', '03', '04', '05'] as const).map((at): Did => [at, '0', 'Project Created', 9]),
        ['04', '0', 'Error Shown', 3],
      ]),
      // Stays signed in and works on three days, so that as many days are active as have a sign-in; on the other three signs in for nothing.
      ...account('torn', 1, trial, [
        ...(['02', '04', '05'] as const).map((at): Did => [at, '0', 'Project Created']),
        ...(['03', '06', '07'] as const).map((at): Did => [at, '0', 'Signed In']),
      ]),
      // One of two does the work while the other signs in for nothing.
      ...account('half', 2, trial, [
        ...(['02', '03', '04', '05'] as const).map((at): Did => [at, '0', 'Project Created']),
        ...(['03', '04', '05', '06'] as const).map((at): Did => [at, '1', 'Signed In', 2]),
      ]),
      ...account('leaving', 1, trial, [
        ['02', '0', 'Project Created'],
        ...(['02', '03', '04', '05'] as const).map((at): Did => [at, '0', 'Signed In']),
      ]),
    ],
    '2026-03-08',
  )
  const struggles = async (key: string) => (await onFrom(telltale, key)).filter((line) => line.startsWith('struggling'))
  const told = ['failing', 'lost', 'busy', 'torn', 'half', 'leaving'].map(async (key) => [key, await struggles(key)])
  expect(Object.fromEntries(await Promise.all(told))).toEqual({
    failing: ['struggling opened 2026-03-04'],
    lost: ['struggling opened 2026-03-04'],
    busy: [],
    torn: ['struggling opened 2026-03-07'],
    half: [],
    leaving: ['struggling opened 2026-03-05'],
  })
  const { indicators } = (await telltale.account('half', { asOf: '2026-03-06' }))!
  expect(indicators.flatMap(({ key, value }) => (key.startsWith('abandoned') ? [[key, value]] : []))).toEqual([
    ['abandoned', 1],
    ['abandonedByMembers', 4],
  ])
  await telltale.close()
})

it('freemium: a habit of three days a week for two weeks, and four of five seats', async () => {
  const free = { ...trial, plan: 'free' }
  const days = (...all: readonly string[]) => all.map((at): Did => [at, '0', 'Project Created'])
  const telltale = await open(
    [
      ...account('habit', 4, free, days('02', '03', '04', '09', '11', '13')),
      ...account('twice', 3, free, days('02', '03', '04', '09', '11')),
    ],
    '2026-03-24',
  )
  const named = async (key: string) =>
    (await onFrom(telltale, key)).filter((line) => !/^(lateTrial|stalled)/.test(line))
  // The running week may still fill: it is over when the next one begins.
  expect(await named('habit')).toEqual(['habit opened 2026-03-13, closed 2026-03-23', 'nearLimit opened 2026-03-02'])
  expect(await named('twice')).toEqual([])
  await telltale.close()
})

it('how many of a cohort were activated by which age: by week, source, segment and onboarding variant', async () => {
  const joined = (key: string, at: string, variant: string, did: readonly Did[], $source = 'ad') => [
    ...account(key, 1, { created_at: `2026-03-${at}T08:00:00Z`, variant, $source }, did),
  ]
  const steps = (project: string, invites: string): Did[] => [
    [project, '0', 'Project Created'],
    [invites, '0', 'Invite Sent', 2],
  ]
  const telltale = await open(
    [
      // On day 1; on day 7 and an hour, in the second week of its age; never.
      ...joined('a', '02', 'tour', steps('02', '03')),
      ...joined('b', '02', 'checklist', steps('02', '09')),
      ...joined('c', '03', 'checklist', []),
      ...joined('d', '09', 'checklist', steps('09', '09'), 'mail'),
    ],
    '2026-03-31',
  )
  const ask = async (by: 'sign_up' | 'source' | { readonly trait: string } | { readonly segment: string }) => {
    const { cohorts } = await telltale.analyze('cohorts', {
      ...{ actor: 'account', metric: 'activated', by, total_intervals: 2, date_from: MONDAY, date_to: '2026-03-10' },
    })
    return cohorts.map(({ value, size, values, per_actor }) => [value, size, values, per_actor])
  }
  expect(await ask('sign_up')).toEqual([
    ['2026-03-02', 3, [1, 2], [1 / 3, 2 / 3]],
    ['2026-03-09', 1, [1, 1], [1, 1]],
  ])
  expect(await ask('source')).toEqual([
    ['ad', 3, [1, 2], [1 / 3, 2 / 3]],
    ['mail', 1, [1, 1], [1, 1]],
  ])
  const variants = [
    ['checklist', 3, [1, 2], [1 / 3, 2 / 3]],
    ['tour', 1, [1, 1], [1, 1]],
  ]
  expect([await ask({ trait: 'variant' }), await ask({ segment: 'shown' })]).toEqual([variants, variants])
  await telltale.close()
})
