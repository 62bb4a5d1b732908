import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countBatch } from '../../src/ingest/count-batch.ts'

const batch = fc.record(
  {
    batch: fc.array(fc.oneof(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), fc.jsonValue()), {
      maxLength: 4,
    }),
    context: fc.jsonValue(),
    sentAt: fc.constantFrom('2026-03-10T12:00:00Z', -0.5e-7, 1e21, null, 'a "quoted" \\ \u0001'),
  },
  { requiredKeys: ['batch'] },
)
/** What may be between two tokens. */
const space = fc.constantFrom(undefined, 1, '\t', '\r\n ')

test('a batch as SDKs write it is counted, with and without space', () => {
  fc.assert(
    fc.property(batch, space, (value, indent) => {
      fc.pre((JSON.stringify(value).match(/[[{]/g)?.length ?? 0) < 24)
      expect(countBatch(Buffer.from(JSON.stringify(value, null, indent)))).toBe(value.batch.length)
    }),
  )
})

/** All that the grammar has, in few characters: each is changed in every place. */
const TEXTS = [
  '{"context":{"a":[],"b":{}},"batch":[{"k":"x\\u00e9\\n\\\\","n":-1.5e+2},[0,-0,10.25E-1,true],null,false,"\\"é",{}] , "sentAt":"now"}',
  ' {\n"batch" : [ 1 , { "a" : "b" , "c" : [ "d" ] } ]\t}\r\n',
]
/** Pieces that make JSON of another, or none. */
const PIECES = [
  ...[
    '',
    '"',
    '\\',
    '\\u00e',
    '\\u12g4',
    '\\x',
    '\\u',
    '\\"',
    ',',
    ':',
    '{',
    '}',
    '[',
    ']',
    ' ',
    '\n',
    '\t',
    '\v',
    '\0',
    '\x1f',
    '\x7f',
  ],
  ...[
    '-',
    '+',
    '.',
    '0',
    '1',
    '01',
    '1.',
    'e',
    'E5',
    'e+',
    '.5',
    'true',
    'tru',
    'nul',
    'NaN',
    '/**/',
    '\u00a0',
    '\u2028',
    '\ufeff',
  ],
  ...[
    '"batch":[],',
    '"batch":1,',
    '"writeKey":"k",',
    '"b\\u0061tch":[1],',
    '"write\\u004bey":"k",',
    '"batch":[],"batch":[],',
  ],
]

/** What the parser makes of a body: the number of its messages, or null when there is none, or a write key. */
function parsedCount(text: string): number | null {
  try {
    const value = JSON.parse(text)
    return Array.isArray(value.batch) && !Object.hasOwn(value, 'writeKey') ? value.batch.length : null
  } catch {
    return null
  }
}

test.each(TEXTS)('whatever is counted is what the parser makes of it, whatever is changed: %j', (text) => {
  const wrong: unknown[] = []
  let counted = 0
  for (let at = 0; at <= text.length; at++) {
    for (const piece of PIECES) {
      for (const removed of [0, 1, 2, text.length]) {
        const changed = text.slice(0, at) + piece + text.slice(at + removed)
        const count = countBatch(Buffer.from(changed))
        if (count === null) continue
        counted++
        if (parsedCount(changed) !== count) wrong.push({ changed, count })
      }
    }
  }
  expect(wrong).toEqual([])
  expect(counted).toBeGreaterThan(500)
})

test.each([
  ['a message that may be too large', { batch: [{ text: 'x'.repeat(5_500) }] }],
  ['a message that may be too deep', { batch: [JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`)] }],
  ['a write key', { batch: [1], writeKey: 'k' }],
  ['no batch', { context: {} }],
  ['a batch that is no list', { batch: {} }],
  ['a list', [{ event: 'A' }]],
])('%s is left to the parser', (_, value) => {
  expect(countBatch(Buffer.from(JSON.stringify(value)))).toBeNull()
})

test('what a body leaves behind is not seen by a shorter one', () => {
  expect(countBatch(Buffer.from('{"batch":[1,2,3,4]}'))).toBe(4)
  expect(countBatch(Buffer.from('{"batch":[1,2,3,'))).toBeNull()
})
