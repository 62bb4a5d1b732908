// Brings accounts into a playbook, as the pieces of a day close do.
import { compileModel } from '../../dist/config/compile/compile-model.js'
import * as t from '../../dist/index.js'
import { enrolTriggered, toDecided } from '../../dist/run/playbooks/enrol-triggered.js'
import { commitJudgement } from '../../dist/store/control/commit-judgement.js'
import { openControlStore } from '../../dist/store/control/open-control-store.js'
import { configOf, SECRET } from './definitions.mjs'

// Usage: enrol.child.mjs DATA RECEIVER FROM COUNT. Prints {enrolled, cpu, grownMb}: milliseconds by the clock and of the processor.
const [dataDir, receiver, fromText, countText] = process.argv.slice(2)
const [from, count] = [fromText, countText].map(Number)
/** Accounts that a piece of a day close judges. */
const PIECE = 40
const config = configOf(receiver)
const { model } = compileModel(config)
const telltale = await t.openTelltale({ dataDir, config, env: { SECRET } })
await telltale.close()
const control = await openControlStore(dataDir)
const committedAt = Date.now()

function piece(first, size) {
  return Array.from({ length: size }, (_, i) => ({
    ...{ subject: 'signal', name: 'quiet', entity: { level: 'account', account: `acct-${first + i}` }, ordinal: 1 },
    ...{ what: 'opened', at: committedAt, asOf: 20_000, position: null, configHash: model.hash, cause: 'behaviour' },
    ...{ values: [], evidence: [], fresh: true },
  }))
}

async function enrol() {
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

globalThis.gc?.()
const before = process.memoryUsage().rss
const used = process.cpuUsage()
const began = performance.now()
await enrol()
const enrolled = performance.now() - began
const { user, system } = process.cpuUsage(used)
const grownMb = (process.memoryUsage().rss - before) / 2 ** 20
await control.destroy()
process.stdout.write(`${JSON.stringify({ enrolled, cpu: (user + system) / 1_000, grownMb })}\n`)
process.exit(0)
