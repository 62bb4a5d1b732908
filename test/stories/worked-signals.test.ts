import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as t from '../../src/index.ts'
import { tempFolder } from '../cli/run-command.ts'

const FEATURES = Array.from({ length: 20 }, (_, i) => `f${i + 1}`)
const events = Object.fromEntries(
  FEATURES.map((feature) => [feature, t.event(`Used ${feature}`, { kind: 'core', feature })]),
)
const config = t.defineConfig({
  account: { seats: t.trait('seats'), createdAt: t.trait('created_at') },
  events,
  segments: { size: t.bands(t.trait('seats'), { small: 1, medium: 11, large: 101 }) },
  scores: { engagement: t.engagement() },
  signals: {
    expansionOpportunity: t
      .signal('expansion')
      .for(t.all(t.tenure().over(t.months(6)), t.inSegment('size', 'medium')))
      .when(
        t.all(
          t.inBand('engagement', 'active'),
          t.activeMembers(t.days(28)).over(20),
          t.count(['f1', 'f2'], t.days(28)).atLeast(1),
          t.adoption({ window: t.days(28) }).atLeast(0.75),
        ),
      )
      .suggest({ team: 'sales', action: 'Call' }),
    engagementDrop: t.signal('risk').detects(t.slowDrop()),
    potentialProblem: t
      .signal('risk')
      .for(t.all(t.tenure().over(t.months(6)), t.inSegment('size', 'medium')))
      .when(
        t.all(
          t.signalOpen('engagementDrop'),
          t.activeMembers(t.days(28)).under(3),
          t.adoption({ window: t.days(28) }).atMost(0.2),
        ),
      ),
  },
})

type Variation = {
  readonly seats?: number
  readonly active?: number
  readonly features?: number
  readonly lastOnly?: readonly number[]
  readonly first?: number
}

/** An account of 25 members that signed up on New Year's Day; `lastOnly`: events of each member on the last days, the latest first. */
function* tell(
  key: string,
  { seats = 50, active = 21, features = 20, lastOnly = Array(28).fill(1), first = 0 }: Variation,
) {
  const traits = { seats, created_at: '2026-01-01' }
  const members = Math.max(active, 1)
  for (let i = 0; i < members; i++)
    yield { type: 'group', userId: `${key}-${i}`, groupId: key, traits, timestamp: '2026-01-01T08:00:00Z' }
  for (const [back, times] of lastOnly.entries())
    for (let i = 0; i < active; i++)
      for (let n = 0; n < times; n++) {
        const timestamp = new Date(Date.parse('2026-07-02T09:00:00Z') - back * 86_400_000 + n * 1000).toISOString()
        const feature = first + ((i + back + n) % features) + 1
        yield { type: 'track', event: `Used f${feature}`, userId: `${key}-${i}`, context: { groupId: key }, timestamp }
      }
}

const VARIATIONS: Readonly<Record<string, Variation>> = {
  'as it should be': {},
  'ten seats are small': { seats: 10 },
  'eleven are medium': { seats: 11 },
  'a hundred are medium': { seats: 100 },
  'a hundred and one are large': { seats: 101 },
  'twenty active users': { active: 20 },
  '15 of 20 features': { features: 15 },
  '14 of 20 features': { features: 14 },
  'neither of the two key features': { features: 18, first: 2 },
  // 20 each for recency, depth and seats, 7 for 7 of 20 days, and 8 for 8 of 20 events of each member.
  'an engagement of 75': { lastOnly: [2, 1, 1, 1, 1, 1, 1] },
  'an engagement of 74': { lastOnly: [1, 1, 1, 1, 1, 1, 1] },
}

async function openWith(messages: readonly object[]): Promise<t.Telltale> {
  const folder = tempFolder()
  const file = join(folder, 'events.ndjson')
  writeFileSync(file, messages.map((message, n) => JSON.stringify({ messageId: `w${n}`, ...message })).join('\n'))
  const clock = { now: () => Date.parse('2026-07-03T06:00:00Z') }
  const telltale = await t.openTelltale({ dataDir: join(folder, 'data'), config, clock })
  await telltale.importFile(file)
  return telltale
}

