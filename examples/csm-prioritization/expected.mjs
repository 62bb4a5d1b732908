// Works out the onboarding status of day 30 straight from the messages, without Telltale: node expected.mjs csm-200.ndjson NOW [within]
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

const DAY = 86_400_000
const LANDMARK = 30
const VALUE = [
  'Data Source Connected',
  'Dashboard Built',
  'Dashboard Viewed',
  'Query Run',
  'Dashboard Shared',
  'Report Scheduled',
  'Custom Metric Created',
]

const [file, now, within = '60'] = process.argv.slice(2)
const accounts = new Map()
for await (const line of createInterface({ input: createReadStream(file) })) {
  const message = JSON.parse(line)
  const key = message.groupId ?? message.context?.groupId
  if (key === undefined) continue
  const account = accounts.get(key) ?? { signUp: null, left: null, assignee: null, events: [] }
  accounts.set(key, account)
  if (message.type === 'group') {
    account.signUp = Date.parse(message.traits.created_at)
    account.assignee = message.traits.csm
  }
  if (message.type === 'subscription' && message.cancelDecidedAt !== null)
    account.left = Date.parse(message.cancelDecidedAt)
  if (message.type !== 'track') continue
  if (message.event === 'Dashboard Built' && !(message.properties.visualizations >= 5)) continue
  account.events.push({ event: message.event, user: message.userId, at: Date.parse(message.timestamp) })
}

const today = Date.parse(now)
const lastClose = Math.floor(today / DAY) * DAY
const found = { green: [0, 0], yellow: [0, 0], red: [0, 0], portfolios: {}, redNow: {} }
for (const [key, { signUp, left, assignee, events }] of accounts) {
  const age = (lastClose - signUp) / DAY
  if (left === null && statusOf(events, signUp, lastClose) === 'red') {
    found.redNow[assignee] = { ...found.redNow[assignee], [key]: Math.floor(age) }
  }
  if (left === null) found.portfolios[assignee] = (found.portfolios[assignee] ?? 0) + 1
  if (left !== null && left <= signUp + LANDMARK * DAY) continue
  if (today < signUp + Number(within) * DAY) continue
  const status = statusOf(events, signUp, Math.floor((signUp + LANDMARK * DAY) / DAY) * DAY)
  found[status][0] += 1
  if (left !== null && left <= signUp + Number(within) * DAY) found[status][1] += 1
}
console.log(JSON.stringify(found))

/** At a close of a day (UTC): for the table of day 30 the last one that is not behind its end. */
function statusOf(events, signUp, close) {
  const age = (close - signUp) / DAY
  const seen = events.filter(({ at }) => at < close)
  const nth = (event, n) => {
    const times = seen.filter((one) => one.event === event).map(({ at }) => at)
    return times.length < n ? null : (times.sort((a, b) => a - b)[n - 1] - signUp) / DAY
  }
  const data = nth('Data Source Connected', 1)
  const steps = [
    data,
    nth('Dashboard Built', 1),
    nth('Dashboard Shared', 3),
    nth('Report Scheduled', 1),
    nth('Custom Metric Created', 1),
  ]
  const done = steps.filter((days) => days !== null)
  const lately = (days) => seen.filter(({ at }) => at >= close - days * DAY)
  const team =
    new Set(
      lately(7)
        .filter(({ event }) => VALUE.includes(event))
        .map(({ user }) => user),
    ).size >= 2
  const signIns = new Set(
    lately(14)
      .filter(({ event }) => event === 'Signed In')
      .map(({ at }) => Math.floor(at / DAY)),
  ).size
  if (done.length === 5 && team) return Math.max(...done) <= 14 ? 'green' : 'yellow'
  if (age < 14) return 'too early'
  if (done.length <= 1) return 'red'
  if (done.length <= 2 && (signIns < 4 || data === null || data > 14)) return 'red'
  return age > 30 && done.length <= 3 ? 'red' : 'yellow'
}
