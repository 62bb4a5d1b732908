// Counts the tables of this example straight from the messages, without Telltale: node expected.mjs pm-trial.ndjson [landmark]
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

const NEEDED = {
  'Project Created': 1,
  'Task Completed': 5,
  'Invite Sent': 2,
  'Integration Connected': 1,
  'View Customized': 1,
}
const DAY = 86_400_000
const WITHIN = 28

const [file, landmark] = process.argv.slice(2)
const accounts = new Map()
for await (const line of createInterface({ input: createReadStream(file) })) {
  const { type, event, groupId, context, timestamp, from, traits } = JSON.parse(line)
  const key = groupId ?? context?.groupId
  if (key === undefined) continue
  const account = accounts.get(key) ?? { signUp: null, bought: null, events: [] }
  accounts.set(key, account)
  if (type === 'group') account.signUp = Date.parse(traits.created_at)
  if (type === 'subscription') account.bought = Date.parse(from)
  if (type === 'track' && event !== 'Signed Up') account.events.push({ event, at: Date.parse(timestamp) })
}

const until = Number(landmark ?? WITHIN)
const tables = { milestones: {}, speed: {}, decided: 0 }
for (const { signUp, bought, events } of accounts.values()) {
  const age = (at) => (at - signUp) / DAY
  if (landmark !== undefined && bought !== null && age(bought) <= until) {
    tables.decided += 1
    continue
  }
  const buys = bought !== null && age(bought) <= WITHIN
  const done = Object.entries(NEEDED)
    .flatMap(([name, n]) => {
      const times = events.filter(({ event }) => event === name).map(({ at }) => at)
      return times.length < n ? [] : [age(times.sort((a, b) => a - b)[n - 1])]
    })
    .filter((days) => days < until)
    .sort((a, b) => a - b)
  add(tables, 'all', buys)
  if (!events.some(({ at }) => age(at) < until)) continue
  add(tables, 'used', buys)
  const group = done.length >= 4 ? '4 to 5' : done.length >= 2 ? '2 to 3' : String(done.length)
  add(tables.milestones, group, buys)
  const days = Math.floor(done[1] ?? Number.POSITIVE_INFINITY)
  const speed = days <= 3 ? 'fast' : days <= 7 ? 'normal' : days <= 14 ? 'slow' : until < 15 ? 'pending' : 'failed'
  add(tables.speed, speed, buys)
}
console.log(JSON.stringify(tables))

/** A cell says how many, and how many of them bought. */
function add(table, name, buys) {
  const [accounts, bought] = table[name] ?? [0, 0]
  table[name] = [accounts + 1, bought + (buys ? 1 : 0)]
}
