import type { AddressInfo } from 'node:net'
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { expect, test } from 'vitest'
import { normaliseAppended, type SegmentServer, startSegment } from './segment-server.ts'

/** `silence`: the first request is never answered; `late answer`: it is taken, and its answer never comes. */
type Fault = 'none' | 'reset' | 429 | 500 | 'silence' | 'late answer'

/** A real listener on loopback that treats its first `/v1/batch` as told. */
async function listen(fault: Fault): Promise<SegmentServer & { url: string; requests: () => number }> {
  const server = await startSegment()
  server.now = Date.now()
  let requests = 0
  server.app.addHook('onRequest', async (request, reply) => {
    requests++
    if (requests > 1 || fault === 'none' || fault === 'late answer') return
    if (fault === 'silence') return reply.hijack()
    if (fault === 'reset') request.raw.socket.destroy()
    else if (fault === 429) return reply.code(429).header('Retry-After', 1).send({ success: false })
    else return reply.code(500).send({ success: false })
    return reply.hijack()
  })
  server.app.addHook('onSend', async () => {
    if (fault === 'late answer' && requests === 1) await new Promise(() => {})
  })
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.app.server.address() as AddressInfo
  return Object.assign(server, { url: `http://127.0.0.1:${port}`, requests: () => requests })
}

const QUICK = { flushAt: 4, flushInterval: 50, httpRequestTimeout: 400 }
const faults: readonly Fault[] = ['none', 500, 429, 'reset', 'silence']

test.each(faults)('@segment/analytics-node, unmodified, first answer %s: every message arrives once', async (fault) => {
  const server = await listen(fault)
  const analytics = new Analytics({ writeKey: 'web-key', host: server.url, ...QUICK })
  const errors: unknown[] = []
  analytics.on('error', (error) => errors.push(error))
  analytics.identify({ userId: 'ana', anonymousId: 'anon-1', traits: { email: 'ana@example.com', seats: 3 } })
  analytics.group({ userId: 'ana', groupId: 'acme', traits: { plan: 'team' } })
  analytics.track({ userId: 'ana', event: 'Project Created', properties: { size: 2 }, context: { groupId: 'acme' } })
  analytics.page({ userId: 'ana', name: 'Pricing' })
  await analytics.closeAndFlush({ timeout: 10_000 })
  const { messages, refused } = normaliseAppended(server.appended)
  expect([errors, refused, server.requests()]).toEqual([[], [], fault === 'none' ? 1 : 2])
  expect(
    messages.map((m) => [m.type, m.source, m.userId, m.anonymousId, m.type === 'alias' ? null : m.accountKey]),
  ).toEqual([
    ['identify', 'web', 'ana', 'anon-1', null],
    ['group', 'web', 'ana', null, 'acme'],
    ['event', 'web', 'ana', null, 'acme'],
    ['event', 'web', 'ana', null, null],
  ])
  expect(new Set(messages.map((m) => m.messageId)).size).toBe(4)
  await server.app.close()
})

test('an answer that came too late: the SDK sends again, and all copies carry the ids by which they count once', async () => {
  const server = await listen('late answer')
  const analytics = new Analytics({ writeKey: 'web-key', host: server.url, ...QUICK })
  const errors: unknown[] = []
  analytics.on('error', (error) => errors.push(error))
  for (const event of ['A', 'B', 'C', 'D']) analytics.track({ userId: 'ana', event })
  await analytics.closeAndFlush({ timeout: 10_000 })
  const { messages } = normaliseAppended(server.appended)
  expect([errors, server.requests()]).toEqual([[], 2])
  expect(messages.map((m) => m.type === 'event' && m.name)).toEqual(['A', 'B', 'C', 'D', 'A', 'B', 'C', 'D'])
  expect(messages.slice(4).map(({ messageId, ts }) => [messageId, ts])).toEqual(
    messages.slice(0, 4).map(({ messageId, ts }) => [messageId, ts]),
  )
  await server.app.close()
})

test.each(['none', 500, 429, 'reset'] as const)(
  '@rudderstack/rudder-sdk-node, unmodified and gzipped, first answer %s: every message arrives once',
  async (fault) => {
    const server = await listen(fault)
    const rudder = new RudderAnalytics('web-key', {
      dataPlaneUrl: server.url,
      flushAt: 3,
      flushInterval: 50,
      logLevel: 'silent',
    })
    rudder.identify({ userId: 'ana', traits: { email: 'ana@example.com' } })
    rudder.track({ userId: 'ana', event: 'Project Created', properties: { size: 2 }, context: { groupId: 'acme' } })
    rudder.alias({ previousId: 'anon-1', userId: 'ana' })
    await expect
      .poll(() => server.appended.reduce((sum, { header }) => sum + header.count, 0), { timeout: 15_000 })
      .toBe(3)
    await rudder.flush()
    const { messages, refused } = normaliseAppended(server.appended)
    expect(refused).toEqual([])
    expect(messages.map((m) => [m.type, m.userId, m.warnings]).sort()).toEqual([
      ['alias', 'ana', []],
      ['event', 'ana', []],
      ['identify', 'ana', []],
    ])
    await server.app.close()
  },
)
