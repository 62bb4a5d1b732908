import { expect, it, onTestFinished } from 'vitest'
import * as t from '../../src/index.ts'
import { tempFolder } from '../cli/run-command.ts'

const config = t.defineConfig({
  exclude: [t.emailDomain('vendor.com'), t.trait('isTest').is(true), t.userIds(['bot'])],
  events: { note: t.event('Note Written', { kind: 'core' }), priced: t.event('Pricing Viewed', { kind: 'intent' }) },
  outcomes: { converted: t.converted() },
  indicators: { elsewhere: t.colleaguesElsewhere() },
  signals: {
    domainCluster: t.starterSignals.domainCluster(),
    // At an event what holds is what held at the close of the day before.
    pricedBySeveral: t.signal('intent').on('priced').when(t.colleaguesElsewhere().atLeast(1)).cooldown(t.days(3)),
  },
})

const joins = (userId: string, groupId: string) => ({ type: 'group', userId, groupId })
const says = (userId: string, email: string | null, more: object = {}) => ({
  ...{ type: 'identify', userId, traits: { email, ...more } },
})

async function open() {
  let now = Date.parse('2026-03-02T09:00:00Z')
  const dataDir = tempFolder()
  const telltale = await t.openTelltale({ dataDir, config, clock: { now: () => now } })
  onTestFinished(() => telltale.close())
  const moveTo = async (date: string) => {
    now = Date.parse(`2026-03-${date}T09:00:00Z`)
    await telltale.advance()
  }
  const elsewhere = async (key: string, day: string) =>
    (await telltale.account(key, { asOf: `2026-03-${day}` }))?.indicators.map(({ value }) => value)[0]
  return { telltale, moveTo, elsewhere }
}

it('people of one business domain in accounts of their own, or in none, are a cluster of each of these accounts', async () => {
  const { telltale, moveTo, elsewhere } = await open()
  // On the 2nd Ana of initech is alone, and three of a free mail provider are nobody's colleagues.
  await telltale.send([says('ana', 'Ana@Initech.example'), joins('ana', 'first')])
  await telltale.send([{ type: 'track', event: 'Note Written', userId: 'ana', context: { groupId: 'first' } }])
  await telltale.send(['x', 'y', 'z'].flatMap((one) => [says(one, `${one}@gmail.com`), joins(one, `of ${one}`)]))
  // On the 3rd Bo opens a workspace of his own, and shares it with Cy of another company.
  await moveTo('03')
  await telltale.send([says('bo', 'bo@initech.example'), joins('bo', 'second'), joins('cy', 'second')])
  await telltale.send([says('cy', 'cy@umbrella.example')])
  // On the 4th Di signs up and is in no account; own staff, a test user and a bot with such an address are nobody.
  await moveTo('04')
  await telltale.send([says('di', 'di@initech.example'), says('me', 'me@vendor.com'), joins('me', 'first')])
  await telltale.send([says('tess', 'tess@initech.example', { isTest: true }), says('bot', 'bot@initech.example')])
  await moveTo('05')
  const days = ['02', '03', '04'] as const
  const of = async (key: string) => Promise.all(days.map((day) => elsewhere(key, day)))
  expect(await of('first')).toEqual([0, 1, 2])
  expect(await of('second')).toEqual([0, 1, 2])
  expect(await of('of x')).toEqual([0, 0, 0])

  const { tasks } = await telltale.today()
  expect(tasks.map(({ account, action }) => [account, action])).toEqual([
    ['first', 'Offer them one account for all of the company'],
    ['second', 'Offer them one account for all of the company'],
  ])
  const [explained] = (await telltale.account('first'))!.explanations
  expect(explained).toMatchObject({
    state: 'on',
    sinceDay: '2026-03-04',
    sentence: 'users of its business e-mail domain who are not in the account 2, at least 2 (just there)',
  })

  // On the 5th the other two come into the first account, Bo leaves his own; the prices are looked at where somebody was elsewhere the evening before.
  await telltale.send([joins('bo', 'first'), joins('di', 'first')])
  await telltale.send([{ type: 'track', event: 'Account Removed User', userId: 'bo', context: { groupId: 'second' } }])
  const looks = (userId: string, groupId: string) => ({
    ...{ type: 'track', event: 'Pricing Viewed', userId, context: { groupId } },
  })
  await telltale.send([looks('ana', 'first'), looks('x', 'of x')])
  await moveTo('06')
  const { data } = await telltale.replay({ from: '2026-03-02', to: '2026-03-05' })
  const told = data.flatMap(({ signal, entityName, changes }) =>
    changes.map(({ what, asOf }) => `${asOf} ${signal} ${what} of ${entityName}`),
  )
  expect(told.sort()).toEqual([
    '2026-03-04 domainCluster opened of first',
    '2026-03-04 domainCluster opened of second',
    '2026-03-05 domainCluster closed of first',
    '2026-03-05 domainCluster closed of second',
    '2026-03-05 pricedBySeveral opened of first',
  ])
  const live = (await telltale.episodes()).data.map(({ signal, entityName, closedAt }) => {
    return `${signal} of ${entityName}: ${closedAt === null ? 'open' : 'closed'}`
  })
  expect(live.sort()).toEqual([
    'domainCluster of first: closed',
    'domainCluster of second: closed',
    'pricedBySeveral of first: open',
  ])
})

it('two ids that turn out to be one person are one colleague from the day on which that became known', async () => {
  const { telltale, moveTo, elsewhere } = await open()
  await telltale.send([says('ana', 'ana@initech.example'), joins('ana', 'first')])
  await telltale.send([
    { type: 'identify', anonymousId: 'a-1', traits: { email: 'bo@initech.example' } },
    says('bo', 'bo@initech.example'),
  ])
  await moveTo('03')
  await telltale.send([{ type: 'identify', anonymousId: 'a-1', userId: 'bo', traits: {} }])
  await moveTo('04')
  expect([await elsewhere('first', '02'), await elsewhere('first', '03')]).toEqual([2, 1])
})

it('a guest from another company is not of the account, and who left is no newcomer', async () => {
  const { telltale, moveTo, elsewhere } = await open()
  const people = ['ana', 'bo', 'cy'].flatMap((one) => [says(one, `${one}@initech.example`), joins(one, 'first')])
  await telltale.send([...people, says('gus', 'gus@guild.example'), joins('gus', 'first')])
  await telltale.send(['hal', 'ida'].flatMap((one) => [says(one, `${one}@guild.example`), joins(one, 'guild')]))
  await moveTo('03')
  await telltale.send([{ type: 'track', event: 'Account Removed User', userId: 'cy', context: { groupId: 'first' } }])
  await moveTo('04')
  // Gus is a member elsewhere, and the guild's colleague all the same.
  expect([await elsewhere('first', '02'), await elsewhere('first', '03')]).toEqual([0, 0])
  expect(await elsewhere('guild', '03')).toBe(1)
})
