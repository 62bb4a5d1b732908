import { expect, it } from 'vitest'
import * as t from '../../src/index.ts'
import { startSmtp } from '../deliver/start-smtp.ts'
import { MINUTES, run, signUp, track } from './run-playbooks.ts'

const base = {
  events: { note: t.event('Note Written', { kind: 'core' }), limit: t.event('Limit Hit', { kind: 'intent' }) },
  signals: {
    limitHit: t.signal('intent').on('limit'),
    busy: t.signal('risk').when(t.count('note', t.days(3)).atLeast(1)),
  },
  channels: { chat: t.slack({ webhook: 'SLACK' }) },
  delivery: { allow: ['127.0.0.1/32'] },
} as const
const tell = (name: string) => t.send({ via: 'chat', subject: `${name}: {{ account.name }}`, text: '-' })

it(
  'recipients: the champion, the admins and a role get letters; who has no address, or is not there, is listed with the reason',
  async () => {
    const { port, letters } = await startSmtp()
    const letter = (to: Parameters<typeof t.send>[0]['to'] & {}) =>
      t.send({ via: 'mail', to, subject: 'Hello {{ recipient.name }}', text: '-' })
    const config = t.defineConfig({
      ...base,
      channels: { mail: t.email({ smtp: 'SMTP', from: 'P <p@example.com>' }) },
      account: { assignee: t.trait('csm') },
      outreach: { addresses: { ana: 'ana@example.com' } },
      playbooks: {
        limit: t
          .playbook(t.opens('limitHit'))
          .do(letter('champion'), letter('admins'), letter(t.roles('billing')), letter('assignee')),
      },
    })
    const { at, all } = await run(config, '2026-03-02T09:00:00Z', {
      ...{ SMTP: `smtp://127.0.0.1:${port}`, TELLTALE_STATE_SECRET: 'a secret of more than thirty-two characters' },
    })
    const joins = (userId: string, account: string, traits: object, role: string) => [
      { type: 'identify', userId, traits },
      { type: 'group', userId, groupId: account, traits: { name: account, csm: account === 'acme' ? 'ana' : 'otto' } },
      { ...track('Account Added User', account, userId), properties: { role } },
    ]
    await at('2026-03-02T09:00:00Z', [
      ...joins('amy', 'acme', { name: 'Amy', email: 'amy@example.com' }, 'owner'),
      ...joins('bob', 'acme', { name: 'Bob' }, 'admin'),
      ...joins('cid', 'acme', { name: 'Cid', email: 'cid@example.com' }, 'member'),
      ...joins('dan', 'bolt', { name: 'Dan', email: 'dan@example.com' }, 'member'),
    ])
    await at('2026-03-03T09:00:00Z', [track('Note Written', 'acme', 'cid')])
    await at('2026-03-04T09:00:00Z', [track('Note Written', 'acme', 'cid')])
    await at('2026-03-05T09:00:00Z', [track('Limit Hit', 'acme', 'amy'), track('Limit Hit', 'bolt', 'dan')])
    expect(letters.map(({ to }) => to.join()).sort()).toEqual([
      'amy@example.com',
      'ana@example.com',
      'cid@example.com',
      'dan@example.com',
    ])
    expect((await all()).sort()).toEqual([
      '03-05T09:00 Hello Amy',
      '03-05T09:00 Hello Bob (no e-mail address is known of Bob)',
      '03-05T09:00 Hello Cid',
      '03-05T09:00 Hello Dan',
      '03-05T09:00 Hello admins (the account has not a member for admins)',
      '03-05T09:00 Hello ana',
      '03-05T09:00 Hello otto (there is no address for otto in outreach.addresses)',
      '03-05T09:00 Hello roles (the account has not a member with the role billing)',
      '03-05T09:00 Hello roles (the account has not a member with the role billing)',
    ])
  },
  MINUTES,
)

it(
  'a branch, a wait that ends at what it waited for or in vain, what ends with what began it, and an exit by a property that changes',
  async () => {
    const config = t.defineConfig({
      ...base,
      playbooks: {
        branching: t
          .playbook(t.opens('limitHit'))
          .do(
            t.branch(t.trait('plan').is('pro'), { yes: [tell('pro')], no: [tell('other')] }),
            t.waitUntil(t.count('note').atLeast(1), { atMost: t.days(3), otherwise: 'go on' }),
            tell('after'),
          ),
        ending: t
          .playbook(t.opens('limitHit'))
          .do(t.waitUntil(t.count('note').atLeast(1), { atMost: t.days(3), otherwise: 'end' }), tell('came')),
        open: t
          .playbook(t.opens('busy'))
          .whileOpen()
          .do(tell('open'), t.wait(t.days(2)), tell('still open'), t.wait(t.days(2)), tell('never')),
        leaving: t
          .playbook(t.opens('limitHit'))
          .exit(t.trait('plan').is('gone'))
          .do(tell('first'), t.wait(t.days(2)), tell('second')),
      },
    })
    const { at, mornings, sent } = await run(config, '2026-03-02T09:00:00Z')
    await at('2026-03-02T09:00:00Z', [...signUp('acme', { plan: 'pro' }), ...signUp('bolt', { plan: 'free' })])
    await at('2026-03-03T10:00:00Z', [track('Limit Hit', 'acme'), track('Limit Hit', 'bolt')])
    await at('2026-03-04T08:00:00Z', [
      track('Note Written', 'acme'),
      { type: 'group', userId: 'of-bolt', groupId: 'bolt', traits: { plan: 'gone' } },
    ])
    await mornings('2026-03-05', '2026-03-10')
    expect(await sent()).toEqual([
      '03-03T10:00 pro: acme',
      '03-03T10:00 other: bolt',
      '03-03T10:00 first: acme',
      '03-03T10:00 first: bolt',
      '03-05T09:00 open: acme',
      '03-05T09:00 after: acme',
      '03-05T09:00 came: acme',
      '03-06T09:00 second: acme',
      '03-07T09:00 after: bolt',
      '03-07T09:00 still open: acme',
    ])
  },
  MINUTES,
)

