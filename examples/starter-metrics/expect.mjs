// Works the ten numbers out of events.ndjson, without any of Telltale. Usage: node expect.mjs events.ndjson 2026-02-28
import { readFileSync } from 'node:fs'

const [file, lastDate] = process.argv.slice(2)
const DAY = 86_400_000
const LAST = Date.parse(lastDate)
const NOW = LAST + DAY
const SPEND = { '2026-01': 2_400, '2026-02': 3_000 }
const MARGIN = 0.8

const accounts = new Map()
for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
  const message = JSON.parse(line)
  const key = message.groupId ?? message.context.groupId
  const account = accounts.get(key) ?? { signUp: null, events: [], terms: [] }
  accounts.set(key, account)
  const ts = Date.parse(message.timestamp)
  if (message.type === 'group') account.signUp = Date.parse(message.traits.created_at)
  else if (message.type === 'subscription')
    account.terms.push({ from: Date.parse(message.from), mrr: message.mrrMinor / 100 })
  else account.events.push({ name: message.event, user: message.userId, ts, day: Math.floor(ts / DAY) * DAY })
}
const all = [...accounts.values()]

const share = (part, whole) => (whole.length === 0 ? null : part.length / whole.length)
const nth = (account, name, n) =>
  account.events
    .filter((event) => event.name === name)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b)[n - 1]

/** The moments of the two milestones. */
const stepsOf = (account) =>
  [nth(account, 'Project Created', 1), nth(account, 'Invite Sent', 2)].filter((at) => at !== undefined)
const activatedAt = (account) => (stepsOf(account).length === 2 ? Math.max(...stepsOf(account)) : null)

/** Accounts that signed up on the days up to one. */
const signedUp = (to, days) => all.filter(({ signUp }) => signUp >= to - (days - 1) * DAY && signUp < to + DAY)

function activationRate(to) {
  const own = signedUp(to, 28)
  return share(
    own.filter((one) => activatedAt(one) !== null && activatedAt(one) - one.signUp < 14 * DAY),
    own,
  )
}

/** Kaplan and Meier: the first time at which at most half (or a quarter) have no first milestone. */
function timeToValue(to, left) {
  const rows = signedUp(to, 90).map((one) => {
    const steps = stepsOf(one)
    return steps.length > 0
      ? { time: (Math.min(...steps) - one.signUp) / DAY, event: true }
      : { time: (NOW + 6 * 3_600_000 - one.signUp) / DAY, event: false }
  })
  let survival = 1
  for (const time of [...new Set(rows.filter(({ event }) => event).map((row) => row.time))].sort((a, b) => a - b)) {
    const atRisk = rows.filter((row) => row.time >= time).length
    survival *= 1 - rows.filter((row) => row.event && row.time === time).length / atRisk
    if (survival <= left) return time
  }
  return null
}

const activeIn = ({ events }, to, days) => events.filter((event) => event.day <= to && event.day > to - days * DAY)

function coreAdoption(to) {
  const active = all.filter((one) => activeIn(one, to, 28).length > 0)
  return share(
    active.filter((one) => activeIn(one, to, 28).some(({ name }) => name === 'Project Created')),
    active,
  )
}

const mondayOf = (day) => day - ((new Date(day).getUTCDay() + 6) % 7) * DAY

/** Cohorts by the week of their first activity, of the weeks that the last 84 days touch; back in the fourth week after it. */
function retention(to) {
  const first = mondayOf(to - 83 * DAY)
  const begun = all
    .filter(({ events }) => events.length > 0)
    .map((one) => ({ ...one, week: mondayOf(Math.min(...one.events.map(({ day }) => day))) }))
  const own = begun.filter(({ week }) => week >= first && week <= mondayOf(to) && week + 35 * DAY <= to + DAY)
  return share(
    own.filter(({ events, week }) => events.some(({ day }) => mondayOf(day) === week + 28 * DAY)),
    own,
  )
}

