import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildApp } from '../../src/http/build-app.ts'
import { type BodyHeader, DEFAULT_SEGMENT_LIMITS } from '../../src/http/segment/segment-deps.ts'
import { compileSettings, DEFAULT_INGEST_SETTINGS } from '../../src/ingest/ingest-settings.ts'

const clock = { now: () => Date.parse('2026-03-10T12:00:00.000Z') }
const track = JSON.stringify({ userId: 'ana', event: 'Project Created' })
let app: FastifyInstance
let url: string
let appended: BodyHeader[]
let sockets: Socket[]

beforeEach(async () => {
  appended = []
  sockets = []
  app = await buildApp({
    ...{ api: {} as never, clock, checks: [], metrics: null, hosts: [], open: true, version: '0.0.0' },
    ...{ dashboardFolder: null, logger: null },
    segment: {
      appendBody: async (header) => appended.push(header),
      keys: { ownerOf: (key) => (key === 'web-key' ? { source: 'web', scope: 'write', origins: null } : null) },
      settings: () => compileSettings(DEFAULT_INGEST_SETTINGS),
      ...{ clock, limits: DEFAULT_SEGMENT_LIMITS },
    },
  })
  url = await app.listen({ port: 0, host: '127.0.0.1' })
})

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await app.close()
})

async function open(text: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.on('error', () => {})
  sockets.push(socket)
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

/** All that comes back until the server ends the connection. */
async function answerTo(text: string): Promise<string> {
  const socket = await open(text)
  let answer = ''
  socket.on('data', (data) => {
    answer += data.toString()
  })
  await once(socket, 'close')
  return answer
}

const send = () =>
  fetch(`${url}/v1/track`, { method: 'POST', headers: { authorization: 'Bearer web-key' }, body: track })

const post = (headers: readonly string[], body: string) =>
  ['POST /v1/track HTTP/1.1', 'Host: localhost', 'Authorization: Bearer web-key', ...headers, '', body].join('\r\n')

test('a thousand clients that never finish their headers keep nobody out, and are cut off', async () => {
  const slow = await Promise.all(
    Array.from({ length: 1_000 }, () => open('POST /v1/track HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')),
  )
  for (const socket of slow) socket.resume()
  const answers = await Promise.all(Array.from({ length: 20 }, send))
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
  expect(slow.filter((socket) => socket.closed)).toEqual([])
  await expect.poll(() => slow.filter((socket) => socket.closed).length, { timeout: 30_000 }).toBe(1_000)
  expect((await send()).status).toBe(200)
}, 60_000)

test('requests sent one behind the other on one connection are each taken, in order', async () => {
  const one = post([`Content-Length: ${track.length}`], track)
  const answer = await answerTo(one + one + one.replace('\r\nHost', '\r\nConnection: close\r\nHost'))
  expect([answer.match(/HTTP\/1\.1 200 OK/g)?.length, appended.length]).toEqual([3, 3])
})

test.each([
  ['two lengths', post(['Content-Length: 5', `Content-Length: ${track.length}`], track)],
  [
    'a length and chunks',
    post([`Content-Length: ${track.length}`, 'Transfer-Encoding: chunked'], `${track.length.toString(16)}\r\n${track}`),
  ],
  ['a coding that is none', post(['Transfer-Encoding: cow', 'Connection: close'], track)],
])('%s: refused, since two readers could disagree on where the body ends', async (_, text) => {
  const answer = await answerTo(text)
  expect([answer.slice(0, 12), appended]).toEqual(['HTTP/1.1 400', []])
})

test('headers beyond 16 KB are refused, and others are served', async () => {
  const answer = await answerTo(post([`X-Long: ${'x'.repeat(17_000)}`, `Content-Length: ${track.length}`], track))
  expect([answer.slice(0, 12), appended]).toEqual(['HTTP/1.1 431', []])
  expect((await send()).status).toBe(200)
})

test('a client that closes its half and waits gets its answer', async () => {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true })
  sockets.push(socket)
  socket.end(post([`Content-Length: ${track.length}`], track))
  const [data] = (await once(socket, 'data')) as [Buffer]
  expect([data.toString().slice(0, 12), appended.length]).toEqual(['HTTP/1.1 200', 1])
})
