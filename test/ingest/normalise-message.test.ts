import { expect, test } from 'vitest'
import type { IngestSettings } from '../../src/config/ingest-settings.ts'
import { compileSettings, DEFAULT_INGEST_SETTINGS } from '../../src/ingest/ingest-settings.ts'
import { normaliseFrame } from '../../src/ingest/normalise-frame.ts'
import type { MessagesHeader } from '../../src/store/log/log-record.ts'

const NOW = Date.parse('2026-03-10T12:00:00.000Z')
type Options = { imported?: boolean; settings?: Partial<IngestSettings>; type?: MessagesHeader['type'] }

/** Normalises a body (JSON text as sent, or a value) that arrived alone at noon on 10 March 2026. */
function normalise(sent: unknown, { imported = false, settings = {}, type }: Options = {}) {
  const body = Buffer.from(typeof sent === 'string' ? sent : JSON.stringify(sent))
  const shape = imported ? 'lines' : 'single'
  const header = { kind: 'messages', receivedAt: NOW, source: 'web', shape, imported, firstN: 7, count: 1 } as const
  const full = type === undefined ? header : { ...header, type }
  return normaliseFrame({ header: full, body }, compileSettings({ ...DEFAULT_INGEST_SETTINGS, ...settings }))
}
const track = { type: 'track', userId: 'ana', event: 'Opened', messageId: 'm', timestamp: '2026-03-10T11:00:00.000Z' }

test('a track becomes one event, with all its fields', () => {
  const sent = {
    ...track,
    anonymousId: 'anon-1',
    properties: { plan: 'team', nested: { a: [1, null] } },
    context: { groupId: 'acme', sessionId: 42, campaign: { source: 'mail' }, page: { url: 'https://x.example/' } },
  }
  expect(normalise(sent)).toEqual({
    refused: [],
    messages: [
      {
        type: 'event',
        n: 7,
        source: 'web',
        messageId: 'm',
        ts: NOW - 3_600_000,
        tsRaw: NOW - 3_600_000,
        knownAt: NOW,
        arrivalAssumed: false,
        imported: false,
        userId: 'ana',
        anonymousId: 'anon-1',
        warnings: [],
        name: 'Opened',
        call: 'track',
        accountKey: 'acme',
        sessionId: '42',
        properties:
          '{"plan":"team","nested":{"a":[1,null]},"$page":{"url":"https://x.example/"},"$campaign":{"source":"mail"}}',
        excluded: false,
      },
    ],
  })
})

