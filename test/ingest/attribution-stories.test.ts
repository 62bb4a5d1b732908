import { expect, test } from 'vitest'
import type { IngestSettings } from '../../src/config/ingest-settings.ts'
import { attributeBatch } from '../../src/ingest/attribute-batch.ts'
import { EVERY_ACTOR, emptyAttribution } from '../../src/ingest/attribution-state.ts'
import { DEFAULT_INGEST_SETTINGS } from '../../src/ingest/ingest-settings.ts'

import { openInlineNormaliser } from '../../src/ingest/open-normaliser.ts'
import { suppressionOf } from '../../src/ingest/suppression.ts'
import type { ApplyBatch } from '../../src/store/analytic/analytic-store.ts'
import { LEFT_OUT } from '../../src/store/analytic/event-flags.ts'
import type { ControlHeader, ControlRecord } from '../../src/store/log/log-record.ts'
import { rowsOf } from '../event-rows.ts'

const minute = 60_000
const day = 24 * 60 * minute
const t0 = Date.parse('2026-03-01T09:00:00.000Z')

type Sent = Record<string, unknown> & { at: number }
type Step = Sent | ({ control: ControlRecord } & { at: number })

/** Sends each step at its time (from 1 March, 9:00), in the order given, one log position each; returns what the whole stretch became. */
async function live(steps: readonly Step[], settings: Partial<IngestSettings> = {}): Promise<ApplyBatch> {
  const all = { ...DEFAULT_INGEST_SETTINGS, ...settings }
  const frames = steps.map((step, i) => {
    const place = { receivedAt: t0 + step.at, firstN: i + 1, count: 1 as const }
    if ('control' in step)
      return { header: { ...(step.control as ControlRecord), ...place } as ControlHeader, body: Buffer.alloc(0) }
    const { at, ...sent } = step
    const item = { type: 'track', messageId: `m${i + 1}`, timestamp: new Date(t0 + at).toISOString(), ...sent }
    const header = { kind: 'messages', source: 'web', shape: 'single', imported: false, ...place } as const
    return { header, body: Buffer.from(JSON.stringify(item)) }
  })
  const batch = await openInlineNormaliser(all).normalise({ log: 'live', after: 0, upTo: steps.length, frames })
  return attributeBatch(batch, emptyAttribution(), all)
}

const places = (batch: ApplyBatch) => rowsOf(batch.events).map((e) => [e.name, e.actor, e.account, e.noAccount])
const isLeftOut = (batch: ApplyBatch, row: number) => (batch.events.flags[row]! & LEFT_OUT) !== 0
const countings = (batch: ApplyBatch) =>
  batch.moves.map(({ n, actor, from, which, excluded }) => [n, actor === EVERY_ACTOR ? from : actor, which, excluded])
const rows = (batch: ApplyBatch) =>
  batch.memberships.map((m) => [m.n, m.person, m.account, m.from - t0, m.to === null ? null : m.to - t0, m.role])

test('sign-up first, group five minutes later: the earlier events move, the anonymous ones with them', async () => {
  const batch = await live([
    { at: 0, event: 'Visited', anonymousId: 'anon' },
    { at: 1 * minute, type: 'identify', anonymousId: 'anon', userId: 'ana', traits: { email: 'ana@acme.example' } },
    { at: 2 * minute, event: 'Signed Up', userId: 'ana' },
    { at: 7 * minute, type: 'group', userId: 'ana', groupId: 'acme', traits: { plan: 'trial' } },
    { at: 8 * minute, event: 'Project Created', userId: 'ana' },
  ])
  expect(places(batch)).toEqual([
    ['Visited', 'a:anon', null, 'none'],
    ['Signed Up', 'u:ana', null, 'none'],
    ['Project Created', 'u:ana', 'acme', null],
  ])
  expect(batch.links).toEqual([{ n: 2, actor: 'a:anon', person: 'u:ana', knownAt: t0 + minute }])
  expect(rows(batch)).toEqual([[4, 'u:ana', 'acme', 7 * minute, null, null]])
  const move = { n: 4, from: null, to: 'acme', knownAt: t0 + 7 * minute, which: 'keyless', excluded: false }
  expect(batch.moves).toEqual([
    { ...move, actor: 'u:ana', tsFrom: t0 + 2 * minute, tsTo: t0 + 2 * minute + 1 },
    { ...move, actor: 'a:anon', tsFrom: t0, tsTo: t0 + 1 },
  ])
})

