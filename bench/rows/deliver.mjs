import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { ROOT } from '../rig/places.mjs'
import { percentile } from '../rig/say.mjs'

const MESSAGES = { S: 2_000, M: 10_000, L: 20_000, XL: 20_000 }
const EACH = { S: 10, M: 50, L: 100, XL: 100 }
const GOOD = 99
const A_SECOND = 500
const SLOWER_MAX = 1.2

/** What is in the outbox, sent to one fast receiver; and to a hundred, without and with one among them that never answers. Each commit waits for the disk. */
export async function run({ size }) {
  const receivers = startChild(join(ROOT, 'bench', 'deliver', 'receivers.child.mjs'), [String(GOOD)])
  const { good, hanging } = await receivers.next()
  const one = await dispatch(good.slice(0, 1), '', MESSAGES[size])
  const without = await dispatch(good, '', EACH[size])
  const beside = await dispatch(good, hanging, EACH[size])
  await receivers.stop()
  const rate = MESSAGES[size] / (one.ms / 1_000)
  const [p95, p95Beside] = [percentile(without.ends, 0.95), percentile(beside.ends, 0.95)]
  keepResult({
    ...{ row: 'deliveries a second', size, ratio: rate, target: `≥ ${A_SECOND} a second` },
    met: rate >= A_SECOND && p95Beside <= p95 * SLOWER_MAX,
    figures: {
      'messages to one fast receiver': MESSAGES[size].toLocaleString('en'),
      'a second': rate.toFixed(0),
      [`${GOOD} receivers, settled after, p95 ms`]: p95.toFixed(0),
      'the same beside one that hangs, p95 ms': `${p95Beside.toFixed(0)} (target ≤ ${SLOWER_MAX} times as long)`,
    },
  })
}

async function dispatch(good, hanging, each) {
  const script = join(ROOT, 'bench', 'deliver', 'dispatch.child.mjs')
  const child = startChild(script, [JSON.stringify(good), hanging, String(each)])
  const found = await child.next()
  await child.ended
  return found
}
