import { expect, it } from 'vitest'
import { activated } from '../builders/activation.ts'
import { inApp, segmentApi, slack, webhook } from '../builders/channel.ts'
import { not, signalOpen } from '../builders/condition.ts'
import { trait } from '../builders/entity-quantities.ts'
import { event } from '../builders/event.ts'
import { count } from '../builders/event-quantities.ts'
import { milestone } from '../builders/milestone.ts'
import { activates, churned } from '../builders/outcome.ts'
import { playbook } from '../builders/playbook.ts'
import { addTask, branch, end, send, tag, wait, waitUntil } from '../builders/playbook-step.ts'
import { crosses, every, onDay, opens, renews, stays } from '../builders/playbook-trigger.ts'
import { checklist, limitNotice } from '../builders/shown.ts'
import { signal } from '../builders/signal.ts'
import { days, hours } from '../builders/window.ts'
import { team } from '../builders/worklist.ts'
import { compileModel } from '../compile/compile-model.ts'
import { type Config, defineConfig } from '../define-config.ts'

const base = {
  events: { note: event('Note Written', { kind: 'core' }) },
  activation: { milestones: { note: milestone('core').when(count('note').atLeast(1)) } },
  outcomes: { active: activates(), gone: churned() },
  signals: { quiet: signal('risk').when(count('note', days(7)).under(1)) },
  teams: { success: team({ people: ['ana'] }) },
  channels: {
    ops: webhook({ url: 'https://example.com/hook', secrets: ['HOOK_SECRET'] }),
    chat: slack({ webhook: 'SLACK_WEBHOOK' }),
  },
  outreach: {
    addresses: { ana: 'U1' },
    quiet: { from: '20:00', to: '08:00' },
    perAccount: { most: 2, within: days(7) },
  },
}
const hello = { subject: 'Hello {{ account.name }}', text: 'You have not {{ missingMilestones | join: ", " }}.' }

it('conditions become states that the judge keeps, steps one list with the ways on', () => {
  const config = defineConfig({
    ...base,
    playbooks: {
      late: playbook(onDay(2, not(activated())))
        .goal('active')
        .exit(signalOpen('quiet'))
        .again(days(30))
        .do(
          send({ via: 'chat', ...hello }),
          branch(signalOpen('quiet'), {
            yes: [wait(days(1)), branch(activated(), { yes: [end()] })],
            no: [waitUntil(activated(), { atMost: days(3), otherwise: 'end' })],
          }),
          addTask({ team: 'success', action: 'Call {{ account.name }}' }),
          tag('Late starter', { via: 'ops' }),
        ),
    },
  })
  const { model, problems } = compileModel(config)
  expect(problems.filter(({ level }) => level === 'error')).toEqual([])
  const [late] = model!.playbooks
  expect(late!.listens).toEqual({ subject: 'playbook', name: 'late.begin', what: 'opened' })
  expect([late!.exit, late!.goal]).toEqual(['quiet', { outcome: 'active', state: 'playbook.late.goal' }])
  expect(
    late!.steps.map((step) => [step.id, step.kind, step.next, step.otherwiseAt, 'when' in step && step.when]),
  ).toEqual([
    ['0', 'send', 1, null, false],
    ['1', 'branch', 2, 5, 'quiet'],
    ['1.yes.0', 'wait', 3, null, false],
    ['1.yes.1', 'branch', 4, 6, 'playbook.late.steps.1.yes.1'],
    ['1.yes.1.yes.0', 'end', 8, null, false],
    ['1.no.0', 'wait-until', 6, null, 'playbook.late.steps.1.no.0'],
    ['2', 'task', 7, null, false],
    ['3', 'set', 8, null, false],
  ])
  expect(model!.rules.filter(({ subject }) => subject === 'playbook').map(({ key }) => key)).toEqual([
    ...['late.begin', 'late.goal', 'late.steps.1.yes.1', 'late.steps.1.no.0'],
  ])
  expect(late!.sentence).toBe(
    'When day 2 after sign-up is over and its condition holds: send “Hello {{ account.name }}” by chat, then by a condition either (wait 1 day, then by a condition either (end) or (nothing)) or (wait for a condition, at most 3 days), then give success the task “Call {{ account.name }}”, then set tag_late_starter by ops. Over as soon as the outcome active is there or its exit condition holds.',
  )
})

it('another text is another version, and judges nobody otherwise', () => {
  const of = (subject: string) =>
    compileModel(
      defineConfig({
        ...base,
        playbooks: { a: playbook(opens('quiet')).do(send({ via: 'chat', ...hello, subject })) },
      }),
    ).model!
  expect(of('One').playbooks[0]!.hash).not.toBe(of('Two').playbooks[0]!.hash)
  expect(of('One').signals[0]!.hash).toBe(of('Two').signals[0]!.hash)
})

