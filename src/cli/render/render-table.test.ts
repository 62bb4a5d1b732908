import { expect, it } from 'vitest'
import { printable, renderTable } from './render-table.ts'

it('aligns text left and numbers right, under their heads', () => {
  const rows = [
    { name: 'acme', mrr: 1200 },
    { name: 'Vale & Finch', mrr: 90 },
  ]
  const table = renderTable(
    [
      { head: 'account', cell: (row) => row.name },
      { head: 'MRR', cell: (row) => String(row.mrr), number: true },
    ],
    rows,
  )
  expect(table).toBe(['account        MRR', 'acme          1200', 'Vale & Finch    90'].join('\n'))
})

it('lets no escape sequence or bidirectional override reach the terminal', () => {
  expect(printable('\x1b[31mred\u202e')).toBe('�[31mred�')
})
