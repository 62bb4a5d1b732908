import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { watchMemory } from '../rig/peak-memory.mjs'
import { ROOT } from '../rig/places.mjs'
import { megabytes, percentile } from '../rig/say.mjs'

const ACCOUNTS = { S: 2_000, M: 50_000, L: 50_000, XL: 50_000 }
const READS = 100
const P95_MAX = 50

/** Reading worklists over a store in which most accounts have something to be done, 85 accounts to an assignee; in processor time. */
export async function run({ size, data }) {
  const accounts = ACCOUNTS[size]
  const child = startChild(join(ROOT, 'bench', 'work', 'worklist.child.mjs'), [
    join(data, `work-${accounts}`),
    accounts,
    READS,
  ])
  const memory = watchMemory(child.pid)
  const found = await child.next()
  await child.ended
  const p95 = percentile(found.assignee, 0.95)
  keepResult({
    ...{ row: 'the worklist of an assignee', size, ratio: p95, target: `p95 ≤ ${P95_MAX} ms`, met: p95 <= P95_MAX },
    figures: {
      'accounts / tasks of today': `${accounts.toLocaleString('en')} / ${found.tasks.toLocaleString('en')}`,
      'first question after a start, ms': found.first.toFixed(0),
      'one assignee, p50 / p95, ms': pair(found.assignee),
      'one assignee, just after an act of theirs, p50 / p95, ms': pair(found.afterAct),
      'everybody, p50 / p95, ms': pair(found.everybody),
      'everybody, just after an act, p50 / p95, ms': pair(found.everybodyAfterAct),
      'team, p50 / p95, ms': pair(found.team),
      'resident at most': megabytes(memory.stop()),
    },
  })
}

const pair = (times) => [0.5, 0.95].map((share) => percentile(times, share).toFixed(1)).join(' / ')
