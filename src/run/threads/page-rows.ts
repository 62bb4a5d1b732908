import type { RowSpan } from '../../fold/people/join-rows.ts'
import type { FactBlock } from '../../store/analytic/rows.ts'

/** Memory for the rows of a page of accounts, which other threads see as well. It serves one page after the other: fresh memory for each would have the garbage collected all the time. */
export type PageRows = { block: FactBlock; used: number }

const ROOM_ROWS = 32_768
const NUMBERS = ['sum', 'firstTs', 'lastTs', 'lastValue', 'maxValue'] as const
const INTS = ['account', 'fact', 'actor', 'day', 'knownDay', 'n'] as const

export function makePageRows(): PageRows {
  return { block: NO_ROWS, used: 0 }
}

/** Copies rows to the end of the page. Rows copied before stay where they are. */
export function addRows(page: PageRows, { block, start, end }: RowSpan): RowSpan {
  const rows = end - start
  if (rows === 0) return { block: NO_ROWS, start: 0, end: 0 }
  if (page.used + rows > page.block.rows) {
    page.block = makeBlock(Math.max(rows, 2 * page.block.rows, ROOM_ROWS), block)
    page.used = 0
  }
  const at = page.used
  for (const name of NUMBERS) if (block[name].length > 0) page.block[name].set(block[name].subarray(start, end), at)
  for (const name of INTS) page.block[name].set(block[name].subarray(start, end), at)
  page.block.supersedes.set(block.supersedes.subarray(start, end), at)
  page.used += rows
  return { block: page.block, start: at, end: at + rows }
}

/** Room for rows with the columns that another block has. */
function makeBlock(rows: number, like: FactBlock): FactBlock {
  const number = (column: Float64Array) => new Float64Array(new SharedArrayBuffer(column.length === 0 ? 0 : 8 * rows))
  const int = () => new Int32Array(new SharedArrayBuffer(4 * rows))
  return {
    rows,
    account: int(),
    fact: int(),
    actor: int(),
    day: int(),
    knownDay: int(),
    n: int(),
    supersedes: new Uint8Array(new SharedArrayBuffer(rows)),
    sum: number(like.sum),
    firstTs: number(like.firstTs),
    lastTs: number(like.lastTs),
    lastValue: number(like.lastValue),
    maxValue: number(like.maxValue),
  }
}

const NO_ROWS: FactBlock = makeBlock(0, {
  ...{ rows: 0, account: new Int32Array(0), fact: new Int32Array(0), actor: new Int32Array(0) },
  ...{ day: new Int32Array(0), knownDay: new Int32Array(0), n: new Int32Array(0), supersedes: new Uint8Array(0) },
  ...{ sum: new Float64Array(0), firstTs: new Float64Array(0), lastTs: new Float64Array(0) },
  ...{ lastValue: new Float64Array(0), maxValue: new Float64Array(0) },
})