test('an identify within an account says who somebody is, not where they belong', async () => {
  const batch = await live([
    { at: 0, type: 'identify', userId: 'ana', context: { groupId: 'acme' }, traits: { email: 'ana@acme.example' } },
    { at: minute, event: 'Signed Up', userId: 'ana' },
  ])
  expect(rows(batch)).toEqual([])
  expect(places(batch)).toEqual([['Signed Up', 'u:ana', null, 'none']])
})

test('a group call two days after sign-up reaches back one day only', async () => {
  const batch = await live([
    { at: 0, event: 'Signed Up', userId: 'ana' },
    { at: 1.5 * day, event: 'Opened', userId: 'ana' },
    { at: 2 * day, type: 'group', userId: 'ana', groupId: 'acme' },
  ])
  expect(batch.moves.map((m) => [m.actor, m.from, m.to, m.tsFrom - t0, m.tsTo - t0])).toEqual([
    ['u:ana', null, 'acme', day, 1.5 * day + 1],
  ])
})

test('a second membership: events that name no account fall out of the first', async () => {
  const batch = await live([
    { at: 0, type: 'group', userId: 'ana', groupId: 'acme' },
    { at: 1 * day, event: 'Opened', userId: 'ana' },
    { at: 2 * day, type: 'group', userId: 'ana', groupId: 'zeta' },
    { at: 3 * day, event: 'Opened', userId: 'ana' },
    { at: 4 * day, event: 'Opened', userId: 'ana', context: { groupId: 'zeta' } },
  ])
  expect(places(batch)).toEqual([
    ['Opened', 'u:ana', 'acme', null],
    ['Opened', 'u:ana', null, 'several_accounts'],
    ['Opened', 'u:ana', 'zeta', null],
  ])
  expect(batch.moves).toEqual([])
})

test('a person whose events always name their account may join a second one and nothing moves', async () => {
  const batch = await live([
    { at: 0, type: 'group', userId: 'ana', groupId: 'acme' },
    { at: 1 * day, event: 'Opened', userId: 'ana', context: { groupId: 'acme' } },
    { at: 2 * day, type: 'group', userId: 'ana', groupId: 'zeta' },
  ])
  expect(batch.moves).toEqual([])
})

test('who joins and leaves: Account Added User, a new role, Account Removed User, and back', async () => {
  const user = { userId: 'bo', context: { groupId: 'acme' } }
  const batch = await live([
    { at: 0, ...user, event: 'Account Added User', properties: { role: 'viewer' } },
    { at: 1 * day, ...user, event: 'Account Added User', properties: { role: 'admin' } },
    { at: 2 * day, ...user, event: 'Account Added User', properties: { role: 'admin' } },
    { at: 3 * day, ...user, event: 'Account Removed User' },
    { at: 4 * day, userId: 'bo', event: 'Opened' },
    { at: 5 * day, userId: 'bo', type: 'group', groupId: 'acme' },
  ])
  expect(rows(batch)).toEqual([
    [1, 'u:bo', 'acme', 0, null, 'viewer'],
    [2, 'u:bo', 'acme', 0, null, 'admin'],
    [4, 'u:bo', 'acme', 0, 3 * day, 'admin'],
    [6, 'u:bo', 'acme', 5 * day, null, null],
  ])
  expect(places(batch).at(-1)).toEqual(['Opened', 'u:bo', null, 'none'])
})

test('one device, two people: the second identify merges nothing; a track with both ids joins nothing', async () => {
  const batch = await live([
    { at: 0, event: 'Visited', userId: 'ana', anonymousId: 'tablet' },
    { at: 1, type: 'identify', userId: 'ana', anonymousId: 'tablet' },
    { at: 2, type: 'identify', userId: 'bo', anonymousId: 'tablet' },
    { at: 3, type: 'alias', userId: 'bo', previousId: 'tablet' },
  ])
  expect(batch.links.map((link) => [link.n, link.actor, link.person])).toEqual([
    [2, 'a:tablet', 'u:ana'],
    [4, 'u:tablet', 'u:bo'],
  ])
})