/** Of which accounts a signal is on at the close of a day. */
async function accountsWith(
  telltale: t.Telltale,
  signal: string,
  { keys, asOf }: { readonly keys: readonly string[]; readonly asOf: string },
): Promise<string[]> {
  const on: string[] = []
  for (const key of keys) {
    const account = await telltale.account(key, { asOf })
    if (account?.explanations.find((one) => one.signal === signal)?.state === 'on') on.push(key)
  }
  return on
}

it('Expansion Opportunity at its edges: older than six months, medium, engaged, over 20 active users, key features, three quarters adopted', async () => {
  const messages = Object.entries(VARIATIONS).flatMap(([key, variation]) => [...tell(key, variation)])
  const telltale = await openWith(messages)
  const onAt = (asOf: string) => accountsWith(telltale, 'expansionOpportunity', { keys: Object.keys(VARIATIONS), asOf })
  // Six calendar months are up on the first of July; over six months is a day later.
  expect(await onAt('2026-07-01')).toEqual([])
  expect(await onAt('2026-07-02')).toEqual([
    'as it should be',
    'eleven are medium',
    'a hundred are medium',
    '15 of 20 features',
    'an engagement of 75',
  ])
  const engagement = async (key: string) => (await telltale.account(key))?.scores[0]?.value
  expect([await engagement('an engagement of 75'), await engagement('an engagement of 74')]).toEqual([75, 74])
  await telltale.close()
}, 60_000)

type Fall = { readonly seats?: number; readonly before?: number; readonly left?: number; readonly features?: number }

/** `before` members use it daily until 4 June, `left` of them in the 28 days since, and these `features` of the twenty. */
function* fall(key: string, { seats = 50, before = 6, left = 2, features = 4 }: Fall) {
  const traits = { seats, created_at: '2026-01-01' }
  for (let i = 0; i < Math.max(before, left); i++)
    yield { type: 'group', userId: `${key}-${i}`, groupId: key, traits, timestamp: '2026-01-01T08:00:00Z' }
  for (let back = 0; back < 28 + 70; back++)
    for (let i = 0; i < (back < 28 ? left : before); i++) {
      const timestamp = new Date(Date.parse('2026-07-02T09:00:00Z') - back * 86_400_000).toISOString()
      const event = `Used f${((i + back) % features) + 1}`
      yield { type: 'track', event, userId: `${key}-${i}`, context: { groupId: key }, timestamp }
    }
}

const FALLS: Readonly<Record<string, Fall>> = {
  'as it should be': {},
  'ten seats are small': { seats: 10 },
  'eleven are medium': { seats: 11 },
  'a hundred are medium': { seats: 100 },
  'a hundred and one are large': { seats: 101 },
  'one active user': { left: 1 },
  'three active users': { left: 3 },
  '5 of 20 features': { features: 5 },
  'as few users before': { before: 2 },
}

it('Potential Problem Account at its edges: older than six months, medium, fallen, under 3 active users, a fifth adopted', async () => {
  // What falls for everybody is no fall: most accounts go on as before.
  const steady = Array.from({ length: 12 }, (_, i) => [...fall(`steady ${i}`, { before: 2, features: 10 })]).flat()
  const messages = [...Object.entries(FALLS).flatMap(([key, variation]) => [...fall(key, variation)]), ...steady]
  const telltale = await openWith(messages)
  const onAt = (signal: string, asOf: string) => accountsWith(telltale, signal, { keys: Object.keys(FALLS), asOf })
  expect(await onAt('potentialProblem', '2026-07-01')).toEqual([])
  expect(await onAt('potentialProblem', '2026-07-02')).toEqual([
    ...['as it should be', 'eleven are medium', 'a hundred are medium', 'one active user'],
  ])
  // Whether it fell is told for every size and at any age.
  expect(await onAt('engagementDrop', '2026-07-01')).toEqual(
    Object.keys(FALLS).filter((key) => key !== 'as few users before'),
  )
  await telltale.close()
}, 60_000)