const refusals: readonly (readonly [string, unknown, string])[] = [
  ['null', 'null', 'bad_envelope'],
  ['a list', [], 'bad_envelope'],
  ['no type', { userId: 'ana', event: 'x' }, 'unknown_type'],
  ['a type of the prototype', { ...track, type: 'constructor' }, 'unknown_type'],
  ['a subscription that is not imported', { type: 'subscription', groupId: 'acme' }, 'unknown_type'],
  ['a track without event', { type: 'track', userId: 'ana' }, 'missing_event'],
  ['a blank event', { ...track, event: ' \u0000 ' }, 'missing_event'],
  ['an event that is an object', { ...track, event: {} }, 'missing_event'],
  ['nobody', { type: 'track', event: 'x' }, 'missing_id'],
  ['an id of 10 KB', { ...track, userId: 'x'.repeat(10_240) }, 'id_too_long'],
  ['a group id of 10 KB', { ...track, context: { groupId: 'x'.repeat(10_240) } }, 'id_too_long'],
  ['a group without groupId', { type: 'group', userId: 'ana' }, 'missing_group'],
  ['a group of "null"', { type: 'group', userId: 'ana', groupId: 'null' }, 'missing_group'],
  ['an alias without previousId', { type: 'alias', userId: 'ana' }, 'missing_previous'],
  ['an alias of a placeholder', { type: 'alias', userId: 'ana', previousId: 'undefined' }, 'missing_previous'],
  ['an alias from an anonymous one only', { type: 'alias', anonymousId: 'a', previousId: 'b' }, 'missing_id'],
  ['properties that are a list', { ...track, properties: [1] }, 'bad_properties'],
  ['traits that are text', { type: 'identify', userId: 'ana', traits: 'x' }, 'bad_properties'],
  [
    '65 levels',
    `{"type":"track","userId":"a","event":"x","properties":${'{"a":'.repeat(64)}1${'}'.repeat(64)}}`,
    'too_deep',
  ],
  ['100,000 levels', `{"type":"track","properties":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, 'too_deep'],
  ['40 KB', { ...track, properties: { x: 'x'.repeat(40_960) } }, 'too_large'],
]
test.each(refusals)('%s is refused with its reason', (_, sent, reason) => {
  const { messages, refused } = normalise(sent)
  expect(messages).toEqual([])
  expect(refused.map((one) => [one.n, one.source, one.receivedAt, one.reason])).toEqual([[7, 'web', NOW, reason]])
  expect(refused[0]!.detail.length).toBeLessThanOrEqual(200)
  expect(refused[0]!.raw.length).toBeLessThanOrEqual(32 * 1_024)
})

test.each([
  'null',
  'undefined',
  '0',
  0,
  '[object Object]',
  'anonymous',
  'Guest',
  'NONE',
  'true',
  'false',
  true,
  'NaN',
  '',
  '  ',
  '"null"',
  "'undefined'",
  '\\"null\\"',
  '""',
  '"',
  {},
  [],
  'nu\u0000ll',
])('the placeholder %j names nobody', (id) => {
  const alone = normalise({ ...track, userId: id })
  expect(alone.refused.map(({ reason }) => reason)).toEqual(['placeholder_id'])
  const [beside] = normalise({ ...track, userId: id, anonymousId: 'anon-1' }).messages
  expect([beside?.userId, beside?.anonymousId]).toEqual([null, 'anon-1'])
})

test.each([
  ['  ana ', 'ana', []],
  ['Ame\u0301lie', 'Am\u00e9lie', []],
  [39, '39', ['id_unusual']],
  ['ana@example.com', 'ana@example.com', ['id_unusual']],
  ['__proto__', '__proto__', []],
  ['\ud83dx', '\ufffdx', []],
  ['nullable', 'nullable', []],
  ['\u202eabc', '\u202eabc', []],
])('the id %j is kept as %j', (id, kept, warnings) => {
  expect(normalise({ ...track, userId: id }).messages.map((m) => [m.userId, m.warnings])).toEqual([[kept, warnings]])
})

test('both spellings of a name are one event; long names are cut; each says so', () => {
  const names = ['Caf\u00e9', 'Cafe\u0301', ' Caf\u00e9\u0000', 'x'.repeat(10_240), `${'x'.repeat(199)}😀`, '👩‍👩‍👧']
  const messages = names.flatMap((event) => normalise({ ...track, event }).messages)
  expect(messages.map((m) => (m.type === 'event' ? [m.name, m.warnings] : []))).toEqual([
    ['Café', []],
    ['Café', ['name_normalised']],
    ['Café', ['name_normalised']],
    ['x'.repeat(200), ['name_normalised']],
    ['x'.repeat(199), ['name_normalised']],
    ['👩‍👩‍👧', []],
  ])
})

const receipt = '2026-03-10T12:00:00.000Z'
const times: readonly (readonly [sent: unknown, live: string, imported: string, warning: string | null])[] = [
  ['2026-03-10T11:00:00Z', '2026-03-10T11:00:00.000Z', '2026-03-10T11:00:00.000Z', null],
  ['2026-03-10 11:00', '2026-03-10T11:00:00.000Z', '2026-03-10T11:00:00.000Z', null],
  ['2026-03-10T11:00:00.1234567+05:30', '2026-03-10T05:30:00.123Z', '2026-03-10T05:30:00.123Z', null],
  ['2026-03-09T24:00:00Z', '2026-03-10T00:00:00.000Z', '2026-03-10T00:00:00.000Z', null],
  ['2026-3-9', '2026-03-09T00:00:00.000Z', '2026-03-09T00:00:00.000Z', null],
  [1_773_140_400, '2026-03-10T11:00:00.000Z', '2026-03-10T11:00:00.000Z', null],
  [1_773_140_400_000, '2026-03-10T11:00:00.000Z', '2026-03-10T11:00:00.000Z', null],
  [1_773_140_400_000_000, '2026-03-10T11:00:00.000Z', '2026-03-10T11:00:00.000Z', null],
  [1_773_140_400_000_000_000, '2026-03-10T11:00:00.000Z', '2026-03-10T11:00:00.000Z', null],
  ['1773140400', '2026-03-10T11:00:00.000Z', '2026-03-10T11:00:00.000Z', null],
  ['1773140400000', '2026-03-10T11:00:00.000Z', '2026-03-10T11:00:00.000Z', null],
  ['2026-03-11T12:00:00.000Z', '2026-03-11T12:00:00.000Z', '2026-03-11T12:00:00.000Z', null],
  ['2026-03-11T12:00:00.001Z', receipt, receipt, 'time_in_future'],
  ['9999-12-31T00:00:00Z', receipt, receipt, 'time_in_future'],
  ['+275760-09-13T00:00:00.000Z', receipt, receipt, 'time_in_future'],
  ['2000-01-01T00:00:00.000Z', '2000-01-01T00:00:00.000Z', '2000-01-01T00:00:00.000Z', null],
  ['0001-01-01T00:00:00.000Z', receipt, receipt, 'time_too_old'],
  ['2026-02-30T00:00:00.000Z', receipt, receipt, 'time_unreadable'],
  ['2026-03-10T11:00:60.000Z', receipt, receipt, 'time_unreadable'],
  ['yesterday', receipt, receipt, 'time_unreadable'],
  ['infinity', receipt, receipt, 'time_unreadable'],
  [{}, receipt, receipt, 'time_unreadable'],
  [undefined, receipt, receipt, 'time_missing'],
  ['', receipt, receipt, 'time_missing'],
]
test.each(times)('the time %j is read as %s, imported as %s', (timestamp, live, imported, warning) => {
  for (const [options, expected] of [
    [{}, live],
    [{ imported: true }, imported],
  ] as const) {
    const [message] = normalise({ ...track, timestamp }, options).messages
    expect([new Date(message!.ts).toISOString(), message!.warnings]).toEqual([
      expected,
      warning === null ? [] : [warning],
    ])
  }
})

test('only an import may be older than 2000, and nothing older than 1970', () => {
  const at = (timestamp: unknown, imported: boolean) => {
    const [message] = normalise({ ...track, timestamp }, { imported }).messages
    return [new Date(message!.ts).toISOString(), ...message!.warnings]
  }
  expect(at('1970-01-01T00:00:00.000Z', true)).toEqual(['1970-01-01T00:00:00.000Z'])
  expect(at('1999-12-31T23:59:59.999Z', true)).toEqual(['1999-12-31T23:59:59.999Z'])
  expect(at('1999-12-31T23:59:59.999Z', false)).toEqual([receipt, 'time_too_old'])
  expect(at('1969-12-31T23:59:59.999Z', true)).toEqual([receipt, 'time_too_old'])
})

const HOUR = 3_600_000
const DAY = 24 * HOUR
const skews: readonly (readonly [story: string, library: string, timestamp: number, sentAt: number, ts: number])[] = [
  ['a browser three days ahead', 'analytics.js', NOW + 3 * DAY - 1_000, NOW + 3 * DAY, NOW - 1_000],
  ['a phone three days behind', 'analytics-ios', NOW - 3 * DAY - 1_000, NOW - 3 * DAY, NOW - 1_000],
  ['a browser that sends an hour later, with a fresh sentAt', 'analytics.js', NOW - HOUR, NOW, NOW - HOUR],
  ['a server that retries an hour later with its first sentAt', 'analytics-node', NOW - HOUR, NOW - HOUR, NOW - HOUR],
  ['a server three days behind', '@segment/analytics-node', NOW - 3 * DAY, NOW - 3 * DAY, NOW - 3 * DAY],
]
test.each(skews)('skew: %s', (_, name, timestamp, sentAt, ts) => {
  const iso = (at: number) => new Date(at).toISOString()
  const sent = { ...track, timestamp: iso(timestamp), sentAt: iso(sentAt), context: { library: { name } } }
  expect(normalise(sent).messages.map((m) => [m.ts, m.tsRaw, m.knownAt])).toEqual([[ts, timestamp, NOW]])
})

test('an import is known from the receipt its rows name, else from when it happened', () => {
  const mapped = normalise({ ...track, receivedAt: '2026-03-10T11:30:00Z' }, { imported: true }).messages[0]!
  const assumed = normalise(track, { imported: true }).messages[0]!
  expect([mapped.knownAt - NOW, mapped.arrivalAssumed]).toEqual([-HOUR / 2, false])
  expect([assumed.knownAt - NOW, assumed.arrivalAssumed]).toEqual([-HOUR, true])
})

test('without a messageId: live messages are all different, imported rows are known by their content', () => {
  const { messageId, ...bare } = track
  expect(normalise(bare).messages[0]!.messageId).toBe(`given-${NOW}-7`)
  const [a, b, c] = [bare, bare, { ...bare, event: 'Closed' }].map(
    (row) => normalise(row, { imported: true }).messages[0]!.messageId,
  )
  expect([a === b, a === c, messageId]).toEqual([true, false, 'm'])
})

const numbers: readonly (readonly [string, string, boolean])[] = [
  ['9007199254740991', '9007199254740991', false],
  ['9007199254740993', '"9007199254740993"', true],
  ['-123456789012345678901234567890', '"-123456789012345678901234567890"', true],
  ['1e400', '"Infinity"', true],
  ['-1e400', '"-Infinity"', true],
  ['1e20', '"100000000000000000000"', true],
  ['-0', '0', false],
  ['0.1234567890123456789', '0.12345678901234568', false],
  ['"12345678901234567890"', '"12345678901234567890"', false],
  ['"a \\" 12345678901234567890"', '"a \\" 12345678901234567890"', false],
]
test.each(numbers)('the number %s is kept as %s', (literal, kept, warned) => {
  const sent = `{"type":"track","userId":"ana","event":"x","timestamp":${NOW},"properties":{"v":${literal}}}`
  const [message] = normalise(sent).messages
  expect(message).toMatchObject({ properties: `{"v":${kept}}`, warnings: warned ? ['number_too_large'] : [] })
})

test('duplicate keys: the last one counts; __proto__ and its kin are keys like any other, and change nothing', () => {
  const properties = '{"a":1,"a":2,"__proto__":{"polluted":true},"constructor":1,"hasOwnProperty":"\\ud83d\\u0000x"}'
  const [event] = normalise(
    `{"type":"track","userId":"ana","event":"x","timestamp":1773140400,"properties":${properties}}`,
  ).messages
  expect(event).toMatchObject({
    properties: '{"a":2,"__proto__":{"polluted":true},"constructor":1,"hasOwnProperty":"\ufffdx"}',
  })
  const [identify] = normalise(`{"type":"identify","userId":"ana","traits":${properties}}`).messages
  expect(identify?.type === 'identify' && Object.entries(identify.traits)).toEqual([
    ['a', 2],
    ['__proto__.polluted', true],
    ['constructor', 1],
    ['hasOwnProperty', '\ufffdx'],
  ])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('the account is the first configured key that holds a valid id', () => {
  const settings = { accountKeys: ['context.groupId', 'properties.workspace.id', 'properties.constructor'] }
  const accounts = [
    { context: { groupId: 'acme' }, properties: { workspace: { id: 'w' } } },
    { context: { groupId: 'null' }, properties: { workspace: { id: 17 } } },
    { properties: { workspace: 'w' } },
    {},
  ].map((more) => normalise({ ...track, ...more }, { settings }).messages[0])
  expect(accounts.map((m) => m?.type === 'event' && m.accountKey)).toEqual(['acme', '17', null, null])
})

test('Account Added User and Account Removed User are events, and say beside it who joined or left', () => {
  const sent = { ...track, event: 'Account Added User', properties: { role: ' Owner ' }, context: { groupId: 'acme' } }
  const added = normalise(sent).messages
  const removed = normalise({ ...sent, event: 'Account Removed User', properties: null }).messages
  expect(
    [...added, ...removed].map((m) =>
      m.type === 'membership' ? [m.messageId, m.accountKey, m.change, m.role] : m.type,
    ),
  ).toEqual(['event', ['m#membership', 'acme', 'added', 'Owner'], 'event', ['m#membership', 'acme', 'removed', null]])
  expect(normalise({ ...sent, context: {} }).messages.map((m) => m.type)).toEqual(['event'])
})

test('traits: nested objects become dotted keys, lists JSON text; a group says the role', () => {
  const traits = { role: 'admin', address: { city: 'Ulm', geo: { lat: 48.4 } }, tags: ['a', 1], big: 1e300, gone: null }
  expect(normalise({ type: 'group', userId: 'ana', groupId: 'acme', traits }).messages[0]).toMatchObject({
    type: 'group',
    accountKey: 'acme',
    role: 'admin',
    traits: {
      role: 'admin',
      'address.city': 'Ulm',
      'address.geo.lat': 48.4,
      tags: '["a",1]',
      big: '1e+300',
      gone: null,
    },
    warnings: ['number_too_large', 'time_missing'],
  })
})

test('pages: named by their name, kept only when listed, else nothing', () => {
  const page = { ...track, type: 'page', event: undefined, name: 'Pricing', category: 'Docs' }
  expect(normalise(page).messages[0]).toMatchObject({
    name: 'Pricing',
    call: 'page',
    properties: '{"$category":"Docs"}',
  })
  expect(normalise({ ...page, name: undefined }).messages[0]).toMatchObject({ name: 'Page' })
  expect(normalise(page, { settings: { listedPages: ['Pricing'] } }).messages.length).toBe(1)
  expect(normalise(page, { settings: { listedPages: [] } })).toEqual({ messages: [], refused: [] })
})

test('exclusions by domain, trait and id mark the event', () => {
  const exclusions: IngestSettings['exclusions'] = [
    { kind: 'email-domain', domain: 'Ours.example' },
    { kind: 'trait', key: 'isTest', value: true },
    { kind: 'id', of: 'user', ids: ['bot'] },
    { kind: 'id', of: 'account', ids: ['us'] },
  ]
  const excluded = [
    {},
    { userId: 'eva@ours.EXAMPLE' },
    { userId: 'bot' },
    { context: { groupId: 'us' } },
    { context: { traits: { email: 'eva@ours.example' } } },
    { context: { traits: { isTest: true } } },
    { context: { traits: { isTest: 'true', email: 'eva@yours.example' } } },
  ].map((more) => normalise({ ...track, ...more }, { settings: { exclusions } }).messages[0])
  expect(excluded.map((m) => m?.type === 'event' && m.excluded)).toEqual([false, true, true, true, true, true, false])
})

test('an import may bring subscriptions, memberships and rows that could not be read', () => {
  const row = {
    type: 'subscription',
    groupId: 'acme',
    subscriptionId: 's1',
    plan: 'team',
    mrrMinor: 4900,
    currency: 'eur',
  }
  const dated = {
    ...row,
    from: '2026-01-01T00:00:00.000Z',
    to: null,
    timestamp: '2026-01-01T00:00:00.000Z',
    messageId: 'b1',
  }
  expect(normalise(dated, { imported: true }).messages[0]).toMatchObject({
    type: 'subscription',
    accountKey: 'acme',
    subscriptionId: 's1',
    plan: 'team',
    mrrMinor: 4900,
    currency: 'EUR',
    from: Date.parse('2026-01-01'),
    to: null,
    cancelDecidedAt: null,
    knownAt: Date.parse('2026-01-01'),
  })
  const refused = [
    { ...dated, mrrMinor: 49.5 },
    { ...dated, mrrMinor: -1 },
    { ...dated, status: 'sleeping' },
    { ...dated, from: 'x' },
    { ...dated, currency: '€' },
    { ...dated, groupId: '' },
  ]
  expect(refused.flatMap((one) => normalise(one, { imported: true }).refused.map((r) => [r.reason, r.detail]))).toEqual(
    [
      ['bad_properties', 'mrrMinor is 49.5'],
      ['bad_properties', 'mrrMinor is -1'],
      ['bad_properties', 'status is "sleeping"'],
      ['bad_properties', 'from is "x"'],
      ['bad_properties', 'currency is "€"'],
      ['missing_group', 'groupId is ""'],
    ],
  )
  const member = {
    type: 'membership',
    userId: 'ana',
    groupId: 'acme',
    role: 'Owner',
    change: 'removed',
    timestamp: 1_773_140_400,
  }
  expect(normalise(member, { imported: true }).messages[0]).toMatchObject({
    type: 'membership',
    accountKey: 'acme',
    change: 'removed',
  })
  expect(normalise({ type: 'bad_row', detail: 'line 7: no quote' }, { imported: true }).refused[0]).toMatchObject({
    reason: 'bad_row',
    detail: 'line 7: no quote',
  })
})

test('a batch: context and sentAt are shared, each item takes its place, a bad one is refused alone', () => {
  const batch = [track, 17, { ...track, context: { groupId: 'own' } }, { ...track, userId: 'null' }]
  const body = Buffer.from(JSON.stringify({ batch, context: { groupId: 'shared', library: { name: 'x' } } }))
  const header = {
    kind: 'messages',
    receivedAt: NOW,
    source: 'web',
    shape: 'batch',
    imported: false,
    firstN: 7,
    count: 4,
  } as const
  const { messages, refused } = normaliseFrame({ header, body }, compileSettings(DEFAULT_INGEST_SETTINGS))
  expect(messages.map((m) => [m.n, m.type === 'event' && m.accountKey])).toEqual([
    [7, 'shared'],
    [9, 'own'],
  ])
  expect(refused.map((one) => [one.n, one.reason])).toEqual([
    [8, 'bad_envelope'],
    [10, 'placeholder_id'],
  ])
})

test('lines: a broken one is refused alone, blank ones take no place', () => {
  const body = Buffer.from(`${JSON.stringify(track)}\n\n{"torn": \r\n${JSON.stringify({ ...track, event: 'Closed' })}`)
  const header = {
    kind: 'messages',
    receivedAt: NOW,
    source: 'f',
    shape: 'lines',
    imported: true,
    firstN: 1,
    count: 3,
  } as const
  const { messages, refused } = normaliseFrame({ header, body }, compileSettings(DEFAULT_INGEST_SETTINGS))
  expect(messages.map((m) => [m.n, m.type === 'event' && m.name])).toEqual([
    [1, 'Opened'],
    [3, 'Closed'],
  ])
  expect(refused.map((one) => [one.n, one.reason, one.raw])).toEqual([[2, 'bad_json', '{"torn": \r']])
})
