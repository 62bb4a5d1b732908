// Sends what is in the outbox of a folder to a receiver until nothing waits; whoever started it ends it with SIGKILL in between.
import { writeSync } from 'node:fs'
import { openChannels } from '../../dist/deliver/open-channels.js'
import { runDispatcher } from '../../dist/deliver/run-dispatcher.js'
import { openControlStore } from '../../dist/store/control/open-control-store.js'
import { insertDeliveries } from '../../dist/store/control/outbox.js'
import { readDeliveries } from '../../dist/store/control/read-deliveries.js'

const [folder, url, secret, count] = process.argv.slice(2)
const control = await openControlStore(folder)
const now = Date.now()
const payload = JSON.stringify({ kind: 'note', title: 'x', intro: null, groups: [], link: null })
const rows = Array.from({ length: Number(count) }, (_, n) => ({
  ...{ key: `playbook/acme/${n}/step`, channel: 'ops', target: '', payload, at: now, expiresAt: null, cannot: null },
}))
// Decided anew by every start, as a tick that is judged again would.
await insertDeliveries(control, rows, now)
const channels = { ops: { kind: 'webhook', url, secrets: ['SECRET'] } }
const opened = openChannels(
  { allow: ['127.0.0.0/8'], baseUrl: null, trouble: null, channels, digests: {} },
  { secretOf: () => secret, tokenOf: null },
)
const stop = new AbortController()
const dispatching = { control, channels: opened.channels, clock: { now: () => Date.now() }, random: Math.random }
const running = runDispatcher({
  ...{ ...dispatching, by: String(process.pid), trouble: null, signal: stop.signal },
  failed: (error) => writeSync(2, `${error.stack}\n`),
})
const waiting = { states: ['waiting'], failed: false, channel: null, before: null, limit: 1 }
while ((await readDeliveries(control, waiting)).length > 0) await new Promise((done) => setTimeout(done, 20))
stop.abort()
await running
opened.close()
await control.destroy()
