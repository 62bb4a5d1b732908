import { createWriteStream } from 'node:fs'

const NAMES = ['Report Created', 'Chart Shared', 'Signed In', 'Data Imported', 'Invite Sent']
const ACCOUNTS = 2_000
const PEOPLE = 20_000
const FIRST = Date.UTC(2026, 0, 1)
const DAYS = 90

/** Writes so many events of 2,000 accounts over 90 days as lines: what `toLine` makes of each. */
export async function writeEvents(path, events, toLine, head) {
  const out = createWriteStream(path)
  if (head !== undefined) out.write(`${head}\n`)
  for (let n = 0; n < events; n++) {
    const user = (n * 7_919) % PEOPLE
    const at = new Date(FIRST + Math.floor((n / events) * DAYS * 86_400_000)).toISOString()
    const of = {
      id: `m${n}`,
      event: NAMES[(n * 31 + (user % 7)) % NAMES.length],
      user: `u${user}`,
      account: `a${user % ACCOUNTS}`,
    }
    const line = toLine({ ...of, at, plan: user % 3 === 0 ? 'pro' : 'free', rows: n % 100 })
    if (!out.write(`${line}\n`)) await new Promise((done) => out.once('drain', done))
  }
  await new Promise((done) => out.end(done))
}

/** As SDKs send it. */
export function toMessage(of) {
  return JSON.stringify({
    ...{ type: 'track', event: of.event, userId: of.user, messageId: of.id, timestamp: of.at },
    ...{ context: { groupId: of.account }, properties: { plan: of.plan, rows: of.rows } },
  })
}
