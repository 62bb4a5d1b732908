import https from 'node:https'
import { createServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { guardAddresses } from '../../src/deliver/address-guard.ts'
import { type GuardOptions, openGuardedFetch } from '../../src/deliver/guarded-fetch.ts'
import { startReceiver } from './start-receiver.ts'

const never = new AbortController().signal
const post = { method: 'POST', headers: {}, body: '{}' } as const

function open(options: Partial<GuardOptions> = {}) {
  const guarded = openGuardedFetch({ allow: ['127.0.0.0/8'], timeoutMs: 2_000, ...options })
  onTestFinished(() => guarded.close())
  return (url: string) => guarded.fetch({ ...post, url }, never)
}

it('only public addresses, however they are written', () => {
  const isAllowed = guardAddresses([])
  for (const address of ['93.184.216.34', '2606:2800:220:1::1'])
    expect([address, isAllowed(address)]).toEqual([address, true])
  const inside = [
    ...['127.0.0.1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.100.100.200', '0.0.0.0'],
    ...['192.0.0.8', '198.18.0.1', '224.0.0.1', '255.255.255.255', '240.0.0.1', '::1', '::', 'fd00::1', 'fe80::1'],
    ...[
      '::ffff:10.0.0.1',
      '::ffff:7f00:1',
      '::127.0.0.1',
      '64:ff9b::a00:1',
      '2002:7f00:1::',
      '2001::1',
      'localhost',
      '',
    ],
  ]
  expect(inside.filter(isAllowed)).toEqual([])
  const own = guardAddresses(['10.1.0.0/16', 'fd00::/8'])
  expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd00::1', '10.2.0.1', 'fe80::1'].map(own)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})

it('no request leaves for an address inside, whatever its spelling, scheme or port', async () => {
  const fetch = open({ allow: [] })
  const { url, received } = await startReceiver(() => ({ status: 200 }))
  const port = new URL(url).port
  const inside = [
    ...[url, `http://2130706433:${port}`, `http://0x7f.1:${port}`, `http://127.1:${port}`, `http://[::1]:${port}`],
    ...[`http://localhost:${port}`, `http://①②⑦.0.0.1:${port}`, `https://127.0.0.1:${port}`, 'file:///etc/passwd'],
    ...[
      'ftp://example.com',
      'https://user:pass@example.com',
      'http://93.184.216.34',
      'https://93.184.216.34:22',
      'nothing',
    ],
  ]
  for (const one of inside) expect([one, (await fetch(one)).kind]).toEqual([one, 'blocked'])
  expect(received).toEqual([])
})

it('a name of which one address lies inside is not connected to; one that is all public gets the addresses that were looked at', async () => {
  const asked: string[] = []
  const lookup = ((name: string, _: object, done: (error: null, found: object[]) => void) => {
    asked.push(name)
    const inside = { address: '127.0.0.1', family: 4 }
    done(null, name === 'mixed.test' ? [{ address: '93.184.216.34', family: 4 }, inside] : [inside])
  }) as unknown as NonNullable<GuardOptions['lookup']>
  const { url } = await startReceiver(() => ({ status: 200, body: 'here' }))
  const port = new URL(url).port
  const guarded = open({ lookup, allow: [] })
  expect(await guarded('https://mixed.test/')).toEqual({
    kind: 'blocked',
    reason: 'the name leads into a network that is not allowed',
  })
  const own = open({ lookup })
  expect(await own(`http://own.test:${port}/`)).toMatchObject({ kind: 'answer', status: 200, body: 'here' })
  // Resolved once for each connection: there is no second answer to be another one.
  expect(asked).toEqual(['mixed.test', 'own.test'])
})

it('redirects are answers, and not followed', async () => {
  const { url, received } = await startReceiver(() => ({ status: 302, headers: { location: 'http://10.0.0.1/' } }))
  expect(await open()(url)).toMatchObject({ kind: 'answer', status: 302 })
  expect(received).toHaveLength(1)
})

it('an answer without end, one that drips, one that breaks off, one that never comes: time and size are bounded', async () => {
  const big = 'x'.repeat(256 * 1024)
  const endless = await startReceiver(() => (response) => {
    response.writeHead(200)
    const more = (): void => void (response.writable && response.write(big, more))
    more()
  })
  const huge = await open()(endless.url)
  expect(huge.kind === 'answer' ? huge.body.length : huge).toBe(64 * 1024)
  const drip = await startReceiver(() => (response) => {
    response.writeHead(200).write('slow')
  })
  expect(await open({ timeoutMs: 200 })(drip.url)).toMatchObject({ kind: 'answer', status: 200, body: 'slow' })
  const torn = await startReceiver(() => (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy())
  })
  expect(await open()(torn.url)).toMatchObject({ kind: 'answer', status: 200, body: 'half' })
  const mute = await startReceiver(() => () => {})
  expect(await open({ timeoutMs: 200 })(mute.url)).toEqual({ kind: 'failed', reason: 'no answer within 0 s' })
  const closed = await open()('http://127.0.0.1:1/')
  expect(closed).toEqual({ kind: 'failed', reason: 'no connection (ECONNREFUSED)' })
})

it('what speaks no HTTP is a failure', async () => {
  const server = createServer((socket) => socket.end('SSH-2.0-hello\r\n'))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  expect((await open()(`http://127.0.0.1:${port}/`)).kind).toBe('failed')
})

it('a certificate that is over is a failure, and nothing is said to whoever shows it', async () => {
  const heard: string[] = []
  const server = https.createServer({ cert: EXPIRED, key: KEY }, (request, response) => {
    heard.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  expect((await open()(`https://127.0.0.1:${port}/`)).kind).toBe('failed')
  expect(heard).toEqual([])
})

/** Of localhost, from 2020-01-01 to 2020-02-01, by itself; made for this test. */
const EXPIRED = `-----BEGIN CERTIFICATE-----
MIIBDzCBtgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwHhcN
MjAwMTAxMDAwMDAwWhcNMjAwMjAxMDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT39wbSLbrC3g8kjiOi2enldIaG
4fGrsK/pB/wKQ3KwGTRqaxuM45WHuYbLxu+ws39qcJU5/kvlVWA2o48ptrKMMAoG
CCqGSM49BAMCA0gAMEUCIFCpto0mJKXYyrZ7EIgE1hdUHuOyDjYYC3tc2ZOwHijX
AiEAsTcjH6NdTxo7AsiQtYRRScC1M6gYnIIQZOAWq0FO64c=
-----END CERTIFICATE-----`
const KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEINVZBHwuYARknfr4a3Z+RnuZi4Iw+xRlPIyx/6Xlgq11oAoGCCqGSM49
AwEHoUQDQgAE9/cG0i26wt4PJI4jotnp5XSGhuHxq7Cv6Qf8CkNysBk0amsbjOOV
h7mGy8bvsLN/anCVOf5L5VVgNqOPKbayjA==
-----END EC PRIVATE KEY-----`
