import { expect, it } from 'vitest'
import type { Traits } from '../../src/deliver/message.ts'
import { openOutbox } from './open-outbox.ts'
import { type Received, startReceiver } from './start-receiver.ts'

const known = (id: string, traits: Traits['traits']): { readonly message: Traits } => ({
  message: { kind: 'traits', of: 'account', id, at: '2026-03-02T08:59:00.000Z', traits },
})
type Input = { id: string; idProperty: string; objectWriteTraceId: string; properties: Record<string, string> }
const inputsOf = ({ body }: Received) => (JSON.parse(body) as { inputs: Input[] }).inputs

/** HubSpot's companies on loopback, as its documents say: who is known by the id property, partial answers, limits of the portal. */
async function openHub(refuses: (input: Input) => string | null = () => null, multi = true) {
  const companies = new Map<string, Record<string, string>>()
  let limit: { readonly left: number; readonly daily: boolean } = { left: Number.POSITIVE_INFINITY, daily: false }
  const json = (status: number, body: object, headers = {}) => ({
    ...{ status, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } },
  })
  const { url, received } = await startReceiver((n, one) => {
    if (one.headers.authorization !== 'Bearer pat-1') return json(401, { category: 'INVALID_AUTHENTICATION' })
    if (n > limit.left)
      return limit.daily
        ? json(429, { errorType: 'RATE_LIMIT', policyName: 'DAILY' })
        : json(429, { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' }, { 'retry-after': '10' })
    const inputs = inputsOf(one)
    if (inputs.length > 100 || new Set(inputs.map(({ id }) => id)).size < inputs.length)
      return json(400, { status: 'error', category: 'VALIDATION_ERROR', message: 'Invalid input JSON' })
    const errors = inputs.flatMap((input) => {
      const category = refuses(input)
      const context = { objectWriteTraceId: [input.objectWriteTraceId] }
      return category === null ? [] : [{ status: 'error', category, message: `no: ${input.id}`, context }]
    })
    if (errors.length > 0 && !multi) return json(400, { status: 'error', ...errors[0] })
    const taken = inputs.filter((input) => refuses(input) === null)
    for (const { id, properties } of taken) companies.set(id, { ...companies.get(id), ...properties })
    const results = taken.map(({ id, objectWriteTraceId }) => ({ id: `hs-${id}`, objectWriteTraceId }))
    return errors.length === 0
      ? json(200, { status: 'COMPLETE', results })
      : json(207, { status: 'COMPLETE', results, numErrors: errors.length, errors })
  })
  const settings = {
    kind: 'hubspot',
    ...{ token: 'HUBSPOT_TOKEN', idProperty: 'account_id', api: url },
    properties: { health: 'customer_health' },
  } as const
  const setLimit = (left: number, daily = false) => {
    limit = { left, daily }
  }
  const open = (token = 'pat-1') => openOutbox({ ops: settings }, { secrets: { HUBSPOT_TOKEN: token } })
  return { companies, received, setLimit, open }
}

it('accounts become companies by their id, a hundred in a request, each once; what was decided later counts', async () => {
  const { companies, received, open } = await openHub()
  const { put, send, rows } = await open()
  await put('a', known('acme', { health: 41, seatsUsed: 4 }))
  await put('b', known('acme', { health: 72, 'Trial over?': true, plan: null }))
  for (let n = 0; n < 100; n++) await put(`n${n}`, known(`account ${n}`, { health: n }))
  await put('note')
  await send()
  expect(companies.get('acme')).toEqual({
    ...{ customer_health: '72', telltale_seats_used: '4', telltale_trial_over_: 'true', telltale_plan: '' },
  })
  expect([companies.size, received.map((one) => inputsOf(one).length)]).toEqual([101, [99, 2]])
  const { path, headers } = received[0]!
  expect([path, headers.authorization]).toEqual(['/crm/v3/objects/companies/batch/upsert', 'Bearer pat-1'])
  expect(inputsOf(received[0]!)[0]).toMatchObject({ id: 'acme', idProperty: 'account_id' })
  expect((await rows()).filter(({ state }) => state !== 'delivered').map(({ key, why }) => [key, why])).toEqual([
    ['note', 'this channel takes what is known of accounts'],
  ])
})

it.each([
  ['said for each', true],
  ['said for none of them', false],
])('a batch that is taken in part, %s: what is wrong is given up, the others are in', async (_, multi) => {
  const { companies, open } = await openHub(({ id }) => (id === 'bad' ? 'VALIDATION_ERROR' : null), multi)
  const { put, send, rows } = await open()
  for (const id of ['acme', 'bad', 'bolt']) await put(id, known(id, { health: 1 }))
  await send()
  expect([...companies.keys()]).toEqual(['acme', 'bolt'])
  expect((await rows()).map(({ key, state }) => [key, state])).toEqual([
    ...[
      ['acme', 'delivered'],
      ['bad', 'dead'],
    ],
    ['bolt', 'delivered'],
  ])
  expect((await rows())[1]!.why).toContain('VALIDATION_ERROR, no: bad')
})

it('one that somebody else writes at the moment is tried again', async () => {
  let busy = true
  const { open } = await openHub(({ id }) => (busy && id === 'acme' ? 'CONFLICT' : null))
  const { put, send, rows, setClock } = await open()
  await put('a', known('acme', { health: 1 }))
  await put('b', known('bolt', { health: 1 }))
  await send()
  expect((await rows()).map(({ state }) => state)).toEqual(['waiting', 'delivered'])
  busy = false
  setClock('2026-03-02T09:05:00Z')
  await send()
  expect((await rows()).map(({ state, attempts }) => [state, attempts])).toEqual([
    ['delivered', 2],
    ['delivered', 1],
  ])
})

it('the limit of the portal spares the whole channel: for as long as it says, and for an hour when the day is used up', async () => {
  const { setLimit, received, open } = await openHub()
  const { put, send, rows, deps, setClock } = await open()
  setLimit(0)
  await put('a', known('acme', { health: 1 }))
  await send()
  await put('b', known('bolt', { health: 1 }))
  await send()
  expect([received.length, (await deps.listChannels()).data[0]!.state]).toEqual([1, 'paused'])
  setLimit(1, true)
  setClock('2026-03-02T09:00:13Z')
  await send()
  expect(received.length).toBe(2)
  setLimit(Number.POSITIVE_INFINITY)
  setClock('2026-03-02T09:59:00Z')
  await send()
  expect(received.length).toBe(2)
  setClock('2026-03-02T10:01:00Z')
  await send()
  setClock('2026-03-02T10:10:00Z')
  await send()
  expect((await rows()).map(({ state }) => state)).toEqual(['delivered', 'delivered'])
})

it('a token that opens nothing is a failing channel, and no message is lost by it', async () => {
  const { open } = await openHub()
  const { put, send, rows, deps } = await open('pat-old')
  await put('a', known('acme', { health: 1 }))
  await send()
  expect([(await rows())[0]!.state, (await deps.listChannels()).data[0]]).toMatchObject([
    ...['waiting', { state: 'failing', why: 'HTTP 401: INVALID_AUTHENTICATION' }],
  ])
})
