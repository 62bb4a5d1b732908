import { Agent, request } from 'node:http'
import { openControlStore } from '../../dist/store/control/open-control-store.js'

// Usage: load.child.mjs DATA URL KEY SHIFT MINUTES ACCOUNTS. Sends 2,000 events a second in batches of 100, three of a second with a trigger of an event signal for
// an account that had none before; looks for the opened episodes in the control store. Prints one line of JSON a minute: milliseconds from the acknowledgement
// of a trigger to the moment its episode was seen committed.
const [folder, url, key, shiftText, minutesText, accountsText] = process.argv.slice(2)
const [shift, minutes, accounts] = [shiftText, minutesText, accountsText].map(Number)
const PERIOD_MS = 50
const PER_BATCH = 100
const TRIGGER_EVERY = 6
const NAMES = ['Task Created', 'Task Completed', 'Board Viewed', 'Comment Added', 'Report Viewed', 'Signed In']
const SIGNAL = 'limitReached'
const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
// A connection that was idle for long may be closed by the server just as a batch is sent on it.
const agent = new Agent({ keepAlive: true, maxSockets: 32, timeout: 30_000 })
const acknowledged = new Map()
const opened = new Map()
const counts = { sent: 0, refused: 0, answers: {}, triggers: 0, slowestAckMs: 0 }
let minute = []
const control = await openControlStore(folder)
const triggered = await withoutEpisode()

void watch()
await send()
const patience = performance.now() + 30_000
while (acknowledged.size > 0 && performance.now() < patience) await pause(50)
report()
process.stdout.write(`${JSON.stringify({ done: true, ...counts, unseen: acknowledged.size })}\n`)
process.exit(0)

async function send() {
  const started = performance.now()
  const batches = (minutes * 60_000) / PERIOD_MS
  for (let batch = 0; batch < batches; batch++) {
    // By the clock, not by what came back: a slow server is sent no less.
    const due = started + batch * PERIOD_MS - performance.now()
    if (due > 0) await pause(due)
    void post(batch)
    if (batch > 0 && batch % (60_000 / PERIOD_MS) === 0) report()
  }
}

async function post(number) {
  const trigger = number % TRIGGER_EVERY === 0 ? triggered[(number / TRIGGER_EVERY) % triggered.length] : null
  const asked = performance.now()
  const status = await answerOf(Buffer.from(JSON.stringify({ batch: makeBatch(number, trigger) })))
  const at = performance.now()
  counts.slowestAckMs = Math.max(counts.slowestAckMs, Math.round(at - asked))
  if (status !== 200) {
    counts.refused += PER_BATCH
    counts.answers[status] = (counts.answers[status] ?? 0) + 1
    return
  }
  counts.sent += PER_BATCH
  if (trigger === null) return
  counts.triggers += 1
  acknowledged.set(trigger, at)
  settle(trigger)
}

function makeBatch(number, trigger) {
  const timestamp = new Date(Date.now() + shift).toISOString()
  return Array.from({ length: PER_BATCH }, (_, i) => {
    const account = (number * PER_BATCH + i * 7919) % Math.min(accounts, 2_000)
    const triggers = trigger !== null && i === PER_BATCH - 1
    return {
      type: 'track',
      event: triggers ? 'Plan Limit Reached' : NAMES[i % NAMES.length],
      messageId: `live-${process.pid}-${number}-${i}`,
      userId: `u_${account.toString(36)}_${(i % 5).toString(36)}`,
      timestamp,
      context: { groupId: triggers ? trigger : keyOf(account) },
      properties: { source: 'web', view: 'board', mentions: i % 4 },
    }
  })
}

function keyOf(account) {
  return `acct_${String(account).padStart(4, '0')}`
}

function answerOf(bytes) {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': bytes.length, authorization }
    const asked = request(`${url}/v1/batch`, { agent, method: 'POST', headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode))
    })
    asked.on('error', (error) => resolve(error.code ?? error.message))
    asked.end(bytes)
  })
}

/** Accounts in which the signal may open: the history left it on in some, or they wait for its cooldown. */
async function withoutEpisode() {
  const rows = await control.selectFrom('signal_state').select('account').where('signal', '=', SIGNAL).execute()
  const kept = new Set(rows.map(({ account }) => account))
  return Array.from({ length: accounts }, (_, account) => keyOf(account)).filter((key) => !kept.has(key))
}

/** Looks for new openings in the control store itself, fifty times a second: what is there is committed. */
async function watch() {
  let last = 0
  for (;;) {
    const rows = await control
      .selectFrom('transition')
      .select(['id', 'account'])
      .where('name', '=', SIGNAL)
      .where('what', '=', 'opened')
      .where('id', '>', last)
      .orderBy('id')
      .execute()
    const at = performance.now()
    for (const { id, account } of rows) {
      last = Number(id)
      opened.set(account, at)
      settle(account)
    }
    await pause(20)
  }
}

/** An episode may be seen before its acknowledgement is: then it took no time. */
function settle(account) {
  const [ack, seen] = [acknowledged.get(account), opened.get(account)]
  if (ack === undefined || seen === undefined) return
  acknowledged.delete(account)
  opened.delete(account)
  minute.push(Math.max(0, seen - ack))
}

function report() {
  const sorted = minute.sort((a, b) => a - b)
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)
  const figures = { episodes: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
  minute = []
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
