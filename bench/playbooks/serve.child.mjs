import { randomBytes } from 'node:crypto'
import { serveProject } from '../../dist/cli/serve-project.js'
import { compileModel } from '../../dist/config/compile/compile-model.js'
import { deliveryOf } from '../../dist/config/delivery/compile-delivery.js'
import { createKey } from '../../dist/store/control/api-keys.js'
import { openControlStore } from '../../dist/store/control/open-control-store.js'
import { configOf, SECRET } from './definitions.mjs'

// Usage: serve.child.mjs DATA RECEIVER: the whole server of a data folder, as `telltale start` runs it. Prints {url, key} once it listens.
const [dataDir, receiver] = process.argv.slice(2)
const config = configOf(receiver)
const clock = { now: () => Date.now() }
const stop = new AbortController()
process.once('SIGTERM', () => stop.abort())
const control = await openControlStore(dataDir)
const { secret } = await createKey(control, {
  ...{ scope: 'write', source: 'bench', random: randomBytes(32), now: Date.now() },
})
await control.destroy()
await serveProject({
  sources: { postgres: null, stripe: null },
  io: {
    out: () => {},
    err: (text) => process.stderr.write(`    server: ${text}\n`),
    ...{ rewriteLine: null, stdin: () => process.stdin, env: { ...process.env, SECRET }, cwd: process.cwd() },
    ...{ clock, randomBytes, signal: stop.signal },
  },
  ...{ clock, dataDir, model: compileModel(config).model, configPath: null, delivery: deliveryOf(config) },
  ...{ host: '127.0.0.1', port: 0, demo: true },
  ready: (_, url) => void process.stdout.write(`${JSON.stringify({ url, key: secret })}\n`),
})
