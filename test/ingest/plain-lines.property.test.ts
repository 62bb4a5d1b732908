import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { IngestSettings } from '../../src/config/ingest-settings.ts'
import { compileSettings, DEFAULT_INGEST_SETTINGS } from '../../src/ingest/ingest-settings.ts'
import { normaliseBatch } from '../../src/ingest/normalise-batch.ts'
import { normaliseFrame } from '../../src/ingest/normalise-frame.ts'
import { makePlainPacker, packPlainLine } from '../../src/ingest/plain/pack-plain-line.ts'
import { holdText } from '../../src/ingest/plain/walk-plain-line.ts'
import { makeEventPacker } from '../../src/store/analytic/pack-events.ts'
import type { LogFrame } from '../../src/store/log/log-record.ts'
import { messagesOf, packMessages } from '../event-rows.ts'

const SETTINGS: readonly IngestSettings[] = [
  DEFAULT_INGEST_SETTINGS,
  {
    ...DEFAULT_INGEST_SETTINGS,
    accountKeys: ['properties.workspace', 'context.groupId', 'userId'],
    exclusions: [
      { kind: 'email-domain', domain: 'own.example' },
      { kind: 'id', of: 'user', ids: ['tester', 'visitor'] },
      { kind: 'id', of: 'account', ids: ['test'] },
      { kind: 'trait', key: 'staff', value: true },
    ],
  },
  { ...DEFAULT_INGEST_SETTINGS, accountKeys: ['context.traits.company'] },
]

const receivedAt = Date.parse('2026-03-10T12:00:00.000Z')
const frameOf = (lines: readonly string[]): LogFrame => ({
  header: {
    ...{ kind: 'messages', receivedAt, source: 'file', shape: 'lines', imported: true, firstN: 1 },
    count: lines.filter((line) => line.trim() !== '').length,
  },
  body: Buffer.from(lines.join('\n')),
})

/** Lines as they are packed, and as the steps alone normalise them. */
function bothWays(lines: readonly string[], settings: IngestSettings, after: number): readonly [unknown, unknown] {
  const compiled = compileSettings(settings)
  const frame = frameOf(lines)
  const packed = normaliseBatch({ log: 'file', after, upTo: lines.length, frames: [frame] }, compiled)
  const stepped = normaliseFrame(frame, compiled)
  const others = packMessages(stepped.messages.filter(({ n }) => n > after))
  return [
    { messages: messagesOf(packed), refused: packed.refused },
    { messages: messagesOf(others), refused: stepped.refused.filter(({ n }) => n > after) },
  ]
}

const id = fc.constantFrom<unknown>(
  ...[
    'ana',
    'bo',
    'ben@own.example',
    'tester',
    'visitor',
    'test',
    '42',
    42,
    -7,
    4.5,
    '',
    'null',
    ' ana',
    'zoë',
    'a"b',
    'a\\b',
  ],
  ...[null, true, [], {}, '\u0001', 'x'.repeat(1_025), 2 ** 64],
)
const time = fc.constantFrom<unknown>(
  ...[
    '2026-03-01T09:30:00.000Z',
    '2026-03-09T23:59:59.999Z',
    '2026-02-30T00:00:00.000Z',
    '2026-03-01 09:30',
    '2026-03-01T09:30:00+02:00',
  ],
  ...[
    '1969-12-31T23:59:59.999Z',
    '2026-03-12T00:00:00.000Z',
    '2026-03-01T24:00:00.000Z',
    '2026-03-01T0x:30:00.000Z',
    '',
    'soon',
    null,
  ],
  ...[1_772_000_000, 1_772_000_000_000, 1_772_000_000.5, -1, '2026-03-01\u00a0', '2026-03-01\n'],
)
const name = fc.constantFrom<unknown>('Opened', 'Account Added User', ' Opened', 'Öffnen', '', 7, 'x'.repeat(201), null)
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.double({ noNaN: true }),
  fc.constantFrom<unknown>(
    0.1,
    1e21,
    1e-7,
    0.000001,
    123456789012345,
    1234567890123456,
    -0,
    5e-324,
    'a\u2028b',
    '\ud800',
    '/',
  ),
)
const key = fc.constantFrom(
  'plan',
  'rows',
  '1',
  '01',
  'workspace',
  'sessionId',
  'session_id',
  '$page',
  'ключ',
  '__proto__',
  'constructor',
)
const properties = fc.oneof(
  { weight: 8, arbitrary: fc.dictionary(key, value, { maxKeys: 4 }) as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 'none', []) },
)
const context = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record<Record<string, unknown>>(
      {
        groupId: id,
        sessionId: id,
        page: fc.constantFrom<unknown>(null, '', '/pricing', { path: '/pricing', url: 'https://a.example/"' }),
        campaign: fc.constantFrom<unknown>(null, { source: 'ads' }, 3),
        referrer: fc.constantFrom<unknown>('https://b.example', {}),
        traits: fc.constantFrom<unknown>({ staff: true }, {}, { company: 'acme' }),
        library: fc.constantFrom<unknown>({ name: 'analytics.js' }),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<unknown>,
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 'none', []) },
)
/** Mostly events that are plain but for one thing or two. */
const message = fc.record<Record<string, unknown>>(
  {
    type: fc.constantFrom('track', 'track', 'track', 'track', 'identify', 'page'),
    event: fc.oneof({ weight: 5, arbitrary: fc.constant<unknown>('Opened') }, name),
    userId: fc.oneof({ weight: 5, arbitrary: fc.constant<unknown>('ana') }, id),
    timestamp: fc.oneof({ weight: 5, arbitrary: fc.constant<unknown>('2026-03-01T09:30:00.000Z') }, time),
    messageId: fc.oneof({ weight: 5, arbitrary: fc.constant<unknown>('m1') }, id),
    anonymousId: id,
    receivedAt: time,
    originalTimestamp: time,
    integrations: fc.constant({ All: true }),
    properties,
    context,
  },
  { requiredKeys: ['type', 'event', 'userId', 'timestamp', 'messageId'] },
)
const space = fc.constantFrom(undefined, undefined, 1, '\t')
const line = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(message, space)
      .map(([value, indent]) => JSON.stringify(value, null, indent).replaceAll('\n', ' ')),
  },
  { weight: 1, arbitrary: fc.constantFrom('', '  ', 'torn', '{"type":"track"', '[]', ' {} ') },
)