it('every problem is told with its place', () => {
  const found = (config: Config) =>
    compileModel(config)
      .problems.filter(({ path }) => path.startsWith('playbooks') || path.startsWith('outreach'))
      .map(({ level, code, path, message }) => [level, code, path, message])
  const bad = defineConfig({
    ...base,
    outreach: { quiet: { from: '25:00', to: '08:00' }, perRecipient: { most: 0, within: days(7) } },
    playbooks: {
      idle: playbook(stays('quiet', days(0))),
      wrong: playbook(renews(days(60)))
        .whileOpen()
        .priority(12)
        .holdout(0.5)
        .do(
          send({ via: 'chat', subject: '{{ acount.name }}', text: '{% if %}', to: 'member' }),
          send({ via: 'chat', subject: 's', text: 't', to: 'assignee' }),
          wait(hours(0)),
        ),
      all: playbook(every('week', { at: '9' })).do(end()),
      metric: playbook(crosses('nrr'))
        .among(trait('plan').is('pro'))
        .do(addTask({ team: 'success', action: 'x' })),
    },
  })
  expect(found(bad)).toEqual([
    ['error', 'bad_number', 'playbooks.idle.stays', 'playbooks.idle.stays is 0.'],
    ['error', 'nothing_to_do', 'playbooks.idle', 'playbooks.idle does nothing.'],
    [
      ...['error', 'wrong_argument', 'playbooks.wrong'],
      'playbooks.wrong waits for renewals, and nothing says when an account renews.',
    ],
    ['error', 'bad_number', 'playbooks.wrong.priority', 'playbooks.wrong.priority is 12.'],
    ['error', 'wrong_argument', 'playbooks.wrong', 'playbooks.wrong.whileOpen: what begins it does not last.'],
    [
      ...['warning', 'nothing_to_do', 'playbooks.wrong.holdout'],
      'playbooks.wrong.holdout leaves accounts alone to learn whether it helps, and nothing says what it is for.',
    ],
    [
      ...['error', 'bad_template', 'playbooks.wrong.do'],
      'The subject of playbooks.wrong, step 0 cannot be used: it mentions acount; there is account, person, recipient, assignee, missingMilestones, doneMilestones, because, day, playbook, product, link, usage, unusedFeatures, limits, trialDaysLeft.',
    ],
    [
      ...['error', 'bad_template', 'playbooks.wrong.do'],
      'The text of playbooks.wrong, step 0 cannot be used: invalid value expression: "", line:1, col:6.',
    ],
    [
      ...['error', 'wrong_argument', 'playbooks.wrong.do'],
      'playbooks.wrong, step 0 is for a member, and the playbook is about accounts.',
    ],
    [
      ...['warning', 'address_missing', 'playbooks.wrong.do'],
      'playbooks.wrong, step 1 is for assignees, and ana has no address: what is for them will only be listed.',
    ],
    ['error', 'bad_number', 'playbooks.wrong.do', 'playbooks.wrong.do is 0.'],
    ['error', 'wrong_argument', 'playbooks.all.every', 'playbooks.all.every is "9", which is no time of day.'],
    ['error', 'wrong_argument', 'playbooks.all', 'playbooks.all is for everybody, again and again.'],
    [
      ...['error', 'wrong_argument', 'playbooks.metric'],
      'playbooks.metric waits for nrr to cross its threshold, and it has none.',
    ],
    [
      'error',
      'wrong_argument',
      'playbooks.metric',
      'playbooks.metric is about no account, so that it has no audience.',
    ],
    [
      'error',
      'wrong_level',
      'playbooks.metric.do',
      'playbooks.metric, step 0 is about an account, and the playbook is not.',
    ],
    ['error', 'wrong_argument', 'outreach.quiet.from', 'outreach.quiet.from is "25:00", which is no time of day.'],
    ['error', 'bad_number', 'outreach.perRecipient.most', 'outreach.perRecipient.most is 0.'],
  ])
})

it('a name that is not defined is named with those that are', () => {
  const wrong = playbook(opens('quit'))
    .goal('activ')
    .do(send({ via: 'chatt', ...hello }))
  // @ts-expect-error: the compiler says the same
  const { problems } = compileModel(defineConfig({ ...base, playbooks: { wrong } }))
  expect(problems.map(({ path, message }) => [path, message])).toEqual(
    expect.arrayContaining([
      ['playbooks.wrong', 'There is no signal called "quit". There are: quiet.'],
      ['playbooks.wrong', 'There is no outcome called "activ". There are: active, gone.'],
      ['playbooks.wrong', 'There is no channel called "chatt". There are: ops, chat.'],
    ]),
  )
})

