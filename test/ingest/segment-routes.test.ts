import { connect } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { basic, normaliseAppended, startSegment } from './segment-server.ts'

const track = { userId: 'ana', event: 'Project Created', messageId: 'm-1' }
const auth = { authorization: basic('web-key') }

test('each route of the protocol takes its message, with and without /v1, and says success only after it was appended', async () => {
  const { app, appended } = await startSegment()
  const names = {
    track: ['track', 't'],
    identify: ['identify', 'i'],
    group: ['group', 'g'],
    page: ['page', 'p'],
    screen: ['screen', 's'],
    alias: ['alias', 'a'],
  }
  for (const [type, paths] of Object.entries(names)) {
    for (const path of paths) {
      for (const prefix of ['/v1/', '/']) {
        appended.length = 0
        const answer = await app.inject({ method: 'POST', url: prefix + path, headers: auth, payload: track })
        expect([answer.statusCode, answer.json()]).toEqual([200, { success: true }])
        expect(appended.map(({ header }) => header)).toEqual([
          {
            kind: 'messages',
            receivedAt: 1773144000000,
            source: 'web',
            imported: false,
            shape: 'single',
            type,
            count: 1,
          },
        ])
      }
    }
  }
})

test('a batch is appended as it came, unpacked, with its number of messages', async () => {
  const { app, appended } = await startSegment()
  const body = JSON.stringify({ batch: [track, { ...track, messageId: 'm-2' }], writeKey: 'web-key' })
  const answers = await Promise.all([
    app.inject({ method: 'POST', url: '/v1/batch', payload: body, headers: { 'content-type': 'text/plain' } }),
    app.inject({
      method: 'POST',
      url: '/v1/b',
      payload: gzipSync(body),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...auth },
    }),
    app.inject({ method: 'POST', url: '/v1/import', payload: body, headers: { 'content-type': 'application/json' } }),
    app.inject({ method: 'POST', url: '/batch', payload: Buffer.from(body) }),
  ])
  expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200])
  expect(appended.map(({ header, body: kept }) => [header.shape, header.count, kept.toString() === body])).toEqual(
    Array(4).fill(['batch', 2, true]),
  )
})

test('an empty batch is a success and leaves no trace', async () => {
  const { app, appended } = await startSegment()
  const answer = await app.inject({ method: 'POST', url: '/v1/batch', headers: auth, payload: { batch: [] } })
  expect([answer.statusCode, answer.json(), appended]).toEqual([200, { success: true }, []])
})

const nested = (depth: number) =>
  `{"userId":"ana","event":"x","properties":${'{"a":'.repeat(depth - 1)}1${'}'.repeat(depth - 1)}}`
const sized = (bytes: number) => JSON.stringify({ ...track, properties: { text: 'x'.repeat(bytes - 83) } })

