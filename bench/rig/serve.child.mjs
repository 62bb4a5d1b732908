import { randomBytes } from 'node:crypto'
import { serveProject } from '../../dist/cli/serve-project.js'
import { createKey } from '../../dist/store/control/api-keys.js'
import { openControlStore } from '../../dist/store/control/open-control-store.js'
import { configPath, modelOf } from './model-of.mjs'

// Usage: serve.child.mjs DATA [CLOCK [CONFIG]]: the whole server of a data folder, as `telltale start` runs it, with the demo's configuration, or one of those that
// are measured by its name; its clock starts at CLOCK (ms) where given. Prints {url, key, readKey} once it listens.
const [dataDir, start, config = 'product'] = process.argv.slice(2)
const opened = Date.now()
const shift = start === undefined ? 0 : Number(start) - opened
const stop = new AbortController()
process.once('SIGTERM', () => stop.abort())
const control = await openControlStore(dataDir)
const { secret } = await createKey(control, { scope: 'write', source: 'bench', random: randomBytes(32), now: opened })
const reading = { scope: 'read', source: 'bench-reads', random: randomBytes(32), now: opened }
const { secret: readSecret } = await createKey(control, reading)
await control.destroy()
await serveProject({
  sources: { postgres: null, stripe: null },
  io: {
    out: () => {},
    err: (text) => process.stderr.write(`    server: ${text}\n`),
    ...{ rewriteLine: null, stdin: () => process.stdin, env: process.env, cwd: process.cwd() },
    ...{ clock: { now: () => Date.now() + shift }, randomBytes, signal: stop.signal },
  },
  clock: { now: () => Date.now() + shift },
  ...{
    dataDir,
    model: await modelOf(config),
    configPath: configPath(config),
    host: '127.0.0.1',
    port: 0,
    demo: false,
  },
  ready: (_, url) => void process.stdout.write(`${JSON.stringify({ url, key: secret, readKey: readSecret })}\n`),
})
