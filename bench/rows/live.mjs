import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { residentBytes, watchMemory } from '../rig/peak-memory.mjs'
import { ROOT } from '../rig/places.mjs'
import { megabytes } from '../rig/say.mjs'
import { filledStore, SIZES, WORLD_END } from '../world/fill-store.mjs'

const MIDNIGHT = (Math.floor(WORLD_END / 86_400_000) + 1) * 86_400_000
const here = (path) => join(ROOT, 'bench', path)

/** From the acknowledgement of an event to its committed episode, as it is seen in the control store, at 2,000 events a second, with a day close in the middle. */
export async function run({ size, minutes, data }) {
  const folder = join(data, 'live')
  rmSync(folder, { recursive: true, force: true })
  cpSync(await filledStore(size, data), folder, { recursive: true })
  const start = MIDNIGHT - minutes * 30_000 - 20_000
  const asked = Date.now()
  const server = startChild(here('rig/serve.child.mjs'), [folder, start])
  const memory = watchMemory(server.pid)
  const { url, key } = await server.next()
  const began = residentBytes(server.pid)
  const shift = start - asked
  const load = startChild(here('live/load.child.mjs'), [folder, url, key, shift, minutes, SIZES[size].accounts])
  const perMinute = []
  let last
  for (last = await load.next(); last.done !== true; last = await load.next()) {
    perMinute.push(last)
    console.error(
      `  minute ${perMinute.length}: ${JSON.stringify(last)}, server ${megabytes(residentBytes(server.pid))}`,
    )
  }
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const most = memory.stop()
  await Promise.all([server.stop(), load.stop()])
  const worst = Math.max(...perMinute.map((one) => one.p99))
  const gauge = (name) => megabytes(Number(new RegExp(`^telltale_nodejs_${name} (\\d+)`, 'm').exec(metrics)?.[1]))
  const judged = Number(/^telltale_judged_day (\d+)/m.exec(metrics)?.[1]) * 86_400_000
  keepResult({
    row: 'event acknowledged → episode committed',
    size,
    ratio: worst / 1000,
    target: 'p99 < 1 s, not growing',
    met: worst < 1000 && last.unseen === 0,
    figures: {
      minutes,
      'worst p99, without the first minute': Math.max(...perMinute.slice(1).map((one) => one.p99)),
      'p50 / p95 / p99 / max, ms, each minute': perMinute.map((m) => `${m.p50}/${m.p95}/${m.p99}/${m.max}`).join(' '),
      'episodes seen / not seen': `${perMinute.reduce((sum, m) => sum + m.episodes, 0)} / ${last.unseen}`,
      'events sent / refused': `${last.sent} / ${last.refused}`,
      ...(last.refused === 0 ? {} : { 'answers other than 200': last.answers }),
      'slowest acknowledgement, ms': last.slowestAckMs,
      'day closed inside': judged === MIDNIGHT - 86_400_000,
    },
  })
  keepResult({
    row: 'resident memory of the server',
    size,
    ratio: most / 1e9,
    target: '< 1.2 GB',
    met: most < 1.2e9,
    figures: {
      'at most, from its start to the end of the run': megabytes(most),
      'when it began to listen': megabytes(began),
      'heap used / external at the end': `${gauge('heap_size_used_bytes')} / ${gauge('external_memory_bytes')}`,
      minutes,
    },
  })
  rmSync(folder, { recursive: true, force: true })
}