const refused: readonly (readonly [story: string, url: string, body: string | Buffer, status: number, code: string])[] =
  [
    ['an empty body', '/v1/track', '', 400, 'body_empty'],
    ['broken JSON', '/v1/track', '{"userId": "ana"', 400, 'body_not_json'],
    ['trailing garbage', '/v1/track', '{"userId":"ana"} x', 400, 'body_not_json'],
    ['a byte order mark', '/v1/track', '\ufeff{"userId":"ana"}', 400, 'body_not_json'],
    ['UTF-16', '/v1/track', Buffer.from('{"userId":"ana"}', 'utf16le'), 400, 'body_not_json'],
    ['Latin-1', '/v1/track', Buffer.from('{"userId":"é"}', 'latin1'), 400, 'body_not_utf8'],
    ['a list where one message belongs', '/v1/track', '[]', 400, 'bad_envelope'],
    ['text where one message belongs', '/v1/track', '"track"', 400, 'bad_envelope'],
    ['null', '/v1/batch', 'null', 400, 'bad_envelope'],
    ['a batch that is no list', '/v1/batch', '{"batch":{}}', 400, 'bad_envelope'],
    ['a batch of __proto__', '/v1/batch', '{"__proto__":{"batch":[]}}', 400, 'bad_envelope'],
    ['an event of 33 KB', '/v1/track', sized(33 * 1_024), 413, 'body_too_large'],
    ['an event of 33 KB in a batch', '/v1/batch', `{"batch":[${sized(33 * 1_024)}]}`, 413, 'item_too_large'],
    ['a batch of 501 KB', '/v1/batch', `{"batch":[${Array(16).fill(sized(32_800)).join(',')}]}`, 413, 'body_too_large'],
    ['10,001 messages', '/v1/batch', `{"batch":[${Array(10_001).fill('{}').join(',')}]}`, 413, 'too_many_items'],
    ['10 MB', '/v1/batch', Buffer.alloc(10_000_000, 0x20), 413, 'body_too_large'],
    ['65 levels', '/v1/track', nested(65), 400, 'body_too_deep'],
    ['65 levels in a batch', '/v1/batch', `{"batch":[${nested(65)}]}`, 400, 'body_too_deep'],
    ['100,000 levels', '/v1/batch', `{"batch":[${'['.repeat(100_000)}${']'.repeat(100_000)}]}`, 400, 'body_too_deep'],
    [
      'a deep shared context',
      '/v1/batch',
      `{"batch":[],"context":${'['.repeat(90)}${']'.repeat(90)}}`,
      400,
      'body_too_deep',
    ],
    ['a gzip bomb', '/v1/batch', gzipSync(Buffer.alloc(50_000_000)), 400, 'body_gzip'],
    ['gzip of 600 KB', '/v1/batch', gzipSync(Buffer.alloc(600_000, 0x20)), 413, 'body_too_large'],
    ['cut gzip', '/v1/batch', gzipSync('{"batch":[]}').subarray(0, 20), 400, 'body_gzip'],
    ['gzip in gzip', '/v1/batch', gzipSync(gzipSync('{"batch":[]}')), 400, 'body_not_utf8'],
    ['deflate', '/v1/batch', deflateSync('{"batch":[]}'), 400, 'body_not_utf8'],
    ['brotli', '/v1/batch', brotliCompressSync('{"batch":[]}'), 400, 'body_not_utf8'],
  ]
test.each(refused)('%s to %s is refused', async (_, url, body, status, code) => {
  const { app, appended } = await startSegment()
  const answer = await app.inject({
    method: 'POST',
    url,
    headers: { ...auth, 'content-type': 'application/json' },
    payload: body,
  })
  expect([answer.statusCode, answer.json().success, answer.json().code]).toEqual([status, false, code])
  expect(appended).toEqual([])
})

test('what is just within the limits is taken: 64 levels, an event as large as SDKs send, a batch of 480 KB', async () => {
  const { app, appended } = await startSegment()
  const bodies = [
    ['/v1/track', nested(64)],
    ['/v1/track', sized(32 * 1_024)],
    [
      '/v1/batch',
      `{"batch":[${Array(14)
        .fill(sized(32 * 1_024))
        .join(',')}]}`,
    ],
    ['/v1/batch', `{"batch":[${Array(10_000).fill('{}').join(',')}]}`],
  ] as const
  for (const [url, payload] of bodies) {
    const answer = await app.inject({ method: 'POST', url, headers: auth, payload })
    expect([answer.statusCode, payload.length]).toEqual([200, payload.length])
  }
  expect(appended.map(({ header }) => header.count)).toEqual([1, 1, 14, 10_000])
})

const batchOf = (...items: string[]) => `{"batch":[${items.join(',')}]}`
const tracked = (messageId: string) => JSON.stringify({ type: 'track', ...track, messageId })

