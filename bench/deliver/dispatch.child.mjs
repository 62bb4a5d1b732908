// Sends so many messages to each receiver, from an outbox that is full at the start; a last one may hang. Says how long it took, and when each that arrived was settled.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openChannels } from '../../dist/deliver/open-channels.js'
import { runDispatcher } from '../../dist/deliver/run-dispatcher.js'
import { openControlStore } from '../../dist/store/control/open-control-store.js'
import { insertDeliveries } from '../../dist/store/control/outbox.js'
import { readDeliveries } from '../../dist/store/control/read-deliveries.js'

const [good, hanging, each] = [JSON.parse(process.argv[2]), process.argv[3], Number(process.argv[4])]
const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-deliver-'))
const control = await openControlStore(folder)
const urls = [...good, ...(hanging === '' ? [] : [hanging])]
const channels = Object.fromEntries(urls.map((url, i) => [`c${i}`, { kind: 'webhook', url, secrets: ['SECRET'] }]))
const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const delivery = { allow: ['127.0.0.0/8'], baseUrl: null, trouble: null, channels, digests: {} }
const opened = openChannels(delivery, { secretOf: () => secret, tokenOf: null, keepMessages: async () => {} })
const payload = JSON.stringify({ kind: 'note', title: 'Acme has gone quiet', intro: null, groups: [], link: null })
const at = Date.now()
const rows = Object.keys(channels).flatMap((channel) =>
  Array.from({ length: each }, (_, n) => ({
    ...{ key: `bench/${channel}/${n}`, channel, target: '', payload, at, expiresAt: null, cannot: null },
  })),
)
await insertDeliveries(control, rows, at)
const stop = new AbortController()
const began = Date.now()
const running = runDispatcher({
  ...{ control, channels: opened.channels, clock: { now: () => Date.now() }, random: Math.random, by: 'bench' },
  ...{ trouble: null, failed: (error) => console.error(error), signal: stop.signal },
})
const delivered = { states: ['delivered'], failed: false, channel: null, before: null, limit: rows.length }
const wanted = good.length * each
let settled = []
while (settled.length < wanted) {
  await new Promise((done) => setTimeout(done, 100))
  settled = await readDeliveries(control, delivered)
}
const ends = settled.map(({ settledAt }) => settledAt - began)
process.stdout.write(`${JSON.stringify({ ms: Math.max(...ends), ends })}\n`)
stop.abort()
await running
opened.close()
await control.destroy()
rmSync(folder, { recursive: true })
