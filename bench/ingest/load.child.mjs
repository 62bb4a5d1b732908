import { Agent, request } from 'node:http'
import { createInterface } from 'node:readline'
import { makeBodies, renew } from './make-bodies.mjs'

// The load of both servers alike: keep-alive connections, each sending its next body when the last one is answered.
// Reads {url, authorization, seconds, connections} a line, answers {events, seconds, failed}.
const bodies = makeBodies({ bodies: 256, perBody: 100, accounts: 2_000 })
let sent = 0

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { url, authorization, seconds, connections } = JSON.parse(line)
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const started = performance.now()
  const until = started + seconds * 1000
  const totals = { events: 0, failed: 0 }
  await Promise.all(
    Array.from({ length: connections }, async (_, lane) => {
      // A lane has bodies of its own, so that none is renewed while it is being written.
      for (let i = lane; performance.now() < until; i += connections) {
        const body = bodies[i % (bodies.length - (bodies.length % connections))]
        renew(body, ++sent)
        const status = await post({ agent, url, authorization, bytes: body.bytes })
        if (status === 200) totals.events += 100
        else totals.failed += 1
      }
    }),
  )
  const took = (performance.now() - started) / 1000
  agent.destroy()
  process.stdout.write(`${JSON.stringify({ ...totals, seconds: took })}\n`)
})

function post({ agent, url, authorization, bytes }) {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': bytes.length, authorization }
    const asked = request(url, { agent, method: 'POST', headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode))
      answer.on('error', () => resolve(0))
    })
    asked.on('error', () => resolve(0))
    asked.end(bytes)
  })
}