it(
  'the rule of beginning again, caps of a recipient and an account by priority, and quiet hours in the zone of the account over a change of the clocks',
  async () => {
    const config = t.defineConfig({
      ...base,
      outreach: {
        quiet: { from: '20:00', to: '08:00' },
        perAccount: { most: 2, within: t.days(2) },
        perRecipient: { most: 3, within: t.days(2) },
      },
      playbooks: {
        low: t.playbook(t.opens('limitHit')).priority(1).again().do(tell('low')),
        once: t.playbook(t.opens('limitHit')).once().priority(7).do(tell('once')),
        high: t.playbook(t.opens('limitHit')).priority(9).again(t.days(3)).do(tell('high')),
      },
    })
    const { at, all } = await run(config, '2026-03-27T09:00:00Z')
    await at('2026-03-27T09:00:00Z', [
      ...signUp('acme', { timezone: 'Europe/Berlin' }),
      ...signUp('bolt', { timezone: 'UTC' }),
    ])
    // 22:00 in Berlin; on the night to the 29th the clocks go forward.
    await at('2026-03-28T21:00:00Z', [track('Limit Hit', 'acme'), track('Limit Hit', 'bolt')])
    for (const time of ['29T05:59', '29T06:00', '29T08:00', '30T12:00', '31T06:30', '31T08:30'])
      await at(`2026-03-${time}:00Z`)
    await at('2026-04-01T12:00:00Z', [track('Limit Hit', 'acme')])
    await at('2026-04-02T12:00:00Z')
    expect(await all()).toEqual([
      '03-29T06:00 high: acme',
      '03-29T06:00 once: acme',
      '03-29T08:00 high: bolt',
      '03-31T06:30 low: acme',
      '03-31T08:30 once: bolt',
      '03-31T08:30 low: bolt',
      '04-02T12:00 high: acme',
      '04-02T12:00 low: acme',
    ])
  },
  MINUTES,
)

it(
  'whoever is inside goes on by the playbook as it was; who begins after the configuration changed has the new one',
  async () => {
    const of = (text: string, ...more: readonly ReturnType<typeof tell>[]) =>
      t.defineConfig({
        ...base,
        playbooks: {
          limit: t.playbook(t.opens('limitHit')).do(tell(`${text} 1`), t.wait(t.days(2)), tell(`${text} 2`), ...more),
        },
      })
    const { at, sent, reopen } = await run(of('old'), '2026-03-02T09:00:00Z')
    await at('2026-03-02T09:00:00Z', [...signUp('acme'), ...signUp('bolt')])
    await at('2026-03-03T09:00:00Z', [track('Limit Hit', 'acme')])
    await reopen(of('new', tell('new 3')))
    await at('2026-03-04T09:00:00Z', [track('Limit Hit', 'bolt')])
    await at('2026-03-05T09:00:00Z')
    await at('2026-03-06T09:00:00Z')
    expect(await sent()).toEqual([
      '03-03T09:00 old 1: acme',
      '03-04T09:00 new 1: bolt',
      '03-05T09:00 old 2: acme',
      '03-06T09:00 new 2: bolt',
      '03-06T09:00 new 3: bolt',
    ])
  },
  MINUTES,
)

it(
  'to the member who is at a limit, each by night where they are: by their own zone, else the account’s',
  async () => {
    const { port, letters } = await startSmtp()
    const config = t.defineConfig({
      ...base,
      signals: { limitMet: t.signal('intent').on('limit').level('member') },
      channels: { mail: t.email({ smtp: 'SMTP', from: 'P <p@example.com>' }) },
      outreach: { quiet: { from: '20:00', to: '08:00' } },
      playbooks: {
        limit: t
          .playbook(t.opens('limitMet'))
          .do(t.send({ via: 'mail', to: 'member', subject: 'For {{ recipient.name }}', text: '-' })),
      },
    })
    const { at, all } = await run(config, '2026-03-02T09:00:00Z', {
      ...{ SMTP: `smtp://127.0.0.1:${port}`, TELLTALE_STATE_SECRET: 'a secret of more than thirty-two characters' },
    })
    const joins = (userId: string, traits: object) => [
      { type: 'identify', userId, traits: { name: userId, email: `${userId}@example.com`, ...traits } },
      { type: 'group', userId, groupId: 'acme', traits: { name: 'acme', timezone: 'Asia/Tokyo' } },
      track('Note Written', 'acme', userId),
    ]
    await at('2026-03-02T09:00:00Z', [
      ...joins('nia', { timezone: 'America/New_York' }),
      ...joins('bea', { timezone: 'Europe/Berlin' }),
      ...joins('tom', {}),
      ...joins('eve', { timezone: 'Europe/Berlin' }),
    ])
    // 22:00 in New York, 04:00 in Berlin, noon in Tokyo; nothing happens to Eve.
    const limits = ['nia', 'bea', 'tom'].map((userId) => track('Limit Hit', 'acme', userId))
    await at('2026-03-03T03:00:00Z', limits)
    for (const time of ['06:59', '07:00', '12:59', '13:00']) await at(`2026-03-03T${time}:00Z`)
    expect(await all()).toEqual(['03-03T03:00 For tom', '03-03T07:00 For bea', '03-03T13:00 For nia'])
    expect(letters.map(({ to }) => to)).toEqual([['tom@example.com'], ['bea@example.com'], ['nia@example.com']])
  },
  MINUTES,
)
