import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { watchMemory } from '../rig/peak-memory.mjs'
import { ROOT } from '../rig/places.mjs'
import { median, megabytes, thousands } from '../rig/say.mjs'

const SECONDS = { S: 2, M: 3, L: 5, XL: 5 }
const CONNECTIONS = 64
const PAIRS = 5
const here = (path) => join(ROOT, 'bench', path)

/** Durable ingest, batches of 100, over HTTP, against a Node server that parses the same bodies and throws them away: interleaved, in one run. */
export async function run({ size, data }) {
  const discard = startChild(here('ingest/discard.child.mjs'))
  const load = startChild(here('ingest/load.child.mjs'))
  const sides = { node: { url: (await discard.next()).url, authorization: 'Basic eDo=' } }
  const folders = ['ingest-server', 'ingest-log'].map((name) => freshFolder(join(data, name)))
  const server = startChild(here('rig/serve.child.mjs'), [folders[0]])
  const serving = await server.next()
  sides.server = { url: serving.url, authorization: basic(serving.key) }
  const memory = watchMemory(server.pid)
  const log = startChild(here('ingest/no-ticks.child.mjs'), [folders[1]])
  sides.log = { url: (await log.next()).url, authorization: basic('any') }
  const rates = { node: [], server: [], log: [] }
  const lags = []
  let failed = 0
  for (let pair = 0; pair <= PAIRS; pair++) {
    for (const side of ['node', 'log', 'node', 'server']) {
      load.say({ ...sides[side], url: `${sides[side].url}/v1/batch`, seconds: SECONDS[size], connections: CONNECTIONS })
      const answer = await load.next()
      failed += answer.failed
      // The first pair warms the compiled code.
      if (pair > 0) rates[side].push(answer.events / answer.seconds)
      if (side === 'server') lags.push(await catchUp(sides.server.url))
    }
  }
  await Promise.all([server.stop(), log.stop(), discard.stop(), load.stop()])
  const middle = { node: median(rates.node), server: median(rates.server), log: median(rates.log) }
  keepResult({
    row: 'durable ingest',
    size,
    ratio: middle.server / middle.node,
    target: '≥ 0.8',
    met: middle.server / middle.node >= 0.8,
    figures: {
      'server, everything running': `${thousands(middle.server)} events`,
      'server without its ticks': `${thousands(middle.log)} events, ${(middle.log / middle.node).toFixed(2)} of the ceiling`,
      'Node parsing and discarding': `${thousands(middle.node)} events`,
      'not applied yet when a turn of the server ended': `${Math.round(median(lags.map((lag) => lag.messages)) / 1000)} K events`,
      'applied and judged after': `${median(lags.map((lag) => lag.seconds)).toFixed(1)} s`,
      'requests refused': failed,
      'server, resident at most': megabytes(memory.stop()),
      pairs: PAIRS,
    },
  })
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}

const basic = (key) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`

function freshFolder(path) {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { recursive: true })
  return path
}

/** While a server is full of taking in, its ticks give way: how far behind they were, and how long they took then. They must not take from the other side's turn. */
async function catchUp(url) {
  const began = performance.now()
  let messages = null
  while (performance.now() < began + 120_000) {
    const text = await (await fetch(`${url}/metrics`)).text()
    const read = (name) => Number(new RegExp(`^telltale_${name} (\\d+)`, 'm').exec(text)?.[1])
    const behind = read('log_position') - read('applied_position')
    messages ??= behind
    if (behind <= 0) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return { messages, seconds: (performance.now() - began) / 1000 }
}
