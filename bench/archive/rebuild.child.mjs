import { openFilled, timed } from '../replay/open-filled.mjs'
import { watchMemory } from '../rig/peak-memory.mjs'

// Usage: rebuild.child.mjs FOLDER: seals everything into archives, throws away what is derived, loads it again.
const store = await openFilled(process.argv[2])
const memory = watchMemory()
const before = await totals()
const sealed = await timed(() => store.archive(99_999))
const rebuilt = await timed(() => store.rebuild())
const rss = memory.stop()
const after = await totals()
const answer = {
  sealMs: sealed.ms,
  rebuildMs: rebuilt.ms,
  events: rebuilt.answer.events,
  rows: [before.rows, after.rows],
  rss,
}
process.stdout.write(`${JSON.stringify({ ...answer, same: sameTotals(before, after) })}\n`)
await store.close()

/** What the facts add up to, whichever rows they are split into: counts, sums, and counts weighted by whose and when they are. */
async function totals() {
  const found = { rows: 0, n: 0, sum: 0, weighted: 0, events: (await store.counts()).events }
  const scan = { accounts: null, days: { from: 0, to: 99_999 }, knownUpTo: null, facts: null, columns: ['sum'] }
  for await (const block of store.scanFacts(scan)) {
    found.rows += block.rows
    for (let r = 0; r < block.rows; r++) {
      const n = block.n[r]
      found.n += n
      found.sum += block.sum[r]
      found.weighted +=
        n * (block.account[r] * 7 + block.actor[r] + block.day[r] * 3 + block.knownDay[r] * 5 + block.fact[r] * 11)
    }
  }
  return found
}

function sameTotals(one, other) {
  return ['n', 'sum', 'weighted', 'events'].every((name) => one[name] === other[name])
}