const mrrAt = ({ terms }, at) =>
  terms
    .filter(({ from }) => from < at)
    .sort((a, b) => a.from - b.from)
    .at(-1)?.mrr ?? 0
const sum = (values) => values.reduce((total, value) => total + value, 0)

function revenueOf(month) {
  const start = Date.UTC(2026, month - 1, 1)
  const end = Date.UTC(2026, month, 1)
  const before = all.filter((one) => mrrAt(one, start) > 0)
  const total = sum(before.map((one) => mrrAt(one, start)))
  const customers = all.filter((one) => mrrAt(one, end) > 0)
  const arpa = sum(customers.map((one) => mrrAt(one, end))) / customers.length
  const added = all.filter(({ terms }) => terms.length > 0 && terms[0].from >= start && terms[0].from < end)
  return {
    nrr: sum(before.map((one) => mrrAt(one, end))) / total,
    growth: (sum(customers.map((one) => mrrAt(one, end))) - total) / total,
    expansion: sum(before.map((one) => Math.max(0, mrrAt(one, end) - mrrAt(one, start)))) / total,
    payback: SPEND[`2026-0${month}`] / added.length / (arpa * MARGIN),
  }
}

function stickiness(to) {
  const users = (days) => new Set(all.flatMap((one) => activeIn(one, to, days).map(({ user }) => user))).size
  return { wau: users(7) / users(30), dau: users(1) / users(30) }
}

/** 60 for recency, 40 for frequency; unknown without any activity. */
function health(to) {
  const values = all
    .map((one) => ({ ...one, events: one.events.filter(({ day }) => day <= to) }))
    .filter(({ events }) => events.length > 0)
    .map((one) => {
      const since = (to - Math.max(...one.events.map(({ day }) => day))) / DAY
      const often = new Set(activeIn(one, to, 28).map(({ day }) => day)).size
      const clamp = (value) => Math.max(0, Math.min(1, value))
      return 60 * clamp((28 - since) / 21) + 40 * clamp(often / 8)
    })
  return share(
    values.filter((value) => value >= 70),
    values,
  )
}

/** Of those who began in the twelve months before an instant. */
function churn(end) {
  const first = new Date(end)
  first.setUTCMonth(first.getUTCMonth() - 12)
  const customers = all.filter(
    ({ terms }) => terms.some(({ mrr }) => mrr > 0) && terms[0].from >= first.getTime() && terms[0].from < end,
  )
  const months = [...new Set(customers.map(({ terms }) => new Date(terms[0].from).toISOString().slice(0, 7)))].sort()
  const left = (ones) => ones.filter((one) => mrrAt(one, end) === 0)
  const of = (month) => customers.filter(({ terms }) => new Date(terms[0].from).toISOString().startsWith(month))
  return {
    value: share(left(customers), customers),
    cohorts: Object.fromEntries(months.map((month) => [month, share(left(of(month)), of(month))])),
  }
}

const [january, february] = [revenueOf(1), revenueOf(2)]
const { wau, dau } = stickiness(LAST)
const { value: churned, cohorts } = churn(NOW)
console.log(
  JSON.stringify({
    metrics: {
      activation_rate: [activationRate(LAST - 14 * DAY), activationRate(LAST - 42 * DAY)],
      time_to_value: [timeToValue(LAST, 0.5), timeToValue(LAST - 90 * DAY, 0.5)],
      core_feature_adoption: [coreAdoption(LAST), coreAdoption(LAST - 28 * DAY)],
      cohort_retention: [retention(LAST), retention(LAST - 28 * DAY)],
      nrr: [february.nrr, january.nrr],
      cac_payback: [february.payback, january.payback],
      stickiness: [wau, stickiness(LAST - 28 * DAY).wau],
      expansion_rate: [february.expansion, january.expansion],
      customer_health: [health(LAST), health(LAST - 28 * DAY)],
      churn_by_cohort: [churned, churn(Date.UTC(2026, 1, 1)).value],
    },
    beside: { three_quarters: timeToValue(LAST, 0.25), growth: february.growth, dau, cohorts },
  }),
)
