import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { normaliseAppended, startSegment } from './segment-server.ts'

const SECRET = 'a secret shared with them'
const sign = (body: string, secret = SECRET) => createHmac('sha1', secret).update(body).digest('hex')
const message = {
  ...{ type: 'track', event: 'Report Created', userId: 'ana', messageId: 'm-1', context: { groupId: 'acme' } },
  ...{
    timestamp: '2026-03-10T11:59:00.000Z',
    originalTimestamp: '2026-03-10T11:58:00.000Z',
    sentAt: '2026-03-10T11:59:01.000Z',
  },
  properties: { rows: 3 },
}
const post = (body: string, signature: string | undefined) => ({
  method: 'POST' as const,
  url: '/v1/segment/webhook',
  headers: { 'content-type': 'application/json', ...(signature === undefined ? {} : { 'x-signature': signature }) },
  payload: body,
})

it('a signed message of each type is taken as it is, once it is in the log', async () => {
  const { app, appended } = await startSegment({ webhookSecret: SECRET })
  const bodies = [
    message,
    { type: 'identify', userId: 'ana', traits: { name: 'Ana – ö' }, messageId: 'm-2', timestamp: message.timestamp },
    { type: 'group', userId: 'ana', groupId: 'acme', messageId: 'm-3', timestamp: message.timestamp },
  ].map((one) => JSON.stringify(one, null, 1))
  for (const body of bodies) {
    const answer = await app.inject(post(body, sign(body)))
    expect([answer.statusCode, answer.json()]).toEqual([200, { success: true }])
  }
  expect(appended.map(({ header: { source, type }, body }) => [source, type, body.toString()])).toEqual([
    ['segment', 'track', bodies[0]],
    ['segment', 'identify', bodies[1]],
    ['segment', 'group', bodies[2]],
  ])
  const [event] = normaliseAppended(appended).messages
  expect(event).toMatchObject({ name: 'Report Created', accountKey: 'acme', ts: Date.parse(message.timestamp) })
})

it('what is not signed with the secret is refused, and nothing of it is kept', async () => {
  const { app, appended } = await startSegment({ webhookSecret: SECRET })
  const body = JSON.stringify(message)
  const wrong = [
    post(body, undefined),
    post(body, ''),
    post(body, sign(body, 'another')),
    post(body, sign(body).slice(0, 39)),
    post(body, `${sign(body)}00`),
    post(body.replace('acme', 'evil'), sign(body)),
    post('', sign('')),
  ]
  const statuses = []
  for (const one of wrong.slice(0, 6)) statuses.push((await app.inject(one)).statusCode)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 401])
  expect((await app.inject(post(body, undefined))).json()).toMatchObject({ success: false, code: 'signature_refused' })
  expect(appended).toEqual([])
})

it('a signed body that is no message is final; without a secret there is no webhook', async () => {
  const { app, appended } = await startSegment({ webhookSecret: SECRET })
  const bad = ['', 'null', '[]', '{"type":"delete"}', '{"type":"track"', `{"type":"track","x":"${'y'.repeat(50_000)}"}`]
  const statuses = []
  for (const body of bad) statuses.push((await app.inject(post(body, sign(body)))).statusCode)
  expect(statuses).toEqual([400, 400, 400, 400, 400, 413])
  expect(appended).toEqual([])
  const { app: without } = await startSegment()
  const body = JSON.stringify(message)
  expect((await without.inject(post(body, sign(body)))).statusCode).toBe(404)
})

it('a disk that is full has it sent again', async () => {
  const { app } = await startSegment({ webhookSecret: SECRET, appendBody: () => Promise.reject(new Error('full')) })
  const body = JSON.stringify(message)
  const answer = await app.inject(post(body, sign(body)))
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1'])
})
