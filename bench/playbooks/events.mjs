import { createServer } from 'node:http'
import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { ROOT } from '../rig/places.mjs'

const EVERY_MS = 50
const PATIENCE_MS = 120_000

/** Where messages go: notes when the one about an account came. */
export async function startReceiver() {
  const came = new Map()
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      const account = /hit-[a-z]+-\d+/.exec(body)?.[0]
      if (account !== undefined && !came.has(account)) came.set(account, performance.now())
      response.end()
    })
  })
  await new Promise((done) => receiver.listen(0, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${receiver.address().port}`, came, close: () => receiver.close() }
}

/**
 * Starts the server of a data folder, sends it events that begin a playbook, twenty a second from the moment at which it listens.
 * @returns milliseconds from the acknowledgement of each to its message at the receiver
 */
export async function timeEvents({ dataDir, receiver, name, events }) {
  const server = startChild(join(ROOT, 'bench', 'playbooks', 'serve.child.mjs'), [dataDir, receiver.url])
  const { url, key } = await server.next()
  const acknowledged = new Map()
  const sending = []
  const began = performance.now()
  for (let n = 0; n < events; n++) {
    const due = began + n * EVERY_MS - performance.now()
    if (due > 0) await pause(due)
    const account = `hit-${name}-${n}`
    sending.push(post(url, key, account).then(() => acknowledged.set(account, performance.now())))
  }
  await Promise.all(sending)
  const patience = performance.now() + PATIENCE_MS
  while ([...acknowledged.keys()].some((account) => !receiver.came.has(account))) {
    if (performance.now() > patience) throw new Error(`not every event had its message after ${PATIENCE_MS} ms`)
    await pause(20)
  }
  await server.stop()
  return [...acknowledged].map(([account, at]) => Math.max(0, receiver.came.get(account) - at))
}

async function post(url, key, account) {
  const body = JSON.stringify({
    batch: [{ type: 'track', event: 'Limit Hit', messageId: account, userId: account, context: { groupId: account } }],
  })
  const headers = {
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
  }
  const response = await fetch(`${url}/v1/batch`, { method: 'POST', headers, body })
  if (response.status !== 200) throw new Error(`an event was refused: ${response.status} ${await response.text()}`)
  await response.arrayBuffer()
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms))