test('one message too large and one too deep are refused alone: the rest of their batch is kept, and the answer counts them', async () => {
  const { app, appended } = await startSegment()
  const payload = batchOf(tracked('a'), sized(33 * 1_024), tracked('b'), nested(65), tracked('c'))
  const answer = await app.inject({ method: 'POST', url: '/v1/batch', headers: auth, payload })
  expect([answer.statusCode, answer.json(), answer.headers['x-telltale-rejected']]).toEqual([
    200,
    { success: true },
    '2',
  ])
  const { messages, refused } = normaliseAppended(appended)
  expect(messages.map(({ messageId }) => messageId)).toEqual(['a', 'b', 'c'])
  expect(refused.map(({ n, reason, detail }) => [n, reason, detail])).toEqual([
    [2, 'too_large', '33794 bytes, at most 33280'],
    [4, 'too_deep', 'nested deeper than 64 levels'],
  ])
})

test('size is counted in bytes by server and applier alike, a long number as its digits', async () => {
  const { app, appended } = await startSegment()
  const wide = JSON.stringify({ type: 'track', ...track, properties: { text: '\u6f22'.repeat(11_500) } })
  const digits = `{"type":"track","userId":"ana","event":"x","properties":{"list":[${Array(1_600).fill('12345678901234567890').join(',')}]}}`
  const payload = batchOf(tracked('a'), wide, digits)
  const answer = await app.inject({ method: 'POST', url: '/v1/batch', headers: auth, payload })
  expect([digits.length > 32 * 1_024, answer.headers['x-telltale-rejected']]).toEqual([true, '2'])
  expect(normaliseAppended(appended).refused.map(({ n, reason }) => [n, reason])).toEqual([
    [2, 'too_large'],
    [3, 'too_large'],
  ])
})

test('who asks with ?strict=1 is told what would be refused, and nothing is taken', async () => {
  const { app, appended } = await startSegment()
  const send = async (query: string, ...items: string[]) => {
    const url = `/v1/batch${query}`
    const answer = await app.inject({ method: 'POST', url, headers: auth, payload: batchOf(...items) })
    return [answer.statusCode, answer.json()]
  }
  const bad = ['{"type":"track","userId":"null","event":"x"}', tracked('a'), '{"type":"click","userId":"ana"}']
  expect(await send('?strict=1', ...bad)).toEqual([
    400,
    {
      success: false,
      code: 'messages_refused',
      message: '2 of 3 messages were refused, and none was taken. The first: placeholder_id ({"userId":"null"}).',
      refused: [
        { index: 0, reason: 'placeholder_id', detail: '{"userId":"null"}' },
        { index: 2, reason: 'unknown_type', detail: 'type is "click"' },
      ],
    },
  ])
  expect(appended).toEqual([])
  expect(await send('?strict=yes', ...bad)).toEqual([
    400,
    { success: false, code: 'bad_argument', message: 'strict is "yes"; expected 1 or 0.' },
  ])
  expect([await send('?strict=1', tracked('a')), await send('?strict=0', ...bad)]).toEqual(
    Array(2).fill([200, { success: true }]),
  )
  expect(appended.map(({ header }) => header.count)).toEqual([1, 3])
})

test.each([
  'text/plain',
  'image/png',
  'application/json; charset=utf-16',
  'multipart/form-data; boundary=x',
  undefined,
])('the content type %s does not matter: the bytes decide', async (type) => {
  const { app } = await startSegment()
  const headers = type === undefined ? auth : { ...auth, 'content-type': type }
  const good = await app.inject({
    method: 'POST',
    url: '/v1/track',
    headers,
    payload: Buffer.from(JSON.stringify(track)),
  })
  const bad = await app.inject({ method: 'POST', url: '/v1/track', headers, payload: Buffer.from('userId=ana') })
  expect([good.statusCode, bad.statusCode, bad.json().code]).toEqual([200, 400, 'body_not_json'])
})

