import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { makeBodies, renew } from './make-bodies.mjs'

// The load of both servers alike: keep-alive connections, each sending its next body when the last one is answered. Written on bare sockets, since on
// two cores whatever the load takes, the server lacks. Reads {url, authorization, seconds, connections} a line, answers {events, seconds, failed}.
const bodies = makeBodies({ bodies: 256, perBody: 100, accounts: 2_000 })
let sent = 0

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { url, authorization, seconds, connections } = JSON.parse(line)
  const lanes = await Promise.all(Array.from({ length: connections }, () => openLane(new URL(url), authorization)))
  const started = performance.now()
  const until = started + seconds * 1000
  const totals = { events: 0, failed: 0 }
  await Promise.all(
    lanes.map(async (lane, first) => {
      // A lane has bodies of its own, so that none is renewed while it is being written.
      for (let i = first; performance.now() < until; i += connections) {
        const body = bodies[i % (bodies.length - (bodies.length % connections))]
        renew(body, ++sent)
        const status = await lane.post(body.bytes)
        if (status === 200) totals.events += 100
        else totals.failed += 1
      }
    }),
  )
  const took = (performance.now() - started) / 1000
  for (const lane of lanes) lane.close()
  process.stdout.write(`${JSON.stringify({ ...totals, seconds: took })}\n`)
})

/** One connection, one request at a time. Status 0: the connection was lost. */
async function openLane({ hostname, port, pathname }, authorization) {
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\ncontent-length: `
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let answered = () => {}
  let text = ''
  socket.on('data', (bytes) => {
    text += bytes.latin1Slice()
    if (!isWhole(text)) return
    const status = Number(text.slice(9, 12))
    text = ''
    answered(status)
  })
  socket.on('error', () => {})
  socket.on('close', () => answered(0))
  return {
    post: (bytes) =>
      new Promise((resolve) => {
        answered = resolve
        if (socket.destroyed) return resolve(0)
        socket.cork()
        socket.write(`${head}${bytes.length}\r\n\r\n`, 'latin1')
        socket.write(bytes)
        socket.uncork()
      }),
    close: () => socket.destroy(),
  }
}

function isWhole(text) {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end + 2))
  return length === null ? text.endsWith('\r\n0\r\n\r\n') : text.length >= end + 4 + Number(length[1])
}
