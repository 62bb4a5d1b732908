import type { ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { expect, it, vi } from 'vitest'
import type { ChannelSettings } from '../../src/config/delivery/settings.ts'
import { runDispatcher } from '../../src/deliver/run-dispatcher.ts'
import { openOutbox, SECRET } from './open-outbox.ts'
import { type Behaviour, startReceiver } from './start-receiver.ts'

const hook = (url: string): ChannelSettings => ({ kind: 'webhook', url, secrets: ['SECRET'] })

/** An outbox with one webhook to a receiver that behaves so. */
async function openWith(behave: Behaviour, more: object = {}) {
  const receiver = await startReceiver(behave)
  return { ...(await openOutbox({ ops: hook(receiver.url) }, more)), received: receiver.received }
}

it('a message that was put in twice leaves once, signed, and its receiver knows it by its id', async () => {
  const { put, send, rows, received } = await openWith(() => ({ status: 204 }))
  expect(await put('quiet/acme/1/tell')).toBe(1)
  expect(await put('quiet/acme/1/tell')).toBe(0)
  await send()
  await send()
  expect(received).toHaveLength(1)
  const [{ headers, body }] = received as [(typeof received)[0]]
  // The verifier reads the clock of the machine, and the story is of another day.
  const verifier = new Webhook(SECRET)
  const signed = verifier.sign(headers['webhook-id']!, new Date('2026-03-02T09:00:00Z'), body)
  expect(headers['webhook-signature']).toBe(signed)
  expect(JSON.parse(body)).toEqual({
    ...{ type: 'note', timestamp: '2026-03-02T09:00:00.000Z', key: 'quiet/acme/1/tell' },
    data: { title: 'Acme has gone quiet', intro: null, groups: [], link: null },
  })
  expect(await rows()).toEqual([
    {
      ...{ id: 1, key: 'quiet/acme/1/tell', channel: 'ops', target: '', title: 'Acme has gone quiet' },
      ...{ state: 'delivered', attempts: 1, createdAt: '2026-03-02T09:00:00.000Z', nextAt: null, why: null },
      settledAt: expect.stringMatching(/^2026-03-02T09:00:0/),
    },
  ])
})

it('what fails is tried again by the table of Standard Webhooks, later where the receiver asks for it, always under one id', async () => {
  const answers = [{ status: 500 }, { status: 429, headers: { 'retry-after': '1800' } }, { status: 500 }]
  const { put, send, rows, setClock, received } = await openWith((_, { body }) =>
    JSON.parse(body).key === 'a' ? (answers.shift() ?? { status: 200 }) : { status: 200 },
  )
  await put('a')
  await send()
  // Five seconds and half of the jitter, from when the attempt ended.
  expect((await rows())[0]).toMatchObject({ state: 'waiting', attempts: 1, why: 'HTTP 500' })
  expect((await rows())[0]!.nextAt).toMatch(/^2026-03-02T09:00:05/)
  setClock('2026-03-02T09:00:05Z')
  await send()
  expect(received).toHaveLength(1)
  setClock('2026-03-02T09:00:10Z')
  await send()
  expect((await rows())[0]!.nextAt).toMatch(/^2026-03-02T09:30:1/)
  // The whole channel is spared meanwhile.
  await put('b')
  await send()
  expect(received).toHaveLength(2)
  setClock('2026-03-02T09:31:00Z')
  await send()
  setClock('2026-03-02T10:10:00Z')
  await send()
  expect((await rows()).map(({ key, state, attempts }) => [key, state, attempts])).toEqual([
    ['a', 'delivered', 4],
    ['b', 'delivered', 1],
  ])
  const first = received.filter(({ body }) => JSON.parse(body).key === 'a')
  expect(new Set(first.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
})

it('after ten attempts it is given up, listed, and sent again when somebody says so', async () => {
  let status = 503
  const { put, send, rows, deps, setClock, received } = await openWith(() => ({ status }))
  await put('a')
  for (let day = 2; day < 20 && (await rows())[0]!.state === 'waiting'; day++)
    for (const hour of ['09:00', '09:01', '09:10', '10:00', '13:00', '19:00']) {
      setClock(`2026-03-${String(day).padStart(2, '0')}T${hour}:00Z`)
      // What keeps failing for five days is switched off; here only its messages are looked at.
      await deps.enableChannel('ops')
      await send()
    }
  expect(received).toHaveLength(10)
  const failed = await deps.listDeliveries({ state: 'failed', limit: 10 })
  expect(failed.data).toMatchObject([{ key: 'a', state: 'dead', attempts: 10, why: 'HTTP 503' }])
  status = 200
  expect(await deps.replayDelivery('a')).toMatchObject({ replayed: true })
  await deps.enableChannel('ops')
  await send()
  expect((await rows())[0]).toMatchObject({ state: 'delivered', attempts: 1 })
  expect(await deps.replayDelivery('a')).toMatchObject({ replayed: false })
  expect((await deps.getDelivery('a'))!.log.map(({ outcome }) => outcome)).toEqual([
    ...Array.from({ length: 10 }, () => 'failed'),
    'delivered',
  ])
})

it('a channel through which nothing gets for five days is switched off, and another one tells of it', async () => {
  const receiver = await startReceiver(() => ({ status: 500 }))
  const other = await startReceiver(() => ({ status: 200 }))
  const { put, send, deps, setClock } = await openOutbox(
    { ops: hook(receiver.url), lead: hook(other.url) },
    { trouble: { channel: 'lead', to: '' } },
  )
  for (let day = 2; day <= 9; day++) {
    setClock(`2026-03-0${day}T09:00:00Z`)
    await put(`on day ${day}`)
    await send()
  }
  // On the 7th, five days after the first failure; what is put in afterwards waits.
  expect(receiver.received.map(({ body }) => JSON.parse(body).key).at(-1)).toBe('on day 7')
  expect((await deps.listChannels()).data).toMatchObject([
    { channel: 'lead', state: 'well', waiting: 0 },
    { channel: 'ops', state: 'off', waiting: 8, why: 'HTTP 500' },
  ])
  expect(other.received.map(({ body }) => JSON.parse(body).data.title)).toEqual(['The channel ops is switched off'])
})

it('410 switches a channel off at once, and what it carried waits until it is on again', async () => {
  let gone = true
  const { put, send, rows, deps } = await openWith(() => ({ status: gone ? 410 : 200 }))
  await put('a')
  await send()
  expect([(await rows())[0]!.state, (await deps.listChannels()).data[0]!.state]).toEqual(['waiting', 'off'])
  gone = false
  await send()
  expect((await rows())[0]!.state).toBe('waiting')
  expect([await deps.enableChannel('ops'), await deps.enableChannel('ops')]).toEqual([true, false])
  await put('b')
  await send()
  expect((await rows()).map(({ state }) => state)).toContain('delivered')
})

it('what would come too late is not sent, and what a suppressed address is to get neither', async () => {
  const { put, send, rows, control, setClock, now, received } = await openWith(() => ({ status: 200 }))
  await put('late', { expiresAt: now() + 3_600_000 })
  await put('unwanted', { target: 'Ana@example.com' })
  await control
    .insertInto('suppression')
    .values({ channel: 'ops', address: 'ana@example.com', why: 'asked for it', at: now() })
    .execute()
  setClock('2026-03-02T11:00:00Z')
  await send()
  expect((await rows()).map(({ key, state, why }) => [key, state, why])).toEqual([
    ['late', 'expired', 'it would have come too late'],
    ['unwanted', 'dead', 'this address gets nothing more: it is among the suppressed ones'],
  ])
  expect(received).toEqual([])
})

it('a secret is changed without a gap: the former and the new one both verify', async () => {
  const NEW = `whsec_${Buffer.alloc(32, 2).toString('base64')}`
  const receiver = await startReceiver(() => ({ status: 200 }))
  const { put, dispatching } = await openOutbox(
    { ops: { kind: 'webhook', url: receiver.url, secrets: ['NEW', 'SECRET'] } },
    { secrets: { NEW } },
  )
  await put('a')
  // Verified as of now: verifiers refuse what is more than five minutes off.
  const { dispatchDue } = await import('../../src/deliver/run-dispatcher.ts')
  const signal = new AbortController().signal
  await dispatchDue({ ...dispatching, clock: { now: () => Date.now() }, signal })
  const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]]
  for (const secret of [SECRET, NEW]) expect(new Webhook(secret).verify(body, headers)).toMatchObject({ key: 'a' })
  expect(() => new Webhook(SECRET).verify(`${body} `, headers)).toThrow()
  for (const minutes of [-6, 6]) {
    const moved = String(Number(headers['webhook-timestamp']) + minutes * 60)
    expect(() => new Webhook(SECRET).verify(body, { ...headers, 'webhook-timestamp': moved })).toThrow()
  }
  expect(() => new Webhook(`whsec_${Buffer.alloc(24, 9).toString('base64')}`).verify(body, headers)).toThrow()
})

it('a receiver that hangs holds up no other, and what it holds is tried again', async () => {
  const held: ServerResponse[] = []
  const mute = await startReceiver(() => (response) => void held.push(response))
  const good = await startReceiver(() => ({ status: 200 }))
  const { put, rows, dispatching } = await openOutbox({ mute: hook(mute.url), good: hook(good.url) })
  for (let n = 0; n < 20; n++) await put(`mute ${n}`, { channel: 'mute' })
  for (let n = 0; n < 20; n++) await put(`good ${n}`, { channel: 'good' })
  const stop = new AbortController()
  const failures: unknown[] = []
  const running = runDispatcher({ ...dispatching, failed: (error) => void failures.push(error), signal: stop.signal })
  await vi.waitFor(async () => {
    const through = (await rows()).filter(({ state }) => state === 'delivered')
    expect(through.map(({ channel }) => channel)).toEqual(Array.from({ length: 20 }, () => 'good'))
  }, 15_000)
  // As many as a webhook has under way at a time, and none of them is settled.
  await vi.waitFor(() => expect(mute.received).toHaveLength(8), 15_000)
  expect((await rows()).filter(({ channel }) => channel === 'mute').map(({ state }) => state)).not.toContain(
    'delivered',
  )
  stop.abort()
  for (const response of held) response.destroy()
  await running
  const later = (await rows()).filter(({ channel, attempts }) => channel === 'mute' && attempts === 1)
  expect([later.length, new Set(later.map(({ state, why }) => `${state}: ${why}`)), failures]).toEqual([
    ...[8, new Set(['waiting: no connection (ECONNRESET)']), []],
  ])
}, 30_000)

it('what was taken up ahead is given back untried when the receiver asks to be spared, and counts as no attempt', async () => {
  const receiver = await startReceiver((n) =>
    n <= 3 ? { status: 200 } : { status: 429, headers: { 'retry-after': '60' } },
  )
  const { put, rows, deps, dispatching } = await openOutbox({ ops: hook(receiver.url) })
  for (let n = 0; n < 40; n++) await put(`message ${n}`)
  const stop = new AbortController()
  const failed = (error: unknown): never => expect.unreachable(String(error))
  const running = runDispatcher({ ...dispatching, failed, signal: stop.signal })
  await vi.waitFor(async () => expect((await deps.listChannels()).data[0]!.state).toBe('paused'), 15_000)
  await vi.waitFor(async () => {
    const tried = (await rows()).filter(({ attempts }) => attempts > 0)
    expect(tried).toHaveLength(receiver.received.length)
  }, 15_000)
  stop.abort()
  await running
  // Three got through, and no more than are under way at a time heard that it is too much.
  expect(receiver.received.length).toBeLessThanOrEqual(3 + 8)
  expect((await rows()).filter(({ state }) => state === 'delivered')).toHaveLength(3)
  expect((await rows()).filter(({ attempts }) => attempts === 0).map(({ state }) => state)).toEqual(
    Array.from({ length: 40 - receiver.received.length }, () => 'waiting'),
  )
}, 30_000)

it.each([
  [[200, 201, 202, 204], 'delivered', 'well'],
  [[301, 302, 307, 308, 400, 401, 403, 404, 413, 500, 501, 599], 'waiting', 'failing'],
  [[429, 502, 503, 504], 'waiting', 'paused'],
  [[410], 'waiting', 'off'],
] as const)('a webhook that answers one of %j: the message is %s, the channel %s', async (statuses, state, channel) => {
  const { url } = await startReceiver((_, { path }) => ({
    status: Number(path.slice(1)),
    headers: { location: '/200' },
  }))
  const channels = Object.fromEntries(statuses.map((status) => [`c${status}`, hook(`${url}/${status}`)]))
  const { put, send, rows, deps } = await openOutbox(channels)
  for (const status of statuses) await put(`to ${status}`, { channel: `c${status}` })
  await send()
  expect((await rows()).map((row) => [row.key, row.state])).toEqual(statuses.map((status) => [`to ${status}`, state]))
  expect((await deps.listChannels()).data.map((row) => [row.channel, row.state])).toEqual(
    statuses.map((status) => [`c${status}`, channel]),
  )
})
