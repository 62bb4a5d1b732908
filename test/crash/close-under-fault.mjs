// Lives through days of messages up to a midnight, closes the day a few accounts at a time while a message of the next day comes in, and ends itself with
// SIGKILL so many turns of the event loop after the piece that TELLTALE_KILL names has begun. Without it, it goes on to the end.
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { openLocalProject } from '../../dist/cli/open-local-project.js'
import { tick } from '../../dist/run/advance-project.js'
import { appendBody } from '../../dist/run/apply/live-log.js'
import { takeIn } from '../../dist/run/apply/take-in.js'
import { closeSome } from '../../dist/run/decide/close-days.js'

const [dataDir, story] = process.argv.slice(2)
const { model, days, midnight, next } = JSON.parse(readFileSync(story, 'utf8'))
const kill = JSON.parse(process.env.TELLTALE_KILL ?? 'null')
const PIECE = { accounts: 3, wait: true }
let now = days[0].at
const clock = { now: () => now }
const { project, close } = await openLocalProject({
  ...{ dataDir, model, configPath: null, clock, serves: false, say: () => {} },
})
for (const { at, messages } of days) {
  now = at
  await takeIn(project, messages, 'web')
}
now = midnight
const body = Buffer.from(JSON.stringify({ batch: next }))
await appendBody(
  project.live,
  { kind: 'messages', source: 'web', shape: 'batch', imported: false, count: next.length },
  body,
)
const closing = closeTheDay()
for (let piece = 0; piece < (kill?.piece ?? 0); piece++) await closing.next()
if (kill !== null) {
  void closing.next()
  for (let turn = 0; turn < kill.turns; turn++) await setImmediate()
  process.kill(process.pid, 'SIGKILL')
}
for await (const _ of closing);
await close()

/** Piece by piece; the first tick meets the midnight, and the message behind it. */
async function* closeTheDay() {
  await tick(project)
  while ((await closeSome(project, PIECE)) !== null) yield
}