const keys: readonly (readonly [string, string | undefined, string | undefined, number, string | undefined])[] = [
  ['Basic with colon', basic('web-key'), undefined, 200, undefined],
  ['Basic without colon', `Basic ${Buffer.from('web-key').toString('base64')}`, undefined, 200, undefined],
  ['Bearer', 'Bearer web-key', undefined, 200, undefined],
  ['only in the body', undefined, 'web-key', 200, undefined],
  ['both, the same', basic('web-key'), 'web-key', 200, undefined],
  ['both, different', basic('web-key'), 'other-key', 401, 'write_key_conflict'],
  ['none', undefined, undefined, 401, 'write_key_missing'],
  ['an unknown one', basic('nobody'), undefined, 401, 'write_key_unknown'],
  ['an unknown one in the body', undefined, 'nobody', 401, 'write_key_unknown'],
  ['a prototype name', basic('__proto__'), undefined, 401, 'write_key_unknown'],
  ['one to read with', basic('reader-key'), undefined, 403, 'scope_too_small'],
  ['one to read with, in the body', undefined, 'reader-key', 403, 'scope_too_small'],
  ['an empty Basic and a good body', basic(''), 'web-key', 200, undefined],
]
test.each(keys)('a write key: %s', async (_, authorization, writeKey, status, code) => {
  const { app } = await startSegment()
  const headers = authorization === undefined ? {} : { authorization }
  const answer = await app.inject({ method: 'POST', url: '/v1/track', headers, payload: { ...track, writeKey } })
  expect([answer.statusCode, answer.json().code]).toEqual([status, code])
})

test('browsers of any origin may send: preflight and answers carry the CORS headers', async () => {
  const { app } = await startSegment()
  const preflight = await app.inject({ method: 'OPTIONS', url: '/v1/t', headers: { origin: 'https://app.example' } })
  expect(preflight.statusCode).toBe(204)
  expect(preflight.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-max-age': '86400',
    'access-control-allow-headers': expect.stringContaining('authorization, content-type'),
  })
  const denied = await app.inject({ method: 'POST', url: '/v1/t', payload: track })
  expect([denied.statusCode, denied.headers['access-control-allow-origin']]).toEqual([401, '*'])
})

test('the settings say where a source sends; an unknown key, and one to read with, gets none', async () => {
  const { app } = await startSegment()
  const known = await app.inject({ url: '/v1/projects/web-key/settings', headers: { host: 'telltale.example:4620' } })
  expect(known.json().integrations).toEqual({
    'Segment.io': { apiKey: 'web-key', apiHost: 'telltale.example:4620/v1', protocol: 'http' },
  })
  expect((await app.inject({ url: '/v1/projects/nobody/settings' })).statusCode).toBe(401)
  expect((await app.inject({ url: '/v1/projects/reader-key/settings' })).statusCode).toBe(403)
})

test('a log that cannot write means 503 and Retry-After, never success', async () => {
  const { app } = await startSegment({ appendBody: () => Promise.reject(new Error('no space left')) })
  const answer = await app.inject({ method: 'POST', url: '/v1/track', headers: auth, payload: track })
  expect([answer.statusCode, answer.headers['retry-after'], answer.json().success]).toEqual([503, '1', false])
})

test('when too many bytes wait for the disk, newcomers get 503 until there is room again', async () => {
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const { app } = await startSegment({ limits: { maxInFlightBytes: 100 }, appendBody: () => gate })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const send = () => fetch(`${url}/v1/track`, { method: 'POST', headers: auth, body: JSON.stringify(track) })
  const first = send()
  let second = await send()
  for (let i = 0; second.status !== 503 && i < 100; i++) second = await send()
  expect([second.status, second.headers.get('retry-after'), ((await second.json()) as { code: string }).code]).toEqual([
    503,
    '1',
    'overloaded',
  ])
  release()
  expect((await first).status).toBe(200)
  let third = await send()
  for (let i = 0; third.status !== 200 && i < 100; i++) third = await send()
  expect(third.status).toBe(200)
  await app.close()
})

