// Prints half a year of 60 invented accounts with what they pay, one message a line. The same every time. Usage: node make-events.mjs > events.ndjson
const DAY = 86_400_000
const FIRST = Date.UTC(2025, 8, 1)
const END = Date.UTC(2026, 2, 1)

const messages = Array.from({ length: 60 }, (_, i) => [...tell(i)]).flat()
messages.sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0))
messages.forEach((message, n) => {
  console.log(JSON.stringify({ messageId: `m${n}`, ...message }))
})

/** One account every three days. A third is activated at once, a third in the second week or later, a third never. */
function* tell(i) {
  const account = `a${String(i).padStart(2, '0')}`
  const signUp = FIRST + 3 * i * DAY + 10 * 3_600_000
  const at = (days) => new Date(signUp + days * DAY).toISOString()
  const track = (event, user, days) => ({
    ...{ type: 'track', event, userId: `${account}-${user}`, context: { groupId: account }, timestamp: at(days) },
  })
  const members = 2 + (i % 3)
  for (let user = 1; user <= members; user++)
    yield {
      type: 'group',
      userId: `${account}-${user}`,
      groupId: account,
      traits: { created_at: at(0) },
      timestamp: at(0),
    }

  const activatedOn = [1, 6 + (i % 12), null][i % 3]
  const events = []
  if (i % 6 !== 5) events.push(track('Project Created', 1, activatedOn === null ? 2.5 : activatedOn / 2))
  if (activatedOn !== null)
    events.push(track('Invite Sent', 1, activatedOn), track('Invite Sent', 1, activatedOn + 0.01))

  // Who was activated comes back every few days for a long time; the others look in a few times more.
  const last = activatedOn === null ? 12 : i % 4 === 1 ? 40 : 400
  const every = activatedOn === null ? 4 : 2 + (i % 3)
  for (let days = 3, n = 0; days < last; days += every, n++) {
    const feature = i % 5 !== 0 && n % 3 === 0 ? 'Project Created' : 'Task Completed'
    if (i % 6 !== 5) events.push(track(feature, 1 + (n % members), days + 0.2))
  }
  for (const event of events) if (Date.parse(event.timestamp) < END) yield event

  if (activatedOn === null || signUp + 14 * DAY >= END) return
  yield* pays(i, { account, at })
}

/** Paid from day 14 on; some pay half as much again after 60 days, some leave after 90. */
function* pays(i, { account, at }) {
  const isOver = (days) => Date.parse(at(days)) < END
  const terms = (mrrMinor, from, to) => ({
    ...{ type: 'subscription', groupId: account, subscriptionId: account, plan: 'team', currency: 'EUR', mrrMinor },
    ...{ from: at(from), timestamp: at(from), ...(to === null ? {} : { to: at(to) }) },
  })
  const grows = i % 4 === 0 && isOver(60)
  const leaves = i % 9 === 1 && isOver(90)
  yield terms(10_000, 14, null)
  if (grows) yield terms(15_000, 60, null)
  if (leaves) yield { ...terms(0, 90, null), cancelDecidedAt: at(90) }
}
