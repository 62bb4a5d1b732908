import { expect, it } from 'vitest'
import { compileModel } from '../compile/compile-model.ts'
import { defineConfig } from '../define-config.ts'
import { email, inApp, webhook } from './channel.ts'
import { trait } from './entity-quantities.ts'
import { event } from './event.ts'
import { count } from './event-quantities.ts'
import { milestone } from './milestone.ts'
import { activates, converted } from './outcome.ts'
import { ready } from './ready-playbooks.ts'
import { signal } from './signal.ts'
import { days } from './window.ts'
import { team } from './worklist.ts'

const link = { text: 'Start', href: 'https://example.com/start' }
const ways = { mail: 'mail', app: 'app', team: 'success', link } as const

const config = defineConfig({
  account: { createdAt: trait('created_at') },
  events: {
    note: event('Note Written', { kind: 'core' }),
    source: event('Source Connected', { kind: 'data' }),
    signedIn: event('Signed In'),
  },
  activation: {
    milestones: {
      note: milestone('core').when(count('note').atLeast(1)),
      source: milestone('data').when(count('source').atLeast(1)),
    },
    signIn: 'signedIn',
  },
  signals: {
    quiet: signal('risk').when(count('note', days(7)).under(1)),
    keen: signal('engagement').when(count('note', days(7)).over(9)),
  },
  teams: {
    success: team({ people: ['ana'] }),
    engineers: team({ people: ['vera'] }),
    product: team({ people: ['pia'] }),
  },
  channels: {
    mail: email({ from: 'Notes <hello@example.com>' }),
    app: inApp(),
    crm: webhook({ url: 'https://crm.example.com/hook', secrets: ['CRM_SECRET'] }),
  },
  outcomes: { converted: converted(), activated: activates() },
  playbooks: {
    highPotential: ready.highPotential({
      ...ways,
      promising: trait('employees').number.atLeast(50),
      goal: 'converted',
    }),
    partlyActivated: ready.partlyActivated({ mail: 'mail', app: 'app', link, goal: 'activated' }),
    powerUser: ready.powerUser({ mail: 'mail', crm: 'crm', team: 'product', link, when: 'keen' }),
    guideBack: ready.guideBack({ ...ways, when: 'quiet' }),
    red: ready.redOnboarding({ team: 'success', escalation: 'engineers' }),
    yellow: ready.yellowOnboarding({ mail: 'mail', team: 'success', link }),
    green: ready.greenOnboarding({ team: 'success' }),
    prompt: ready.upgradePrompt({ app: 'app', link, when: 'keen', goal: 'converted' }),
    report: ready.usageReport({ mail: 'mail', link, among: trait('plan').is('free'), goal: 'converted' }),
    offer: ready.limitedOffer({
      ...{ mail: 'mail', link, score: 'activation', band: 'activated', goal: 'converted', offer: 'a fifth less' },
    }),
  },
})

/** What a playbook does on which day after it began. */
function rhythmOf(key: string): string[] {
  const { steps, trigger } = compileModel(config).model!.playbooks.find((one) => one.key === key)!
  let day = trigger.kind === 'day' ? trigger.day : 0
  return steps.flatMap((step) => {
    if (step.kind === 'wait') day += step.days
    if (step.kind === 'wait-until') day += step.atMostDays
    if (step.kind === 'send') return [`${day}: ${step.via}`]
    if (step.kind === 'task') return [`${day}: task of ${step.team}`]
    return step.kind === 'set' ? [`${day}: ${step.field} by ${step.via}`] : []
  })
}

it('each has its rhythm: letters and messages, then people', () => {
  expect(compileModel(config).problems.filter(({ level }) => level === 'error')).toEqual([])
  expect(rhythmOf('highPotential')).toEqual(['3: mail', '5: app', '7: task of success'])
  expect(rhythmOf('partlyActivated')).toEqual(['4: mail', '7: app'])
  expect(rhythmOf('powerUser')).toEqual(['0: tag_power_user by crm', '0: mail', '14: task of product'])
  expect(rhythmOf('guideBack')).toEqual(['0: app', '3: mail', '7: task of success'])
  expect(rhythmOf('red')).toEqual(['0: task of success', '7: task of engineers', '30: task of success'])
  expect(rhythmOf('yellow')).toEqual(['0: mail', '7: task of success'])
  expect(rhythmOf('green')).toEqual(['30: task of success'])
})

it('red, yellow and green are over when the status is another one; what people do is held back from nobody', () => {
  const { playbooks } = compileModel(config).model!
  const of = (key: string) => playbooks.find((one) => one.key === key)!
  expect(['red', 'yellow', 'green'].map((key) => [of(key).whileOpen, of(key).listens?.name, of(key).holdout])).toEqual([
    [true, 'onboarding.red', 'off'],
    [true, 'onboarding.yellow', null],
    [true, 'onboarding.green', 'off'],
  ])
})

it('those that are messages alone have a goal, for which a fifth may be left alone; where people act nobody is', () => {
  const { playbooks } = compileModel(config).model!
  const told = playbooks.map(({ key, goal, byDefault }) => [key, [goal?.outcome ?? null, byDefault]])
  expect(Object.fromEntries(told)).toEqual({
    highPotential: ['converted', 'asks people'],
    partlyActivated: ['activated', 'automated'],
    powerUser: [null, 'asks people'],
    guideBack: [null, 'asks people'],
    red: [null, 'asks people'],
    yellow: [null, 'asks people'],
    green: [null, 'asks people'],
    prompt: ['converted', 'automated'],
    report: ['converted', 'automated'],
    offer: ['converted', 'automated'],
  })
  const nowhere = defineConfig({
    events: { note: event('Note Written', { kind: 'core' }) },
    signals: { quiet: signal('risk').when(count('note', days(7)).under(1)) },
    channels: { app: inApp() },
    // @ts-expect-error there is no such outcome
    playbooks: { prompt: ready.upgradePrompt({ app: 'app', link, when: 'quiet', goal: 'bought' }) },
  })
  expect(compileModel(nowhere).problems[0]).toMatchObject({
    path: 'playbooks.prompt',
    message: expect.stringContaining('bought'),
  })
})

it('what no playbook takes is named', () => {
  const bad = defineConfig({
    events: { note: event('Note Written', { kind: 'core' }) },
    signals: { quiet: signal('risk').when(count('note', days(7)).under(1)) },
    teams: { success: team({ people: ['ana'] }) },
    playbooks: {
      // @ts-expect-error there is no such option
      call: ready.handOver({ team: 'success', when: 'quiet', action: 'Call', cadence: 'daily' }),
    },
  })
  expect(
    compileModel(bad)
      .problems.filter(({ path }) => path.startsWith('playbooks'))
      .map(({ message }) => message),
  ).toEqual(['ready() has no option "cadence". There are: team, when, action.'])
})
