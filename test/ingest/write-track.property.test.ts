import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mapRow } from '../../src/ingest/files/map-row.ts'
import { type ColumnMapping, mappingSchema } from '../../src/ingest/files/mapping.ts'
import { writeTrack } from '../../src/ingest/files/write-track.ts'
import '../seed-properties.ts'

const COLUMNS = ['who', 'what', 'firm', 'at', 'seen', 'plan', 'n', '7', '__proto__', 'a "b"', 'é\u2028']
const column = fc.constantFrom(...COLUMNS)
const time = fc.constantFrom('2026-03-01T09:30:00.000Z', '2026-03-01 09:30', '1772357400', 'never')
const cell = fc.oneof(
  time,
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('', ' 12 ', '-1.50', '"', '\\', '\ud83c', '🎈', null),
  fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.array(fc.integer(), { maxLength: 2 })),
)
const row = fc
  .uniqueArray(column, { minLength: 1 })
  .chain((columns) => fc.tuple(...columns.map((name) => fc.tuple(fc.constant(name), name === 'at' ? time : cell))))
  .map((cells) => new Map<string, unknown>(cells))

const from = fc.oneof(
  column.map((name) => ({ column: name })),
  fc.constant({ constant: 'Login' }),
)
const timeFrom = fc.record(
  { column: fc.constantFrom('at', 'seen'), unit: fc.constantFrom('iso' as const, 's' as const) },
  { requiredKeys: ['column'] },
)
const mapping = fc
  .record(
    {
      ...{ time: timeFrom, event: from, user: from, anonymous: from, account: from, id: from, received: timeFrom },
      properties: fc.array(column, { maxLength: 4 }),
      numbers: fc.uniqueArray(column, { maxLength: 2 }),
    },
    { requiredKeys: ['time', 'event'] },
  )
  .map((input) => mappingSchema.parse(input) as ColumnMapping)

test('a row is written as the message that it is mapped to would be, or left to the mapping', () => {
  let written = 0
  fc.assert(
    fc.property(mapping, fc.array(row, { minLength: 1, maxLength: 4 }), (of, rows) => {
      for (const one of rows) {
        const text = writeTrack(one, of, 'row-1')
        const mapped = mapRow(one, of, 'row-1')
        if (text === null) continue
        written += 1
        expect(mapped.kind === 'message' ? JSON.stringify(mapped.message) : mapped).toBe(text)
      }
    }),
    { numRuns: 500, examples: [[plainMapping, [plainRow]]] },
  )
  expect(written).toBeGreaterThan(100)
})

const plainMapping = mappingSchema.parse({
  event: { column: 'what' },
  user: { column: 'who' },
  account: { column: 'firm' },
  time: { column: 'at' },
}) as ColumnMapping
const plainRow = new Map<string, unknown>([
  ['who', 'ana'],
  ['what', 'Login'],
  ['firm', 'acme'],
  ['at', '2026-03-01T09:30:00.000Z'],
  ['plan', 'pro'],
])

test('most rows are written; one that is no event, is refused or has columns that an object would reorder is not', () => {
  expect(writeTrack(plainRow, plainMapping, 'row-1')).toBe(
    '{"type":"track","event":"Login","userId":"ana","context":{"groupId":"acme"},"messageId":"row-1","timestamp":"2026-03-01T09:30:00.000Z","properties":{"plan":"pro"}}',
  )
  for (const other of [[['at', 'never']], [['what', '']], [['7', 'seven']]] as const)
    expect(writeTrack(new Map([...plainRow, ...other]), plainMapping, 'row-1')).toBeNull()
})
