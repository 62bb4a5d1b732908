import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openTelltale } from '../../dist/index.js'
import { config } from './definitions.mjs'

// Usage: worklist.child.mjs FOLDER ACCOUNTS READS: reads worklists over a store of so many accounts, which it fills first where it is not there. Prints one line of JSON.
const [folder, accounts, reads] = process.argv.slice(2)
const count = Number(accounts)
const PORTFOLIO = 85
const MS = 86_400_000
const TODAY = 20_600
const clock = { now: () => TODAY * MS + 9 * 3_600_000 }
const dataDir = join(folder, 'data')

if (!existsSync(join(folder, 'filled.json'))) await fill()
const telltale = await openTelltale({ dataDir, config, clock })
const first = await timed(() => telltale.today({ assignee: nameOf(0), limit: 50 }))
const found = { accounts: count, assignees: Math.ceil(count / PORTFOLIO), first: first.ms }
found.tasks = (await telltale.today({ limit: 1 })).total
found.assignee = await repeat((i) => telltale.today({ assignee: nameOf((i * 37) % found.assignees), limit: 50 }))
found.everybody = await repeat(() => telltale.today({ limit: 50 }))
found.team = await repeat(() => telltale.team())
// What is done changes what is to be done: the next read has to know.
found.afterAct = await repeat(async (i) => {
  const assignee = await act(i)
  return () => telltale.today({ assignee, limit: 50 })
})
found.everybodyAfterAct = await repeat(async (i) => {
  await act(i + 1)
  return () => telltale.today({ limit: 50 })
})
process.stdout.write(`${JSON.stringify(found)}\n`)
await telltale.close()
process.exit(0)

async function act(i) {
  const assignee = nameOf((i * 53) % found.assignees)
  const { tasks } = await telltale.today({ assignee, limit: 1 })
  const done = { what: 'done', by: assignee, result: 'reached', note: '' }
  if (tasks.length > 0) await telltale.actOnTask(tasks[0].id, done)
  return assignee
}

async function repeat(read) {
  const times = []
  for (let i = 0; i < Number(reads); i++) {
    const { ms, answer } = await timed(() => read(i))
    times.push(typeof answer === 'function' ? (await timed(answer)).ms : ms)
  }
  return times
}

/** Processor time of this process: reading happens on one thread of it. */
async function timed(run) {
  const start = process.cpuUsage()
  const answer = await run()
  const { user, system } = process.cpuUsage(start)
  return { ms: (user + system) / 1000, answer }
}

function nameOf(i) {
  return `csm-${i}`
}

async function fill() {
  rmSync(folder, { recursive: true, force: true })
  const { mkdirSync, createWriteStream } = await import('node:fs')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'history.ndjson')
  const file = createWriteStream(path)
  for (let a = 0; a < count; a++)
    if (
      !file.write(
        `${messagesOf(a)
          .map((one) => JSON.stringify(one))
          .join('\n')}\n`,
      )
    )
      await new Promise((resolve) => file.once('drain', resolve))
  await new Promise((resolve) => file.end(resolve))
  const telltale = await openTelltale({ dataDir, config, clock })
  await telltale.importFile(path)
  await telltale.advance()
  await telltale.close()
  rmSync(path)
  writeFileSync(join(folder, 'filled.json'), JSON.stringify({ accounts: count }))
}

/** A customer of eight weeks, heard of now and then. */
function messagesOf(a) {
  const random = makeRandom(a + 1)
  const born = TODAY - 56 + Math.floor(random() * 20)
  const groupId = `account-${a}`
  const at = (day) => new Date(day * MS + 10 * 3_600_000 + Math.floor(random() * 3_600_000)).toISOString()
  const traits = {
    ...{ name: `Account ${a}`, csm: nameOf(Math.floor(a / PORTFOLIO)), created_at: at(born) },
    renewal_date: new Date((TODAY + Math.floor(random() * 365)) * MS).toISOString().slice(0, 10),
  }
  const user = { userId: `user-${a}`, context: { groupId } }
  const names = ['Dashboard Viewed', 'Dashboard Viewed', 'Dashboard Viewed', 'Dashboard Shared', 'Report Exported']
  return [
    { type: 'group', messageId: `g-${a}`, timestamp: at(born), userId: user.userId, groupId, traits },
    ...Array.from({ length: 6 }, (_, i) => ({
      ...{ type: 'track', messageId: `t-${a}-${i}`, event: names[Math.floor(random() * names.length)], ...user },
      timestamp: at(born + Math.floor(random() * (TODAY - born))),
    })),
  ]
}

function makeRandom(seed) {
  let state = Math.imul(seed, 2_654_435_761) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