it('a checklist and a limit are shown by the product alone, and of what is defined; what is for programs takes no message', () => {
  const channels = { ...base.channels, product: inApp(), warehouse: segmentApi() }
  const ok = playbook(opens('quiet')).do(send({ via: 'product', ...hello, shows: checklist() }))
  expect(compileModel(defineConfig({ ...base, channels, playbooks: { ok } })).problems.filter(isError)).toEqual([])
  const wrong = playbook(opens('quiet')).do(
    send({ via: 'chat', ...hello, shows: checklist() }),
    send({ via: 'product', ...hello, shows: checklist('frist') }),
    send({ via: 'product', ...hello, shows: limitNotice('seets') }),
    send({ via: 'warehouse', ...hello }),
  )
  const { problems } = compileModel(defineConfig({ ...base, channels, playbooks: { wrong } }))
  expect(problems.filter(isError).map(({ message }) => message)).toEqual([
    expect.stringContaining('There is no milestone called "frist".'),
    expect.stringContaining('There is no limit called "seets".'),
    'playbooks.wrong, step 0: the channel chat takes only texts: a checklist or a limit is shown by the product, through inApp().',
    'playbooks.wrong, step 3: the channel warehouse takes only what programs keep: call(), setField() and tag().',
  ])
})

it('whether some are left alone where nothing is said: only where messages go to users by themselves, for a goal, and of no failed payment', () => {
  const events = { ...base.events, unpaid: event('Invoice Payment Failed', { kind: 'other' }) }
  const signals = { ...base.signals, card: signal('risk').on('unpaid') }
  const channels = { ...base.channels, product: inApp() }
  const toUsers = send({ via: 'product', to: 'champion', ...hello })
  const playbooks = {
    alone: playbook(opens('quiet'))
      .goal('active')
      .do(toUsers, wait(days(2)), tag('told', { via: 'ops' })),
    everybody: playbook(opens('quiet'))
      .goal('active')
      .do(send({ via: 'product', ...hello })),
    task: playbook(opens('quiet'))
      .goal('active')
      .do(toUsers, branch(activated(), { yes: [addTask({ team: 'success', action: 'Call' })] })),
    team: playbook(opens('quiet'))
      .goal('active')
      .do(toUsers, send({ via: 'chat', ...hello })),
    card: playbook(opens('card')).goal('active').do(toUsers),
    aimless: playbook(opens('quiet')).do(toUsers),
    tag: playbook(opens('quiet'))
      .goal('active')
      .do(tag('told', { via: 'ops' })),
    set: playbook(opens('quiet')).goal('active').holdout(0.1).do(toUsers),
    named: playbook(opens('quiet')).goal('active').holdout(0.1, { experiment: 'other' }).do(toUsers),
  }
  const { model } = compileModel(defineConfig({ ...base, events, signals, channels, playbooks }))
  expect(
    Object.fromEntries(model!.playbooks.map(({ key, byDefault, holdout }) => [key, [byDefault, holdout]])),
  ).toEqual({
    alone: ['automated', null],
    everybody: ['automated', null],
    task: ['asks people', null],
    team: ['asks people', null],
    card: ['failed payment', null],
    aimless: ['no goal', null],
    tag: ['sends nothing', null],
    set: ['automated', { share: 0.1, experiment: 'set' }],
    named: ['automated', { share: 0.1, experiment: 'other' }],
  })
})

it('groups, guards and those never contacted name what there is, and stay within their ranges', () => {
  const bad = defineConfig({
    ...base,
    outreach: { ...base.outreach, neverContact: { share: 0.9, salt: '' }, exclusive: { offers: days(0) } },
    playbooks: {
      ok: playbook(opens('quiet'))
        .exclusive('offers')
        .guard({ events: ['note'], margin: 2 })
        .do(send({ via: 'chat', ...hello })),
    },
  })
  expect(
    compileModel(bad)
      .problems.filter(isError)
      .map(({ path, message }) => [path, message]),
  ).toEqual([
    ['playbooks.ok.guard.margin', 'playbooks.ok.guard.margin is 2.'],
    ['outreach.neverContact.share', 'outreach.neverContact.share is 0.9.'],
    ['outreach.neverContact.salt', 'outreach.neverContact.salt is empty.'],
    ['outreach.exclusive.offers', 'outreach.exclusive.offers is 0.'],
  ])
  const outreach = { ...base.outreach, neverContact: { share: 0.05, outcome: 'gon' }, exclusive: { offers: days(7) } }
  const wrong = playbook(opens('quiet'))
    .exclusive('ofers')
    .guard({ events: ['nott'] })
    .do(send({ via: 'chat', ...hello }))
  // The compiler says the same.
  const untyped = { ...base, outreach, playbooks: { wrong } } as never
  expect(
    compileModel(defineConfig(untyped))
      .problems.filter(isError)
      .map(({ message }) => message),
  ).toEqual([
    'There is no event called "nott". There are: note.',
    'There is no group of outreach.exclusive called "ofers". There are: offers.',
    'There is no outcome called "gon". There are: active, gone.',
  ])
})

const isError = ({ level }: { readonly level: string }): boolean => level === 'error'
