import { expect, it } from 'vitest'
import { openRowCounts } from './count-rows.ts'
import { identifyRows } from './identify-rows.ts'
import { mapRow, usedColumns } from './map-row.ts'
import { mappingSchema } from './mapping.ts'

const row = (record: Record<string, unknown>) => new Map(Object.entries(record))

it('a commit becomes a track message of its repository', () => {
  const mapping = mappingSchema.parse({
    event: { constant: 'Commit' },
    user: { column: 'user_id' },
    account: { column: 'account_id' },
    time: { column: 'ts_epoch', unit: 's' },
  })
  expect(
    mapRow(
      row({ account_id: 'hono', user_id: 'u1', ts_epoch: '1787421560', author_tz: '+0530', kind: 'fix' }),
      mapping,
      'row-1',
    ),
  ).toEqual({
    kind: 'message',
    message: {
      type: 'track',
      event: 'Commit',
      userId: 'u1',
      context: { groupId: 'hono' },
      messageId: 'row-1',
      timestamp: '2026-08-22T17:59:20.000Z',
      properties: { author_tz: '+0530', kind: 'fix' },
    },
  })
  expect(usedColumns(mapping)).toEqual(['user_id', 'account_id', 'ts_epoch'])
})

it('a row without time or event name is refused with the value', () => {
  const mapping = mappingSchema.parse({ event: { column: 'page' }, time: { column: 'at' } })
  expect(mapRow(row({ page: 'Home', at: 'soon' }), mapping, 'r')).toEqual({
    kind: 'refused',
    why: 'at is no time: "soon"',
  })
  expect(mapRow(row({ page: '', at: '2026-03-01' }), mapping, 'r')).toEqual({
    kind: 'refused',
    why: 'the row names no event',
  })
})

it('text without zone is UTC; seconds, milliseconds and microseconds are the same instant', () => {
  const at = (unit: string, value: unknown) =>
    mapRow(row({ t: value }), mappingSchema.parse({ event: { constant: 'E' }, time: { column: 't', unit } }), 'r')
  const same = [
    '2026-03-01 09:30:00',
    '2026-03-01T10:30:00+01:00',
    '2026-03-01 10:30:00+01',
    '2026-03-01 09:30:00.000Z',
  ].map((text) => at('iso', text))
  const epochs = [at('s', '1772357400'), at('ms', 1772357400000), at('us', 1772357400000000)]
  for (const mapped of [...same, ...epochs])
    expect(mapped).toMatchObject({ kind: 'message', message: { timestamp: '2026-03-01T09:30:00.000Z' } })
})

it('a column called __proto__ is a property like any other', () => {
  const mapped = mapRow(
    new Map<string, unknown>([
      ['t', '2026-03-01'],
      ['__proto__', 'x'],
    ]),
    mappingSchema.parse({ event: { constant: 'E' }, time: { column: 't' } }),
    'r',
  )
  expect(mapped.kind === 'message' && JSON.stringify(mapped.message.properties)).toBe('{"__proto__":"x"}')
})

it('equal rows of one file get different ids; the same file gets the same ids again', () => {
  const rows = ['a', 'b', 'a', 'a']
  const first = rows.map(identifyRows(openRowCounts(null)))
  expect(new Set(first).size).toBe(4)
  expect(rows.map(identifyRows(openRowCounts(null)))).toEqual(first)
  expect(['a', 'a'].map(identifyRows(openRowCounts(null)))).toEqual([first[0], first[2]])
})

it('money of a subscription is exact: decimals of the currency, and what is paid by the year a month, rounded once', () => {
  const mapped = (record: Record<string, unknown>, more: object = {}) => {
    const column = (name: string) => ({ column: name })
    const subscription = {
      ...{ id: column('id'), amount: column('amount'), currency: column('currency'), from: column('from') },
      ...{ status: column('status'), ...more },
    }
    const mapping = mappingSchema.parse({
      type: 'subscription',
      account: column('org'),
      time: column('from'),
      subscription,
    })
    const found = mapRow(row({ id: 's', org: 'acme', currency: 'EUR', from: '2026-03-01', ...record }), mapping, 'r')
    return found.kind === 'refused' ? found.why : [found.message.mrrMinor, found.message.status]
  }
  const major = { unit: 'major', months: { column: 'months' } }
  expect(mapped({ amount: '4900', status: 'Trialing' })).toEqual([4900, 'trialing'])
  expect(mapped({ amount: '500.00', months: 12 }, major)).toEqual([4167, undefined])
  expect(mapped({ amount: '0.29', months: 1 }, major)).toEqual([29, undefined])
  expect(mapped({ amount: '1000', months: 1, currency: 'JPY' }, major)).toEqual([1000, undefined])
  expect(mapped({ amount: '1.0005', months: 1, currency: 'KWD' }, major)).toEqual([1001, undefined])
  for (const bad of ['49.5', '', 'free', '1e3', '9007199254740993'])
    expect(mapped({ amount: bad })).toBe('the amount is no whole number of minor units, or `from` no time')
  expect(mapped({ amount: '1', months: 0 }, major)).toBe('the amount is no decimal number, or `from` no time')
})
