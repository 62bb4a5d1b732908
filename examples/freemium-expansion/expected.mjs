// Counts upgrades, and what came before them, straight from the messages, without Telltale: node expected.mjs freemium-50k.ndjson NOW
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

const DAY = 86_400_000
const WITHIN = 7
const LIFESPAN = 30
const POINTS = {
  'Member Limit Reached': 30,
  'Storage Limit Reached': 30,
  'Premium Feature Attempted': 8,
  'Member Invited': 2,
}

const [file, now] = process.argv.slice(2)
const accounts = new Map()
for await (const line of createInterface({ input: createReadStream(file) })) {
  const { type, event, groupId, context, timestamp, from, traits } = JSON.parse(line)
  const key = groupId ?? context?.groupId
  if (key === undefined) continue
  const account = accounts.get(key) ?? { bought: null, upgraded: Number.POSITIVE_INFINITY, wants: [] }
  accounts.set(key, account)
  if (type === 'group' && traits.plan === 'free') Object.assign(account, traits)
  if (type === 'group' && traits.plan === 'pro') account.upgraded = Date.parse(timestamp)
  if (type === 'subscription') account.bought = Date.parse(from)
  if (POINTS[event] !== undefined)
    account.wants.push({ day: Math.floor(Date.parse(timestamp) / DAY), points: POINTS[event] })
}

const today = Date.parse(now)
const found = { accounts: accounts.size, outcomes: 0, noticed: 0, earlier: 0, unannounced: 0, episodes: 0, followed: 0 }
let days = 0
for (const account of accounts.values()) {
  const { bought, created_at } = account
  const openings = openingsOf(account)
  for (const at of openings.filter((one) => one + WITHIN * DAY <= today)) {
    found.episodes += 1
    if (bought !== null && bought > at && bought <= at + WITHIN * DAY) found.followed += 1
  }
  if (bought === null) continue
  found.outcomes += 1
  days += (bought - Date.parse(created_at)) / DAY
  const last = openings.findLast((at) => at <= bought)
  if (last === undefined) found.unannounced += 1
  else if (bought - last <= WITHIN * DAY) found.noticed += 1
  else found.earlier += 1
}
console.log(JSON.stringify({ ...found, meanDays: days / found.outcomes }))

/** The closes of days at which a free workspace came to High Priority: interest of 70 points, and somebody who can pay. */
function openingsOf({ wants, domain, employees, industry, upgraded }) {
  const size = Math.min(1, Math.max(0, (employees - 5) / 15))
  const fit = (domain === 'gmail.com' ? 0 : 30) + 40 * size + (['software', 'agency'].includes(industry) ? 30 : 0)
  if (fit < 50 || wants.length === 0) return []
  const openings = []
  let before = false
  const first = Math.min(...wants.map(({ day }) => day))
  const end = Math.min(Math.max(...wants.map(({ day }) => day)) + LIFESPAN, Math.floor(today / DAY) - 1)
  for (let day = first; day <= end; day++) {
    const close = (day + 1) * DAY
    const faded = wants.map((one) => (one.day > day ? 0 : one.points * Math.max(0, LIFESPAN - (day - one.day))))
    const isHigh = faded.reduce((sum, points) => sum + points, 0) >= 70 * LIFESPAN && upgraded >= close
    if (isHigh && !before) openings.push(close)
    before = isHigh
  }
  return openings
}
