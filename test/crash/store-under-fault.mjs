// Takes a store through its life - opened, batches applied, archived, compacted, measures filled in - and ends itself with SIGKILL at the
// statement that TELLTALE_FAULT names. Says on stdout what it had finished by then. With TELLTALE_HOLD it opens the store and keeps it.
import { readFileSync, writeSync } from 'node:fs'
import { deserialize } from 'node:v8'
import { DuckDBConnection } from '@duckdb/node-api'
import { openDuckdbStore } from '../../dist/store/analytic/duckdb/open-store.js'

const [folder, story] = process.argv.slice(2)
const { batches, measures, archiveUpTo } = deserialize(readFileSync(story))
const fault = JSON.parse(process.env.TELLTALE_FAULT ?? 'null')
let phase = 'open'
let met = 0

const engineRun = DuckDBConnection.prototype.run
DuckDBConnection.prototype.run = async function runOrDie(text, ...rest) {
  const isFault = fault?.phase === phase && text.includes(fault.statement) && ++met === (fault.nth ?? 1)
  if (!isFault) return engineRun.call(this, text, ...rest)
  if (fault.when === 'before') die()
  const running = engineRun.call(this, text, ...rest)
  // The engine works on threads of its own: it is under way by the next turn of the loop.
  if (fault.when === 'during') setImmediate(die)
  await running
  die()
}

const { store } = await openDuckdbStore({
  folder,
  timezone: 'UTC',
  closeDelayMinutes: 0,
  memoryLimitMb: 200,
  threads: 1,
})
say('opened')
if (process.env.TELLTALE_HOLD !== undefined) await new Promise((resolve) => setInterval(resolve, 60_000))
for (const batch of batches.slice(0, -1)) await enter('apply', () => store.apply(batch), batch.upTo)
await enter('archive', () => store.archive(archiveUpTo))
await enter('compact', () => store.compact({ force: true }))
await enter('backfill', () => store.backfillMeasures(measures))
await enter('last apply', () => store.apply(batches.at(-1)), batches.at(-1).upTo)
await store.close()

async function enter(name, work, upTo) {
  phase = name
  await work()
  say(name, upTo)
}

function say(what, upTo = null) {
  writeSync(1, `${JSON.stringify({ what, upTo })}\n`)
}

function die() {
  process.kill(process.pid, 'SIGKILL')
}
