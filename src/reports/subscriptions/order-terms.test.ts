import { expect, it } from 'vitest'
import { orderTerms, TERMS_COLUMNS } from './order-terms.ts'

/** What is the same in all terms is left out. */
const said = (owner: number, firstSaid: number, seq: number, from: number) => ({
  owner,
  firstSaid,
  seq,
  from,
  minor: seq * 10,
})

it('blocks that come late or early are put account by account, by subscription, beginning, and what was said last', () => {
  const blocks = [
    [said(4, 5, 8, 100), said(2, 1, 3, 300), said(2, 1, 7, 200)],
    [said(2, 1, 1, 100), said(2, 6, 6, 100), said(4, 5, 5, 100), said(2, 1, 2, 200)],
  ]
  const { columns, begins } = orderTerms(
    blocks.map((rows) =>
      TERMS_COLUMNS.map((name) =>
        Float64Array.from(rows, (row) => ({ saidOf: 0, to: -1, termsMinor: 0, wording: 0, ...row })[name]),
      ),
    ),
  )
  expect([...begins]).toEqual([0, 0, 0, 5, 5, 7])
  expect([...columns.seq]).toEqual([1, 2, 7, 3, 6, 5, 8])
  expect([...columns.minor]).toEqual([10, 20, 70, 30, 60, 50, 80])
  expect([...columns.from]).toEqual([100, 200, 200, 300, 100, 100, 100])
})