test('traits keep their history; on a join the userId knows better than the anonymous visitor', async () => {
  const batch = await live([
    { at: 0, type: 'identify', anonymousId: 'anon', traits: { plan: 'free', locale: 'de' } },
    { at: 1, type: 'identify', userId: 'ana', traits: { plan: 'team' } },
    { at: 2, type: 'identify', userId: 'ana', traits: { plan: 'team' } },
    { at: 3, type: 'identify', userId: 'ana', anonymousId: 'anon', traits: { plan: 'pro' } },
  ])
  const traits = batch.traits.filter((t) => !t.key.startsWith('$'))
  expect(traits.map((t) => [t.n, t.subject, t.key, t.value, t.from - t0, t.knownAt - t0])).toEqual([
    [1, 'a:anon', 'plan', 'free', 0, 0],
    [1, 'a:anon', 'locale', 'de', 0, 0],
    [2, 'u:ana', 'plan', 'team', 1, 1],
    [4, 'u:ana', 'locale', 'de', 0, 3],
    [4, 'u:ana', 'plan', 'pro', 3, 3],
  ])
})

test('first seen and first touch: the campaign that brought the visitor is the source of person and account', async () => {
  const batch = await live([
    { at: 0, event: 'Visited', anonymousId: 'anon', context: { campaign: { source: 'newsletter' } } },
    { at: 1, event: 'Visited', anonymousId: 'anon', context: { campaign: { source: 'ads' } } },
    { at: 2, type: 'identify', anonymousId: 'anon', userId: 'ana' },
    { at: 3, type: 'group', userId: 'ana', groupId: 'acme' },
  ])
  const derived = batch.traits.filter((t) => t.key.startsWith('$')).map((t) => [t.n, t.of, t.subject, t.key, t.value])
  expect(derived).toEqual([
    [1, 'person', 'a:anon', '$source', 'newsletter'],
    [3, 'person', 'u:ana', '$first_seen', '2026-03-01T09:00:00.002Z'],
    [3, 'person', 'u:ana', '$source', 'newsletter'],
    [3, 'person', 'u:ana', '$first_seen', '2026-03-01T09:00:00.000Z'],
    [4, 'account', 'acme', '$first_seen', '2026-03-01T09:00:00.003Z'],
    [4, 'account', 'acme', '$source', 'newsletter'],
  ])
})

test('an account merge moves everything and its members; the old key means the new account from then on', async () => {
  const batch = await live([
    { at: 0, type: 'group', userId: 'ana', groupId: 'acme-gmbh', traits: { plan: 'team', city: 'Ulm' } },
    { at: 1, type: 'group', userId: 'ana', groupId: 'acme', traits: { plan: 'pro' } },
    { at: 2, event: 'Opened', userId: 'ana' },
    { at: 3, control: { kind: 'account_merged', from: 'acme-gmbh', into: 'acme', at: t0 + 3 } },
    { at: 4, event: 'Opened', userId: 'ana' },
    { at: 5, event: 'Opened', userId: 'ana', context: { groupId: 'acme-gmbh' } },
  ])
  expect(places(batch)).toEqual([
    ['Opened', 'u:ana', null, 'several_accounts'],
    ['Opened', 'u:ana', 'acme', null],
    ['Opened', 'u:ana', 'acme', null],
  ])
  expect(batch.moves.map((m) => [m.n, m.actor, m.from, m.to, m.which])).toEqual([
    [4, EVERY_ACTOR, 'acme-gmbh', 'acme', 'all'],
    [4, 'u:ana', null, 'acme', 'keyless'],
  ])
  expect(rows(batch)).toEqual([
    [1, 'u:ana', 'acme-gmbh', 0, null, null],
    [2, 'u:ana', 'acme', 1, null, null],
    [4, 'u:ana', 'acme-gmbh', 0, 0, null],
    [4, 'u:ana', 'acme', 0, null, null],
  ])
  expect(
    batch.traits.filter((t) => t.n === 4 && !t.key.startsWith('$')).map((t) => [t.subject, t.key, t.value]),
  ).toEqual([['acme', 'city', 'Ulm']])
})