test('what is packed of lines as they stand is what the steps make of them', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), fc.constantFrom(...SETTINGS), fc.nat(3), (lines, settings, after) => {
      const [packed, stepped] = bothWays(lines, settings, after)
      expect(packed).toEqual(stepped)
    }),
    { numRuns: 600 },
  )
})

/** All that is taken as it stands, in few characters: each is changed in every place. */
const TEXT =
  '{"type":"track","event":"Opened","userId":"u1","messageId":"m","timestamp":"2026-03-01T09:30:00.000Z","receivedAt":1772000000,"context":{"groupId":"a","page":{"p":"\\n"}},"properties":{"k":[0.5,-10,true,{"l":null}],"é":"\\"\\\\"}}'
const PIECES = [
  '',
  '"',
  '\\',
  '\\u0041',
  '\\/',
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  ' ',
  '\t',
  '\r',
  '\v',
  '\0',
  '0',
  '1',
  '-',
  '.',
  'e3',
  'é',
  '\n',
  '"k":1,',
  '"type":"page",',
]

test('of a line in which one character is another, or is missing, nothing is taken that the steps would not', () => {
  expect(isPacked(TEXT)).toBe(true)
  const wrong: string[] = []
  for (let at = 0; at < TEXT.length; at++) {
    for (const piece of PIECES) {
      const changed = TEXT.slice(0, at) + piece + TEXT.slice(at + (at % 2))
      if (changed.split('\n').some(isPacked) && !isDeepStrictEqual(...bothWays(changed.split('\n'), SETTINGS[0]!, 0)))
        wrong.push(changed)
    }
  }
  expect(wrong).toEqual([])
})

test('lines as importers and SDKs write them are packed as they stand', () => {
  expect(
    [
      '{"type":"track","event":"A","userId":"u","messageId":"m","timestamp":"2026-03-01T09:30:00.000Z"}',
      '{"type": "track", "event": "A", "anonymousId": "v", "messageId": "m", "timestamp": 1772000000, "properties": {"a": 1, "b": [1.5, "x y"]}}',
      '{"messageId":"m","type":"track","event":"A","userId":7,"timestamp":"2026-03-01T09:30:00Z","properties":null,"sentAt":"x","context":{"page":{"path":"/"},"sessionId":"s"}}',
      '{"type":"track","event":"A","userId":"u","messageId":"m","timestamp":"2026-03-01T09:30:00.000Z","properties":{"1":1}}',
    ].map(isPacked),
  ).toEqual([true, true, true, false])
})

function isPacked(line: string): boolean {
  const bytes = Buffer.from(line)
  const packer = makePlainPacker(compileSettings(DEFAULT_INGEST_SETTINGS), makeEventPacker())!
  packer.receivedAt = receivedAt
  holdText(bytes)
  return packPlainLine(packer, 1, { from: 2, to: 2 + bytes.length })
}
