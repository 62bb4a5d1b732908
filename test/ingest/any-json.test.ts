import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileSettings, DEFAULT_INGEST_SETTINGS } from '../../src/ingest/ingest-settings.ts'
import { normaliseFrame } from '../../src/ingest/normalise-frame.ts'
import { openInlineNormaliser } from '../../src/ingest/open-normaliser.ts'
import { messagesOf } from '../event-rows.ts'
import { basic, normaliseAppended, startSegment } from './segment-server.ts'

/** The documented changes, written the slow way: well-formed without NUL, numbers beyond 2^53 as text, −0 as 0. */
function documented(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().split('\0').join('')
  if (typeof value === 'number') return Math.abs(value) > 2 ** 53 - 1 ? 'large' : value + 0
  if (Array.isArray(value)) return value.map(documented)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [documented(key), documented(inner)]))
}

const large = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, inner) => (typeof inner === 'string' && LARGE.test(inner) ? 'large' : inner))
const LARGE = /^-?\d+(\.\d+)?(e\+\d+)?$/i

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'a.b',
    '$',
    '"',
    '`',
    "';drop table",
    '\ud83d',
    '\0',
    '\uffff',
    '\u202e',
    '$.a[0]',
    '\\u0000',
    'null',
    '1e+21',
  ),
)
const json = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    nasty,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('any'), { maxLength: 4 }),
  object: fc.dictionary(fc.oneof(nasty, fc.constantFrom('constructor', 'toString')), tie('any'), { maxKeys: 5 }),
})).object

test('any properties come out as the same value, but for what is documented', () => {
  const settings = compileSettings(DEFAULT_INGEST_SETTINGS)
  const header = {
    kind: 'messages',
    receivedAt: 1_773_144_000_000,
    source: 'web',
    shape: 'single',
    imported: false,
    firstN: 1,
    count: 1,
  } as const
  fc.assert(
    fc.property(json, (properties) => {
      const body = Buffer.from(JSON.stringify({ type: 'track', userId: 'ana', event: 'x', properties }))
      const [event] = normaliseFrame({ header, body }, settings).messages
      if (event?.type !== 'event') throw new Error('not an event')
      expect(event.properties.isWellFormed() && !event.properties.includes('\0')).toBe(true)
      expect(large(JSON.parse(event.properties))).toEqual(large(documented(JSON.parse(JSON.stringify(properties)))))
    }),
    { numRuns: 10_000 },
  )
})

const garbage = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc
    .record(
      {
        type: fc.constantFrom('track', 'group', 'identify', 'alias', 'page', 'x'),
        userId: fc.jsonValue(),
        event: fc.jsonValue(),
        groupId: fc.jsonValue(),
        previousId: fc.jsonValue(),
        traits: fc.jsonValue(),
        properties: fc.jsonValue(),
        context: fc.jsonValue(),
        timestamp: fc.jsonValue(),
        sentAt: fc.jsonValue(),
        messageId: fc.jsonValue(),
        anonymousId: fc.jsonValue(),
      },
      { requiredKeys: ['type'] },
    )
    .map((one) => JSON.stringify(one)),
  fc.string({ unit: 'binary' }),
)

test('whatever is posted: never a 5xx, and each message that was taken is either kept or refused', async () => {
  const { app, appended } = await startSegment()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('/v1/track', '/v1/batch', '/v1/identify', '/v1/group'),
      fc.array(garbage, { maxLength: 3 }),
      async (url, items) => {
        appended.length = 0
        const payload = url === '/v1/batch' ? `{"batch":[${items.join(',')}]}` : (items[0] ?? '')
        const { statusCode } = await app.inject({
          method: 'POST',
          url,
          headers: { authorization: basic('web-key') },
          payload: Buffer.from(payload),
        })
        expect([200, 400, 413]).toContain(statusCode)
        const { messages, refused } = normaliseAppended(appended)
        const taken = appended.reduce((sum, { header }) => sum + header.count, 0)
        expect(new Set([...messages, ...refused].map(({ n }) => n)).size).toBe(taken)
      },
    ),
    { numRuns: 1_500 },
  )
})

test('a stretch that begins inside a frame leaves out what was applied before', async () => {
  const header = {
    kind: 'messages',
    receivedAt: 1_773_144_000_000,
    source: 'web',
    shape: 'lines',
    imported: false,
    firstN: 5,
    count: 3,
  } as const
  const lines = ['{"type":"track","userId":"a","event":"x"}', '{}', '{"type":"track","userId":"b","event":"x"}']
  const control = { kind: 'day_closed', day: 20_000, receivedAt: 1_773_144_000_000, firstN: 8, count: 1 } as const
  const frames = [
    { header, body: Buffer.from(lines.join('\n')) },
    { header: control, body: Buffer.alloc(0) },
  ]
  const normaliser = openInlineNormaliser(DEFAULT_INGEST_SETTINGS)
  const batch = await normaliser.normalise({ log: 'live', after: 5, upTo: 8, frames })
  expect([
    batch.log,
    batch.after,
    batch.upTo,
    messagesOf(batch).map((m) => m.n),
    batch.refused.map((m) => m.n),
    batch.controls,
  ]).toEqual(['live', 5, 8, [7], [6], [control]])
})
