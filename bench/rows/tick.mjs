import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { ROOT } from '../rig/places.mjs'
import { percentile } from '../rig/say.mjs'
import { filledStore } from '../world/fill-store.mjs'

const TICKS = 60
const SMALLER = { S: 'S', M: 'S', L: 'M', XL: 'L' }

/** The tick over a store of a size against one a size smaller, with the same touched accounts. L is compared with XL where that was filled (`--only tick --size XL`). */
export async function run({ size, data }) {
  const large = size === 'L' && existsSync(join(data, 'world-XL', 'filled.json')) ? 'XL' : size
  const sizes = [SMALLER[large], large]
  const found = []
  for (const [at, one] of sizes.entries()) found.push(await measure(one, join(data, `tick-${at}`), data))
  const [before, after] = found.map(({ times }) => percentile(times, 0.5))
  keepResult({
    row: 'tick, larger store against smaller',
    size: sizes.join(' → '),
    ratio: after / before,
    target: '≤ 1.3× at 100 M against 20 M',
    met: after / before <= 1.3,
    figures: {
      'events stored': found.map(({ events }) => events.toLocaleString('en')).join(' → '),
      'tick of 400 events, p50, ms': `${before.toFixed(1)} → ${after.toFixed(1)}`,
      'p95, ms': found.map(({ times }) => percentile(times, 0.95).toFixed(1)).join(' → '),
      'processor time of all threads, ms a tick': found.map(({ cpuMs }) => cpuMs.toFixed(1)).join(' → '),
      transitions: found.map((one) => one.transitions).join(' → '),
    },
  })
}

async function measure(size, copy, data) {
  const filled = await filledStore(size, data)
  const { events } = JSON.parse(readFileSync(join(filled, 'filled.json'), 'utf8'))
  rmSync(copy, { recursive: true, force: true })
  cpSync(filled, copy, { recursive: true })
  const child = startChild(join(ROOT, 'bench', 'live', 'tick.child.mjs'), [copy, TICKS])
  const answer = await child.next()
  await child.ended
  rmSync(copy, { recursive: true, force: true })
  return { ...answer, events }
}
