import { openLocalProject } from '../../dist/cli/open-local-project.js'
import { tick } from '../../dist/run/advance-project.js'
import { appendBody } from '../../dist/run/apply/live-log.js'
import { modelOf } from '../rig/model-of.mjs'
import { WORLD_END } from '../world/fill-store.mjs'

// Usage: tick.child.mjs DATA TICKS: appends 400 events of 400 accounts, 20 of them triggers of an event signal, and times the tick that applies and judges them.
const [dataDir, ticks] = process.argv.slice(2)
const EVENTS = 400
const TRIGGER_EVERY = 20
const NAMES = ['Task Created', 'Task Completed', 'Board Viewed', 'Comment Added']
const opened = Date.now()
const clock = { now: () => WORLD_END + 60_000 + (Date.now() - opened) }
const { project, close } = await openLocalProject({
  ...{ dataDir, model: await modelOf('product'), configPath: null, clock, serves: true, say: () => {} },
})
const times = []
let cpuMs = 0
let transitions = 0
for (let n = 0; n < Number(ticks) + 10; n++) {
  const body = Buffer.from(JSON.stringify({ batch: Array.from({ length: EVENTS }, (_, i) => makeEvent(n, i)) }))
  await appendBody(
    project.live,
    { kind: 'messages', source: 'bench', imported: false, shape: 'batch', count: EVENTS },
    body,
  )
  const [started, before] = [performance.now(), process.cpuUsage()]
  const advanced = await tick(project)
  // The first ticks read what they need of the last month.
  if (n >= 10) {
    times.push(performance.now() - started)
    const { user, system } = process.cpuUsage(before)
    cpuMs += (user + system) / 1000 / Number(ticks)
  }
  transitions += advanced.transitions
}
process.stdout.write(`${JSON.stringify({ times, cpuMs, transitions })}\n`)
await close()
process.exit(0)

/** The same accounts in every tick, in every store; each fires its signal at most once. */
function makeEvent(n, i) {
  const triggers = i % TRIGGER_EVERY === n % TRIGGER_EVERY
  return {
    type: 'track',
    event: triggers ? 'Plan Limit Reached' : NAMES[i % NAMES.length],
    messageId: `tick-${n}-${i}`,
    userId: `u_${i.toString(36)}_0`,
    timestamp: new Date(clock.now()).toISOString(),
    context: { groupId: `acct_${String(i).padStart(4, '0')}` },
    properties: { source: 'web' },
  }
}
