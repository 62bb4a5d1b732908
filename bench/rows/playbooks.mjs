import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { ROOT } from '../rig/places.mjs'
import { percentile } from '../rig/say.mjs'

const ENTRANTS = { S: 5_000, M: 50_000, L: 50_000, XL: 50_000 }
const LIVE = { S: 1_000, M: 10_000, L: 10_000, XL: 10_000 }
const EVENTS = { S: 20, M: 100, L: 200, XL: 200 }
const ENROLLED_MS_MAX = 10_000
const ATTEMPTED_MS_MAX = 2_000
const GROWN_MB_MAX = 64

/** So many accounts that begin a playbook at once, in pieces as a day close commits them; and an event that begins one while many others are inside, from its acknowledgement to the receiver. */
export async function run({ size }) {
  const child = startChild(join(ROOT, 'bench', 'playbooks', 'enrol.child.mjs'), [
    ...[String(ENTRANTS[size]), String(LIVE[size]), String(EVENTS[size])],
  ])
  const { enrolled, grownMb, attempted } = await child.next()
  await child.ended
  const p99 = percentile(attempted, 0.99)
  keepResult({
    ...{ row: 'playbooks: entrants at once', size, ratio: enrolled / 1_000, target: `≤ ${ENROLLED_MS_MAX / 1_000} s` },
    met: enrolled <= ENROLLED_MS_MAX && p99 <= ATTEMPTED_MS_MAX && grownMb <= GROWN_MB_MAX,
    figures: {
      'accounts that begin at once': ENTRANTS[size].toLocaleString('en'),
      'enrolled after, ms': enrolled.toFixed(0),
      'memory grown meanwhile, MB': `${grownMb.toFixed(0)} (target ≤ ${GROWN_MB_MAX})`,
      'inside beside them': LIVE[size].toLocaleString('en'),
      'event acknowledged to delivery attempted, p99 ms': `${p99.toFixed(0)} (target ≤ ${ATTEMPTED_MS_MAX})`,
    },
  })
}
