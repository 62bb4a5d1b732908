import { expect, it } from 'vitest'
import { toColumnValue } from './column-value.ts'

it('values are what the column holds, exactly or as their digits; what is no instant is nothing', () => {
  const [int8, numeric, timestamptz, timestamp, jsonb, bytea, bool, day, text] = [
    20, 1700, 1184, 1114, 3802, 17, 16, 1082, 25,
  ]
  const cases: [number, string, unknown][] = [
    [int8, '-42', -42],
    [int8, '9007199254740993', '9007199254740993'],
    [numeric, '49.90', 49.9],
    [numeric, '0.1234567890123456789', '0.1234567890123456789'],
    [numeric, 'NaN', 'NaN'],
    [timestamptz, '2026-03-01 10:00:00.123456+00', '2026-03-01T10:00:00.123Z'],
    [timestamp, '2026-03-01 10:00:00', '2026-03-01T10:00:00.000Z'],
    [timestamptz, 'infinity', null],
    [timestamp, '0044-03-15 00:00:00 BC', null],
    [jsonb, '{"__proto__": 1}', JSON.parse('{"__proto__": 1}')],
    [bytea, '\\x00', null],
    [bool, 'f', false],
    [day, '2026-02-28', '2026-02-28'],
    [text, 'null', 'null'],
  ]
  expect(cases.map(([type, written]) => toColumnValue(type, written))).toEqual(cases.map(([, , value]) => value))
})
