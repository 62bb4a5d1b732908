import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { watchMemory } from '../rig/peak-memory.mjs'
import { ROOT } from '../rig/places.mjs'
import { megabytes } from '../rig/say.mjs'
import { filledStore } from '../world/fill-store.mjs'

/** The search for steps that go with staying: sixty events gathered from all that is recorded, and the whole grid over as many newcomers. */
export async function run({ size, data }) {
  const folder = await filledStore(size, data)
  const child = startChild(join(ROOT, 'bench', 'proof', 'discover.child.mjs'), [folder])
  const memory = watchMemory(child.pid)
  const figures = await child.next()
  await child.ended
  const total = figures.gatherMs + figures.gridMs
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`
  keepResult({
    row: 'discovery over sixty events',
    size,
    ratio: total / 1000,
    target: '≤ 60 s',
    met: total <= 60_000,
    figures: {
      'accounts gathered / newcomers searched': `${figures.accounts.toLocaleString('en')} / ${figures.newcomers.toLocaleString('en')}`,
      'cells tried / finds': `${figures.cells.toLocaleString('en')} / ${figures.finds}`,
      'gathering / search': `${seconds(figures.gatherMs)} / ${seconds(figures.gridMs)}`,
      'processor time': seconds(figures.cpuMs),
      'resident at most': megabytes(memory.stop()),
    },
  })
}