test('an account split takes the named persons along from that moment on', async () => {
  const batch = await live([
    { at: 0, type: 'group', userId: 'ana', groupId: 'acme' },
    { at: 1, type: 'group', userId: 'bo', groupId: 'acme' },
    { at: 9, control: { kind: 'account_split', from: 'acme', into: 'labs', persons: ['bo'], at: t0 + 5 } },
    { at: 10, event: 'Opened', userId: 'bo' },
    { at: 11, event: 'Opened', userId: 'ana' },
  ])
  expect(places(batch).map((place) => place.slice(1, 3))).toEqual([
    ['u:bo', 'labs'],
    ['u:ana', 'acme'],
  ])
  expect(batch.moves.map((m) => [m.actor, m.from, m.to, m.tsFrom - t0, m.which])).toEqual([
    ['u:bo', 'acme', 'labs', 5, 'all'],
  ])
  expect(rows(batch).slice(2)).toEqual([
    [3, 'u:bo', 'acme', 1, 5, null],
    [3, 'u:bo', 'labs', 5, null, null],
  ])
})

test('staff known by a property are out with all that they did; names beyond the cap are counted together', async () => {
  const exclusions: IngestSettings['exclusions'] = [{ kind: 'email-domain', domain: 'ours.example' }]
  const batch = await live(
    [
      { at: 0, event: 'Opened', userId: 'eva' },
      { at: 1, type: 'identify', userId: 'eva', anonymousId: 'anon', traits: { email: 'eva@ours.example' } },
      { at: 2, event: 'Opened', userId: 'eva' },
      { at: 3, event: 'Closed', anonymousId: 'anon' },
      { at: 4, event: 'Renamed', userId: 'ana' },
    ],
    { exclusions, maxNames: 2 },
  )
  expect(rowsOf(batch.events).map((e, i) => [e.name, isLeftOut(batch, i), e.warnings])).toEqual([
    ['Opened', false, []],
    ['Opened', true, []],
    ['Closed', true, []],
    ['__other__', false, ['name_over_cap']],
  ])
  expect(countings(batch)).toEqual([
    [2, 'u:eva', 'person', true],
    [2, 'a:anon', 'person', true],
  ])
})

test('whoever is staff no longer counts again; so does whoever is joined to them, and an account likewise', async () => {
  const exclusions: IngestSettings['exclusions'] = [{ kind: 'trait', key: 'internal', value: true }]
  const batch = await live(
    [
      { at: 0, event: 'Opened', anonymousId: 'anon' },
      { at: 1, type: 'identify', userId: 'eva', traits: { internal: true } },
      { at: 2, type: 'identify', userId: 'eva', anonymousId: 'anon' },
      { at: 3, event: 'Opened', anonymousId: 'anon' },
      { at: 4, type: 'identify', userId: 'eva', traits: { internal: false } },
      { at: 5, type: 'group', userId: 'ana', groupId: 'acme', traits: { internal: true } },
      { at: 6, event: 'Opened', userId: 'ana', context: { groupId: 'acme' } },
      { at: 7, type: 'group', userId: 'ana', groupId: 'acme', traits: { internal: 'no' } },
    ],
    { exclusions },
  )
  expect(rowsOf(batch.events).map((e, i) => [e.n, isLeftOut(batch, i)])).toEqual([
    [1, false],
    [4, true],
    [7, true],
  ])
  expect(countings(batch)).toEqual([
    [2, 'u:eva', 'person', true],
    [3, 'a:anon', 'person', true],
    [5, 'u:eva', 'person', false],
    [5, 'a:anon', 'person', false],
    [6, 'acme', 'account', true],
    [8, 'acme', 'account', false],
  ])
})

test.each([
  ['by hash', suppressionOf('07ff', 'u:ana')],
  ['as an earlier version kept it', 'ana'],
])('whoever asked to be forgotten leaves no new trace: %s', async (_, id) => {
  const batch = await live([
    { at: 0, control: { kind: 'forgotten', subject: 'person', id } },
    { at: 1, event: 'Opened', userId: 'ana', properties: { secret: 'x' } },
    { at: 2, event: 'Opened', userId: 'bo' },
  ])
  expect(rowsOf(batch.events).map((e) => e.userId)).toEqual(['bo'])
  expect(batch.refused).toEqual([
    { n: 2, source: 'web', receivedAt: t0 + 1, reason: 'forgotten', detail: 'asked to be forgotten', raw: '' },
  ])
})
