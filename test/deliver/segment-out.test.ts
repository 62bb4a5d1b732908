import { expect, it } from 'vitest'
import type { EventPage } from '../../src/contract/events.ts'
import type { Message } from '../../src/deliver/message.ts'
import { count, defineConfig, event, milestone } from '../../src/index.ts'
import { openStory } from '../stories/open-story-project.ts'
import { openOutbox } from './open-outbox.ts'
import { type Received, startReceiver } from './start-receiver.ts'

const settings = (url: string) => ({ kind: 'segment', url, writeKey: 'KEY' }) as const
const OPENED: Message = {
  ...{ kind: 'happening', type: 'Signal Opened', at: '2026-03-02T08:59:00.000Z', user: null, account: 'acme' },
  data: { signal: 'goneQuiet' },
}
const HEALTH: Message = {
  ...{ kind: 'traits', of: 'account', id: 'acme', at: '2026-03-02T08:59:00.000Z' },
  traits: { health: 41, band: 'red' },
}
const bodyOf = ({ body }: Received) => JSON.parse(body) as { batch: Readonly<Record<string, unknown>>[] }

it('what happens is tracked, what is known identifies and groups, each under the same id at every attempt', async () => {
  const statuses = [503, 200]
  const { url, received } = await startReceiver(() => ({ status: statuses.shift() ?? 200 }))
  const { put, send, rows, setClock } = await openOutbox({ ops: settings(url) }, { secrets: { KEY: 'w-1' } })
  await put('quiet/acme/1/tell', { message: OPENED })
  await put('quiet/acme/1/known', { message: HEALTH })
  await put('quiet/ana/1/known', { message: { ...HEALTH, of: 'user', id: 'ana' } as Message })
  await put('note')
  await send()
  setClock('2026-03-02T09:05:00Z')
  await send()
  expect((await rows()).map(({ key, state, attempts }) => [key, state, attempts])).toEqual([
    ...[
      ['quiet/acme/1/tell', 'delivered', 2],
      ['quiet/acme/1/known', 'delivered', 2],
    ],
    ...[
      ['quiet/ana/1/known', 'delivered', 2],
      ['note', 'dead', 1],
    ],
  ])
  const [first, again] = received as [Received, Received]
  expect([first.path, first.headers.authorization]).toEqual(['/v1/batch', `Basic ${btoa('w-1:')}`])
  expect(bodyOf(again).batch).toEqual(bodyOf(first).batch)
  expect(bodyOf(first).batch.map(({ messageId: _, context: __, ...said }) => said)).toEqual([
    {
      ...{ type: 'track', event: 'Signal Opened', anonymousId: 'telltale:acme', properties: { signal: 'goneQuiet' } },
      timestamp: '2026-03-02T08:59:00.000Z',
    },
    {
      ...{ type: 'group', groupId: 'acme', anonymousId: 'telltale:acme', traits: { health: 41, band: 'red' } },
      timestamp: '2026-03-02T08:59:00.000Z',
    },
    {
      ...{ type: 'identify', userId: 'ana', traits: { health: 41, band: 'red' } },
      timestamp: '2026-03-02T08:59:00.000Z',
    },
  ])
})

it('one that is refused is found among the others; what is too large is not sent, and requests stay within their size', async () => {
  const { url, received } = await startReceiver((_, { body }) => ({ status: body.includes('"bad"') ? 400 : 200 }))
  const { put, send, rows } = await openOutbox({ ops: settings(url) }, { secrets: { KEY: 'w-1' } })
  const saying = (text: string): Message => ({ ...OPENED, data: { text } }) as Message
  await put('a', { message: saying('good') })
  await put('b', { message: saying('bad') })
  await put('c', { message: saying('x'.repeat(40_000)) })
  for (let n = 0; n < 20; n++) await put(`long ${n}`, { message: saying('y'.repeat(30_000)) })
  await send()
  const became = await rows()
  expect(became.filter(({ state }) => state !== 'delivered').map(({ key, state, why }) => [key, state, why])).toEqual([
    ['b', 'dead', 'HTTP 400'],
    ['c', 'dead', 'it has more than 32000 bytes'],
  ])
  for (const { body } of received) expect(Buffer.byteLength(body)).toBeLessThan(500_000)
})

it('a wrong write key is a failing channel, and loses nothing', async () => {
  let status = 401
  const { url } = await startReceiver(() => ({ status }))
  const { put, send, rows, deps, setClock } = await openOutbox({ ops: settings(url) }, { secrets: { KEY: 'w-1' } })
  await put('a', { message: OPENED })
  await send()
  expect((await deps.listChannels()).data).toMatchObject([{ channel: 'ops', state: 'failing', why: 'HTTP 401' }])
  status = 200
  setClock('2026-03-02T09:05:00Z')
  await send()
  expect((await rows())[0]).toMatchObject({ state: 'delivered' })
})

it('Telltale itself takes it: a message that comes twice, since an answer was lost, counts once', async () => {
  const config = defineConfig({
    events: { opened: event('Signal Opened', { kind: 'core' }) },
    activation: { milestones: { opened: milestone('core').when(count('opened').atLeast(1)) } },
  })
  const peer = await openStory({ config, start: '2026-03-02T09:00:00Z' })
  const url = await peer.listen()
  let lost = true
  const between = await startReceiver((_, { path, headers, body }) => (response) => {
    const { authorization = '', 'content-type': type = '' } = headers
    void fetch(`${url}${path}`, { method: 'POST', headers: { authorization, 'content-type': type }, body }).then(
      (answer) => {
        if (lost) response.destroy()
        else response.writeHead(answer.status).end()
        lost = false
      },
    )
  })
  const { put, send, rows, setClock } = await openOutbox(
    { ops: settings(between.url) },
    { secrets: { KEY: peer.key() } },
  )
  await put('a', { message: { ...OPENED, user: 'ana' } as Message })
  await send()
  setClock('2026-03-02T09:05:00Z')
  await send()
  expect([(await rows())[0]!.attempts, between.received.length]).toEqual([2, 2])
  while (await peer.tick());
  const { data } = await peer.get<EventPage>('/accounts/acme/events')
  expect(data.map(({ name, properties }) => [name, properties])).toEqual([['Signal Opened', { signal: 'goneQuiet' }]])
})
