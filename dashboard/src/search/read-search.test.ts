import { expect, it } from 'vitest'
import { readCell } from './read-cell.ts'
import { day, number, oneOf, readerOf, text } from './read-search.ts'

const HOSTILE = '<img src=x onerror=alert(1)>'

it('what an address says of a page is read, and each part that it cannot mean stands as undefined over what was said', () => {
  const read = readerOf({ period: oneOf(['week', 'month']), from: day, at: number, of: text })
  expect(read({ period: 'week', from: '2026-03-01', at: '7', of: HOSTILE, other: 'x' })).toEqual({
    ...{ period: 'week', from: '2026-03-01', at: 7, of: HOSTILE },
  })
  const strange = { period: HOSTILE, from: '2026-02-31x', at: 'NaN', of: { a: 1 }, table: {}, cell: [] }
  // The router lays this over the address: what is only left out would come through.
  expect({ ...strange, ...read(strange) }).toEqual({
    ...{ period: undefined, from: undefined, at: undefined, of: undefined, table: undefined, cell: undefined },
  })
})

it('of a number that an address has opened only parts of the right kind are taken', () => {
  expect(readCell(JSON.stringify({ month: '2026-03-01', kept: 'churn' }))).toEqual({
    month: '2026-03-01',
    kept: 'churn',
  })
  expect(readCell(JSON.stringify({ untouched: ['success', null] }))).toEqual({ untouched: ['success', null] })
  expect(readCell(JSON.stringify({ was: null, is: 'red', done: false }))).toEqual({ was: null, is: 'red', done: false })
  const strange = { month: HOSTILE, period: HOSTILE, metric: {}, was: {}, untouched: [['x']], activatedBy: '1e999' }
  expect(readCell(JSON.stringify(strange))).toEqual({})
  for (const said of [undefined, '', '[', 'null', '7', `"${HOSTILE}"`]) expect(readCell(said)).toBeNull()
})
