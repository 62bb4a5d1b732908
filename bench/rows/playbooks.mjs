import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startReceiver, timeEvents } from '../playbooks/events.mjs'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { ROOT } from '../rig/places.mjs'
import { percentile } from '../rig/say.mjs'

const ENTRANTS = { S: 5_000, M: 50_000, L: 50_000, XL: 50_000 }
const LIVE = { S: 1_000, M: 10_000, L: 10_000, XL: 10_000 }
const EVENTS = { S: 40, M: 200, L: 400, XL: 400 }
const ENROLLED_MS_MAX = 10_000
const ATTEMPTED_MS_MAX = 2_000
const GROWN_MB_MAX = 64

/** Accounts that begin a playbook at once, in pieces as a day close commits them; and events to a running server that each begin one while many others are inside: without such a flood, and behind it. */
export async function run({ size }) {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-playbooks-'))
  const dataDir = join(folder, 'data')
  const receiver = await startReceiver()
  try {
    await enrol({ dataDir, receiver, from: 0, count: LIVE[size] })
    const among = await timeEvents({ dataDir, receiver, name: 'among', events: EVENTS[size] })
    const flood = await enrol({ dataDir, receiver, from: LIVE[size], count: ENTRANTS[size] })
    const behind = await timeEvents({ dataDir, receiver, name: 'behind', events: EVENTS[size] })
    keep({ size, flood, among: percentile(among, 0.99), behind: percentile(behind, 0.99) })
  } finally {
    receiver.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function enrol({ dataDir, receiver, from, count }) {
  const script = join(ROOT, 'bench', 'playbooks', 'enrol.child.mjs')
  const args = [dataDir, receiver.url, String(from), String(count)]
  // As the server lets its garbage grow.
  const child = startChild(script, args, { nodeArgs: ['--heap-growing-percent=30'] })
  const told = await child.next()
  await child.ended
  return told
}

function keep({ size, flood: { enrolled, cpu, grownMb }, among, behind }) {
  keepResult({
    ...{ row: 'playbooks: entrants at once', size, ratio: enrolled / 1_000, target: `≤ ${ENROLLED_MS_MAX / 1_000} s` },
    met: enrolled <= ENROLLED_MS_MAX && among <= ATTEMPTED_MS_MAX && grownMb <= GROWN_MB_MAX,
    figures: {
      'accounts that begin at once': ENTRANTS[size].toLocaleString('en'),
      'enrolled after, ms': `${enrolled.toFixed(0)} (${cpu.toFixed(0)} of the processor)`,
      'memory grown meanwhile, MB': `${grownMb.toFixed(0)} (target ≤ ${GROWN_MB_MAX})`,
      'inside beside them': LIVE[size].toLocaleString('en'),
      'event acknowledged to message received, p99 ms': `${among.toFixed(0)} (target ≤ ${ATTEMPTED_MS_MAX})`,
      'the same right behind those who begin at once, p99 ms': behind.toFixed(0),
    },
  })
}