test('a source over its rate gets 429 and Retry-After, and may go on in the next second', async () => {
  const server = await startSegment({ limits: { maxMessagesPerSecond: 2 } })
  const send = async (key: string) =>
    (
      await server.app.inject({
        method: 'POST',
        url: '/v1/track',
        headers: { authorization: basic(key) },
        payload: track,
      })
    ).statusCode
  expect([await send('web-key'), await send('web-key'), await send('web-key'), await send('other-key')]).toEqual([
    200, 200, 429, 200,
  ])
  server.now += 1_000
  expect(await send('web-key')).toBe(200)
})

test('an address that goes on with wrong keys gets 429 until the minute is over; good keys from there are taken', async () => {
  const server = await startSegment()
  const send = async (key: string) => {
    const headers = { authorization: basic(key) }
    const answer = await server.app.inject({ method: 'POST', url: '/v1/track', headers, payload: track })
    return [answer.statusCode, answer.headers['retry-after']]
  }
  server.now += 15_000
  for (let i = 0; i < 60; i++) expect(await send(`wrong-${i}`)).toEqual([401, undefined])
  expect([await send('wrong'), await send('web-key')]).toEqual([
    [429, '45'],
    [200, undefined],
  ])
  const inBody = await server.app.inject({ method: 'POST', url: '/v1/track', payload: { ...track, writeKey: 'wrong' } })
  const settings = await server.app.inject({ url: '/v1/projects/wrong/settings' })
  expect([inBody.statusCode, settings.statusCode]).toEqual([429, 429])
  server.now += 45_000
  expect(await send('wrong')).toEqual([401, undefined])
})

test.each(['nonsense', ';;;'])('a content type that is none, %s, is refused with a reason', async (type) => {
  const { app } = await startSegment()
  const headers = { ...auth, 'content-type': type }
  const answer = await app.inject({ method: 'POST', url: '/v1/track', headers, payload: Buffer.from('{}') })
  expect([answer.statusCode, answer.json()]).toEqual([
    400,
    { success: false, code: 'bad_request', message: 'Unsupported Media Type' },
  ])
})

test('a connection that breaks off in the middle of its body gives its room back', async () => {
  const { app, appended } = await startSegment({ limits: { maxInFlightBytes: 100 } })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(
    `POST /v1/track HTTP/1.1\r\nHost: x\r\nAuthorization: ${auth.authorization}\r\nContent-Length: 90\r\n\r\n{"us`,
  )
  const status = async () =>
    (await fetch(`${url}/v1/track`, { method: 'POST', headers: auth, body: JSON.stringify(track) })).status
  await expect.poll(status, { timeout: 5_000 }).toBe(503)
  appended.length = 0
  socket.destroy()
  await expect.poll(status, { timeout: 5_000 }).toBe(200)
  expect(appended.length).toBe(1)
  await app.close()
})

test('a key for pages of one origin takes nothing from another one, nor from what is no page, wherever the key stands', async () => {
  const { app, appended } = await startSegment()
  const send = async (origin: string | undefined, keyInBody: boolean) => {
    const headers = {
      ...(keyInBody ? {} : { authorization: basic('page-key') }),
      ...(origin === undefined ? {} : { origin }),
    }
    const payload = keyInBody ? { ...track, writeKey: 'page-key' } : track
    const answer = await app.inject({ method: 'POST', url: '/v1/t', headers, payload })
    return [answer.statusCode, answer.json().code ?? 'taken', answer.headers['access-control-allow-origin']]
  }
  const refused = [403, 'origin_not_allowed', '*']
  for (const inBody of [false, true]) {
    expect(await send('https://app.example.com', inBody)).toEqual([200, 'taken', '*'])
    for (const origin of ['https://app.example.com.evil.example', 'http://app.example.com', 'null', undefined])
      expect(await send(origin, inBody)).toEqual(refused)
  }
  expect(appended.length).toBe(2)
})
