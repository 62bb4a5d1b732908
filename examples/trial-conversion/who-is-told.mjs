// Who is to be written to, shown something or called, straight from the messages, without Telltale: node who-is-told.mjs pm-trial.ndjson
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

const DAY = 86_400_000
const NEEDED = {
  'Project Created': 1,
  'Task Completed': 5,
  'Invite Sent': 2,
  'Integration Connected': 1,
  'View Customized': 1,
}
const dayOf = (text) => Math.floor(Date.parse(text) / DAY)

const [file] = process.argv.slice(2)
const accounts = new Map()
for await (const line of createInterface({ input: createReadStream(file) })) {
  const { type, event, groupId, context, timestamp, traits } = JSON.parse(line)
  const key = groupId ?? context?.groupId
  if (key === undefined) continue
  const account = accounts.get(key) ?? { signedUp: null, employees: null, events: [] }
  accounts.set(key, account)
  if (type === 'group') {
    account.signedUp = dayOf(traits.created_at)
    account.employees = traits.employees ?? account.employees
  }
  if (type === 'track') account.events.push({ event, day: dayOf(timestamp) })
}

const told = { inviteTeam: [], firstTasks: [], callLarge: [] }
for (const [key, { signedUp, employees, events }] of accounts) {
  const count = (name, age) => events.filter(({ event, day }) => event === name && day <= signedUp + age).length
  const done = (age) => Object.entries(NEEDED).filter(([name, n]) => count(name, age) >= n).length
  const note = (name, age) => told[name].push([key, new Date((signedUp + age) * DAY).toISOString().slice(0, 10)])
  if (count('Project Created', 2) >= 1 && count('Invite Sent', 2) === 0) note('inviteTeam', 2)
  if (count('Task Completed', 4) <= 1) note('firstTasks', 4)
  if (employees >= 200 && done(6) < 2) note('callLarge', 6)
}
for (const list of Object.values(told)) list.sort(([a], [b]) => (a < b ? -1 : 1))
console.log(JSON.stringify(told))
