// Brings accounts into a playbook, as the pieces of a day close do; then measures events that begin one while many are inside.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileModel } from '../../dist/config/compile/compile-model.js'
import * as t from '../../dist/index.js'
import { enrolTriggered, toDecided } from '../../dist/run/playbooks/enrol-triggered.js'
import { commitJudgement } from '../../dist/store/control/commit-judgement.js'
import { openControlStore } from '../../dist/store/control/open-control-store.js'

const [entrants, live, events] = process.argv.slice(2).map(Number)
/** Accounts that a piece of a day close judges. */
const PIECE = 40
const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-playbooks-'))
const receiver = createServer((request, response) => request.resume().on('end', () => response.end()))
await new Promise((done) => receiver.listen(0, '127.0.0.1', done))
const url = `http://127.0.0.1:${receiver.address().port}`
const send = t.send({ via: 'ops', subject: 'Limit: {{ account.name }}', text: '{{ because }}' })
const config = t.defineConfig({
  events: { limit: t.event('Limit Hit', { kind: 'core' }) },
  signals: {
    limitHit: t.signal('intent').on('limit'),
    quiet: t.signal('risk').when(t.count('limit', t.days(7)).under(1)),
  },
  channels: { ops: t.webhook({ url, secrets: ['SECRET'] }) },
  delivery: { allow: ['127.0.0.0/8'] },
  playbooks: {
    limit: t.playbook(t.opens('limitHit')).atMost({ breaker: 1_000_000 }).do(send),
    flood: t
      .playbook(t.opens('quiet'))
      .atMost({ breaker: 1_000_000 })
      .do(t.wait(t.days(300)), send),
  },
})
const { model } = compileModel(config)
const dataDir = join(folder, 'data')
let telltale = await t.openTelltale({ dataDir, config, env: { SECRET: SECRET } })
await telltale.close()
const control = await openControlStore(dataDir)
const committedAt = Date.now()

function piece(from, size) {
  return Array.from({ length: size }, (_, i) => ({
    ...{ subject: 'signal', name: 'quiet', entity: { level: 'account', account: `acct-${from + i}` }, ordinal: 1 },
    ...{ what: 'opened', at: committedAt, asOf: 20_000, position: null, configHash: model.hash, cause: 'behaviour' },
    ...{ values: [], evidence: [], fresh: true },
  }))
}

async function enrol(from, count) {
  for (let at = from; at < from + count; at += PIECE) {
    const transitions = piece(at, Math.min(PIECE, from + count - at))
    const judgement = { transitions, states: [], judged: {}, judgedDay: null, committedAt }
    // Ticks come between two pieces, and with them the memory of statements is given back.
    await new Promise((done) => setImmediate(done))
    await commitJudgement(control, judgement, (tx, done) =>
      enrolTriggered(tx, done.map(toDecided), { model, now: committedAt }),
    )
  }
}

await enrol(0, live)
globalThis.gc?.()
const before = process.memoryUsage().rss
const began = performance.now()
await enrol(live, entrants)
const enrolled = performance.now() - began
const grownMb = (process.memoryUsage().rss - before) / 2 ** 20
await control.destroy()

telltale = await t.openTelltale({ dataDir, config, env: { SECRET: SECRET } })
const attempted = []
for (let n = 0; n < events; n++) {
  const account = `hit-${n}`
  await telltale.send([{ type: 'track', event: 'Limit Hit', userId: `of-${n}`, context: { groupId: account } }])
  const acknowledged = performance.now()
  await telltale.advance()
  await telltale.deliver()
  attempted.push(performance.now() - acknowledged)
}
const { data } = await telltale.deliveries({ state: 'delivered', limit: 1_000 })
if (data.length < events) throw new Error(`${data.length} of ${events} were delivered`)
await telltale.close()
receiver.close()
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`${JSON.stringify({ enrolled, grownMb, attempted })}\n`)
process.exit(0)
