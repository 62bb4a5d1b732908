// Works the six vectors of every account and member out of events.ndjson, day by day, without any of Telltale. Usage: node expect.mjs events.ndjson 2026-02-28
import { readFileSync } from 'node:fs'

const [file, lastDate] = process.argv.slice(2)
const DAY = 86_400_000
const LAST = Date.parse(lastDate)
const FEATURE = {
  'Board Created': 'boards',
  'Task Completed': 'tasks',
  'Comment Added': 'comments',
  'File Imported': 'imports',
  'Report Viewed': 'reports',
}
const FEATURES = Object.values(FEATURE)

const messages = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
const accounts = new Map()
for (const message of messages) {
  const key = message.groupId ?? message.context?.groupId
  const account = accounts.get(key) ?? { seats: null, created: null, members: new Map(), events: [] }
  accounts.set(key, account)
  const ts = Date.parse(message.timestamp)
  if (message.type === 'group') {
    account.seats = message.traits.seats
    account.created = Date.parse(message.traits.created_at)
    if (!account.members.has(message.userId)) account.members.set(message.userId, ts)
  } else account.events.push({ user: message.userId, name: message.event, ts, day: Math.floor(ts / DAY) * DAY })
}

const clamp = (value) => Math.max(0, Math.min(1, value))
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

/** What happened in the 28 days that end with a day. */
function within28(events, day) {
  return events.filter((event) => event.day <= day && event.day > day - 28 * DAY)
}

function adoption(events, least) {
  return (
    FEATURES.filter((feature) => events.filter(({ name }) => FEATURE[name] === feature).length >= least).length /
    FEATURES.length
  )
}

function recency(events, day) {
  const past = events.filter((event) => event.day <= day)
  if (past.length === 0) return null
  return clamp((28 - (day - Math.max(...past.map((event) => event.day))) / DAY) / 27)
}

/** Parts of which nothing is known are left out, and the others count for all. */
function weigh(parts) {
  const known = parts.filter(([, share]) => share !== null)
  const weight = known.reduce((sum, [points]) => sum + points, 0)
  return (100 * known.reduce((sum, [points, share]) => sum + points * share, 0)) / weight
}

function engagementOf({ events, members }, day) {
  const recent = within28(events, day)
  const size = [...members.values()].filter((joined) => joined < day + DAY).length
  return weigh([
    [20, recency(events, day)],
    [20, clamp(new Set(recent.map((event) => event.day)).size / 20)],
    [20, clamp(adoption(recent, 1) / 0.75)],
    [20, clamp(new Set(recent.map(({ user }) => user)).size / size / 0.75)],
    [20, clamp(recent.length / size / 20)],
  ])
}

function memberEngagementOf(events, day) {
  const recent = within28(events, day)
  return weigh([
    [30, recency(events, day)],
    [40, clamp(new Set(recent.map((event) => event.day)).size / 12)],
    [30, clamp(adoption(recent, 1) / 0.5)],
  ])
}

/** Milestones by weight 40/25/20/15 (without the invites 40/20/15), the first one's speed, days back, further features. */
function activationOf(events, signUp, steps) {
  const first = (name, nth) =>
    events
      .filter((event) => event.name === name)
      .map(({ ts }) => ts)
      .sort((a, b) => a - b)[nth - 1]
  const all = steps.reduce((sum, [weight]) => sum + weight, 0)
  const reached = steps.map(([weight, name, nth]) => [weight, first(name, nth)]).filter(([, at]) => at !== undefined)
  const done = reached.reduce((sum, [weight]) => sum + weight, 0) / all
  const speed = reached.length === 0 ? 0 : clamp((14 - (Math.min(...reached.map(([, at]) => at)) - signUp) / DAY) / 13)
  const start = Math.floor(signUp / DAY) * DAY
  const back = new Set(events.filter(({ day }) => day > start && day <= start + 14 * DAY).map(({ day }) => day)).size
  const further = new Set(
    events.map(({ name }) => FEATURE[name]).filter((feature) => feature !== undefined && feature !== 'boards'),
  ).size
  return 60 * done + 20 * speed + 10 * Math.min(1, back / 4) + 10 * Math.min(1, further / 3)
}

const STEPS = [
  [40, 'Board Created', 1],
  [20, 'File Imported', 1],
  [15, 'Report Viewed', 1],
]

function monthsSince(created, day) {
  const start = new Date(Math.floor(created / DAY) * DAY)
  const after = (n) => Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + n, start.getUTCDate())
  let whole = 0
  while (after(whole + 1) <= day) whole += 1
  return whole + (day - after(whole)) / (after(whole + 1) - after(whole))
}

function vectorsOf(account) {
  const { events, members, created, seats } = account
  const recent = within28(events, LAST)
  const active = new Set(recent.map(({ user }) => user)).size
  const ofMember = (user) => events.filter((event) => event.user === user)
  const people = [...members].map(([user, joined]) => {
    const own = ofMember(user)
    return {
      user,
      memberTenure: Math.floor(LAST / DAY) - Math.floor(joined / DAY),
      memberActivation: activationOf(own, joined, STEPS),
      memberEngagement: own.length === 0 ? 0 : memberEngagementOf(own, LAST),
      memberAdoption: adoption(within28(own, LAST), 1),
      memberAdoptionDepth: adoption(within28(own, LAST), 4),
    }
  })
  const weeks = [7, 6, 5, 4, 3, 2, 1, 0].map((back) => {
    const days = [6, 5, 4, 3, 2, 1, 0].map((n) => LAST - (back * 7 + n) * DAY)
    return days[0] < Math.floor(created / DAY) * DAY ? null : mean(days.map((day) => engagementOf(account, day)))
  })
  return {
    tenure: monthsSince(created, LAST),
    size: seats,
    activation: activationOf(events, created, [...STEPS, [25, 'Invite Sent', 2]]),
    engagement: engagementOf(account, LAST),
    engagementByWeek: weeks,
    engagementOfMembers: mean(people.map((one) => one.memberEngagement)),
    activeMembers: active,
    members: members.size,
    activeShare: active / members.size,
    adoption: adoption(recent, 1),
    adoptionDepth: adoption(recent, 4),
    people,
  }
}

console.log(JSON.stringify(Object.fromEntries([...accounts].map(([key, account]) => [key, vectorsOf(account)]))))
