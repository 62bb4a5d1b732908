import type { AnalyticStore, FactScan } from '../store/analytic/analytic-store.ts'
import type { AccountTimeline, FactBlock, TimelineNeeds } from '../store/analytic/rows.ts'

/** One account, ready to fold: rows [start, end) of the block are its facts. */
export type AccountInput = {
  readonly account: number
  readonly block: FactBlock
  readonly start: number
  readonly end: number
  readonly timeline: AccountTimeline
}

/** Facts to scan, and the parts of the timelines that go with them; absent: whole timelines. */
export type AccountScan = FactScan & { readonly timeline?: TimelineNeeds }

/** Facts and timelines of the accounts, in ascending order, an account at a time; memory is that of a block. Accounts without facts come too: they can be silent. */
export async function* streamAccounts(store: AnalyticStore, scan: AccountScan): AsyncGenerator<AccountInput> {
  const timelines = store.scanTimelines(scan.accounts, scan.timeline)[Symbol.asyncIterator]()
  const facts = factSlices(store.scanFacts(scan))
  let slice = await facts.next()
  try {
    for (let page = await timelines.next(); !page.done; page = await timelines.next()) {
      for (const timeline of page.value) {
        while (!slice.done && slice.value.account < timeline.account) slice = await facts.next()
        const own = !slice.done && slice.value.account === timeline.account ? slice.value : null
        const { block, start, end } = own ?? NO_FACTS
        yield { account: timeline.account, timeline, block, start, end }
      }
    }
  } finally {
    await facts.return(undefined)
    await timelines.return?.()
  }
}

type Slice = { readonly account: number; readonly block: FactBlock; readonly start: number; readonly end: number }

async function* factSlices(blocks: AsyncIterable<FactBlock>): AsyncGenerator<Slice> {
  for await (const block of blocks) {
    for (let start = 0; start < block.rows; ) {
      const account = block.account[start] ?? 0
      let end = start + 1
      while (end < block.rows && block.account[end] === account) end += 1
      yield { account, block, start, end }
      start = end
    }
  }
}

const EMPTY_BLOCK: FactBlock = {
  rows: 0,
  account: new Int32Array(0),
  fact: new Int32Array(0),
  actor: new Int32Array(0),
  day: new Int32Array(0),
  knownDay: new Int32Array(0),
  n: new Int32Array(0),
  supersedes: new Uint8Array(0),
  sum: new Float64Array(0),
  firstTs: new Float64Array(0),
  lastTs: new Float64Array(0),
  lastValue: new Float64Array(0),
  maxValue: new Float64Array(0),
}
const NO_FACTS = { block: EMPTY_BLOCK, start: 0, end: 0 }
