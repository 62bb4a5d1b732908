import { openTelltale } from '../../dist/index.js'
import { config } from './definitions.mjs'
import { ACCOUNTS_NOW, filledAccounts, nameOf, PORTFOLIO } from './fill-accounts.mjs'

// Usage: worklist.child.mjs FOLDER ACCOUNTS READS: reads worklists over a store of so many accounts, which it fills first where it is not there. Prints one line of JSON.
const [folder, accounts, reads] = process.argv.slice(2)
const count = Number(accounts)
const clock = { now: () => ACCOUNTS_NOW }

const telltale = await openTelltale({ dataDir: await filledAccounts(folder, count), config, clock })
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
