import { counted } from '../counted.ts'
import { sayMoney, sayTold } from '../reconcile/say-told.ts'
import { type Comparison, type Difference, type DifferenceKind, KINDS } from '../reconcile/sheet.ts'
import { renderTable } from './render-table.ts'

const WORDS: Readonly<Record<DifferenceKind, string>> = {
  missing_here: 'missing here',
  unmatched_customer: 'unmatched customer',
  missing_there: 'missing in the sheet',
  other_date: 'other date',
  other_value: 'other value',
  other_currency: 'other currency',
  twice: 'twice in the sheet',
  unreadable: 'unreadable',
}

/** A line for each difference, and the sums of both sides. */
export function renderReconcile({ asOf, accounts, totals, differences }: Comparison): string {
  const ordered = KINDS.flatMap((kind) => differences.filter((one) => one.kind === kind))
  const table = renderTable<Difference>(
    [
      { head: 'account', cell: ({ account }) => account },
      { head: 'differs', cell: ({ kind }) => WORDS[kind] },
      { head: 'in', cell: ({ value }) => value ?? '' },
      { head: 'sheet', cell: (one) => sayTold(one.sheet, one), number: true },
      { head: 'here', cell: (one) => sayTold(one.here, one), number: true },
      { head: 'why', cell: ({ why }) => why },
    ],
    ordered,
  )
  const sums = totals.map(({ currency, sheet, here }) => {
    const say = (minor: number) => sayMoney({ minor, currency })
    return `MRR: ${say(sheet)} in the sheet, ${say(here)} here, ${say(here - sheet)} between them.`
  })
  const { agree, sheet, here } = accounts
  const head = `${counted(sheet, 'account')} in the sheet, ${here.toLocaleString('en')} here at the close of ${asOf}; ${agree.toLocaleString('en')} agree.`
  return [...(ordered.length === 0 ? [] : [table, '']), ...sums, head].join('\n')
}
