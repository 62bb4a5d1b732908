// Prints nine months of seven invented accounts, one Segment message a line. The same every time. Usage: node make-events.mjs > events.ndjson
const DAY = 86_400_000
const LAST = Date.UTC(2026, 1, 28)

const NAMES = ['Board Created', 'Task Completed', 'Comment Added', 'File Imported', 'Report Viewed']

/** `phases`: from that many days before the end on, how many members are at work, every how many days each, with how many of the five features. */
const ACCOUNTS = [
  {
    ...{ key: 'northwind', seats: 40, signedUp: '2025-06-10', members: 24 },
    phases: [
      { from: 262, active: 12, every: 3, features: 3 },
      { from: 90, active: 22, every: 1, features: 4 },
    ],
  },
  {
    ...{ key: 'twenty', seats: 40, signedUp: '2025-06-10', members: 24 },
    phases: [{ from: 262, active: 20, every: 1, features: 4 }],
  },
  {
    ...{ key: 'recent', seats: 40, signedUp: '2025-10-01', members: 24 },
    phases: [{ from: 149, active: 22, every: 1, features: 4 }],
  },
  {
    ...{ key: 'large', seats: 240, signedUp: '2025-06-10', members: 30 },
    phases: [{ from: 262, active: 25, every: 1, features: 5 }],
  },
  {
    ...{ key: 'shrinking', seats: 30, signedUp: '2025-06-05', members: 14 },
    phases: [
      { from: 267, active: 12, every: 2, features: 4 },
      { from: 60, active: 2, every: 5, features: 1 },
    ],
  },
  {
    ...{ key: 'steady', seats: 20, signedUp: '2025-07-15', members: 10 },
    phases: [{ from: 227, active: 7, every: 2, features: 3 }],
  },
  {
    ...{ key: 'alone', seats: 5, signedUp: '2026-02-16', members: 1 },
    phases: [{ from: 11, active: 1, every: 1, features: 2 }],
  },
]

const messages = ACCOUNTS.flatMap((account, at) => [...joining(account), ...working(account, at)])
messages.sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0))
messages.forEach((message, n) => {
  console.log(JSON.stringify({ messageId: `v${n}`, ...message }))
})

/** Everybody joins on the day of the sign-up, a minute after one another; the first of them invites two. */
function joining({ key, seats, signedUp, members }) {
  const start = Date.parse(`${signedUp}T08:00:00Z`)
  const traits = { name: key, seats, created_at: `${signedUp}T08:00:00Z` }
  const joins = Array.from({ length: members }, (_, i) => ({
    ...{ type: 'group', userId: `${key}-${i + 1}`, groupId: key, traits },
    timestamp: new Date(start + i * 60_000).toISOString(),
  }))
  const invite = { type: 'track', event: 'Invite Sent', userId: `${key}-1`, context: { groupId: key } }
  const invites =
    members < 2 ? [] : [1, 2].map((n) => ({ ...invite, timestamp: new Date(start + n * 3_600_000).toISOString() }))
  return [...joins, ...invites]
}

function* working({ key, phases }, at) {
  const first = LAST - phases[0].from * DAY
  for (let day = first, n = 0; day <= LAST; day += DAY, n++) {
    const left = (LAST - day) / DAY
    const { active, every, features } = phases.findLast(({ from }) => left <= from)
    for (let i = 1; i <= active; i++) {
      if ((n + i) % every !== 0) continue
      const feature = (Math.floor((n + i) / every) + i) % features
      yield {
        ...{ type: 'track', event: NAMES[feature], userId: `${key}-${i}`, context: { groupId: key } },
        timestamp: new Date(day + 9 * 3_600_000 + (at * 100 + i) * 1000).toISOString(),
      }
    }
  }
}
