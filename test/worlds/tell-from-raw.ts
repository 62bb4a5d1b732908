import { DAY, type Raw, type Row } from './metrics-of-world.ts'
import { type AsOf, mean, mondayOf, monthBefore, monthOf, type Pair, share, TRIAL_AND_GRACE } from './raw-numbers.ts'
import { tellMoney } from './tell-money-from-raw.ts'

const FEATURES: Readonly<Record<string, readonly string[]>> = {
  projects: ['Project Created', 'project_created', 'projectCreated', 'create-project', 'proejct_created'],
  tasks: ['Task Created', 'task_created', 'taskCreated', 'Task Completed'],
  boards: ['Board Viewed'],
  reports: ['Report Viewed', 'Report Opened'],
}
const TASKS_CREATED = ['Task Created', 'task_created', 'taskCreated']
const INVITE = 'Invite Sent'
const ACTIVE = new Set([...Object.values(FEATURES).flat(), INVITE])

/** Each metric as of a day, and in the period before it. */
export function tellFromRaw(raw: Raw, last: number): Record<string, Pair> {
  const weekly = (tell: AsOf): Pair => [tell(last), tell(last - 28)]
  const month = monthBefore(monthOf(last + 1))
  const monthly = (tell: (month: string) => number | null): Pair => [tell(month), tell(monthBefore(month))]
  return {
    ...tellUsage(raw, weekly),
    ...tellNewcomers(raw, last, weekly),
    ...tellMoney(raw, { weekly, monthly }),
  }
}

function tellUsage({ rows, accounts: signedUp, members }: Raw, weekly: (tell: AsOf) => Pair): Record<string, Pair> {
  const active = rows.filter(({ name }) => ACTIVE.has(name))
  const inDays = (list: readonly Row[], last: number, days: number) =>
    list.filter(({ day }) => day <= last && day > last - days)
  const users = (last: number, days: number) => new Set(inDays(active, last, days).map(({ user }) => user)).size
  const accounts = (list: readonly Row[]) => new Set(list.map(({ account }) => account))
  const activeDays = (last: number, days: number) =>
    share(new Set(inDays(active, last, days).map(({ user, day }) => `${user} ${day}`)).size, users(last, days))
  const usersOf = (feature: string, last: number) =>
    accounts(inDays(rows, last, 28).filter(({ name }) => FEATURES[feature]!.includes(name)))
  const breadth = (feature: string, last: number) => {
    const eligible = accounts(inDays(active, last, 28))
    return share(usersOf(feature, last).size, eligible.size)!
  }
  const retention = (key: 'account' | 'user') => (last: number) => {
    const weeks = new Map<string, Set<number>>()
    for (const row of active.filter(({ day }) => day <= last))
      weeks.set(row[key], (weeks.get(row[key]) ?? new Set()).add(mondayOf(row.day)))
    const own = [...weeks.values()]
      .map((set) => ({ set, began: Math.min(...set) }))
      .filter(({ began }) => began >= mondayOf(last - 83) && began + 35 <= last + 1)
    return share(own.filter(({ set, began }) => set.has(began + 28)).length, own.length)
  }
  const scoreOf = (is: (row: Row) => boolean, last: number) =>
    100 *
    Math.min(
      1,
      new Set(
        inDays(active, last, 28)
          .filter(is)
          .map(({ day }) => day),
      ).size / 20,
    )
  const ofAccounts = (last: number) =>
    [...signedUp]
      .filter(([, { signUp }]) => Math.floor(signUp / DAY) <= last)
      .map(([account]) => scoreOf((row) => row.account === account, last))
  const ofMembers = (last: number) =>
    members
      .filter(({ from, to }) => from < (last + 1) * DAY && to >= (last + 1) * DAY)
      .map(({ account, user }) => scoreOf((row) => row.account === account && row.user === user, last))
  const sessions = tellSessions(rows)
  const adoption = (last: number) => breadth('tasks', last)
  return {
    dau: weekly((last) => users(last, 1)),
    wau: weekly((last) => users(last, 7)),
    mau: weekly((last) => users(last, 30)),
    active_accounts: weekly((last) => accounts(inDays(active, last, 7)).size),
    stickiness: weekly((last) => share(users(last, 7), users(last, 30))),
    dau_mau: weekly((last) => share(users(last, 1), users(last, 30))),
    l7: weekly((last) => activeDays(last, 7)),
    l28: weekly((last) => activeDays(last, 28)),
    sessions: weekly((last) => {
      const own = sessions(last)
      return share(own.length, new Set(own.map(({ user }) => user)).size)
    }),
    key_actions: weekly((last) => mean(sessions(last).map(({ actions }) => actions))),
    core_feature_adoption: weekly(adoption),
    adoption_breadth: weekly((last) => mean(Object.keys(FEATURES).map((feature) => breadth(feature, last)))),
    adoption_depth: weekly((last) => {
      const uses = inDays(rows, last, 28).filter(({ name }) => FEATURES.tasks!.includes(name))
      return share(uses.length, 4 * accounts(uses).size)
    }),
    account_adoption: weekly((last) => {
      const key = ['projects', 'tasks', 'reports'].map((feature) => usersOf(feature, last))
      return mean([...accounts(inDays(active, last, 28))].map((one) => key.filter((own) => own.has(one)).length / 3))
    }),
    nice_to_have_adoption: weekly((last) => breadth('boards', last)),
    promoted_adoption: [tellPromotion(active), tellPromotion(active)],
    cohort_retention: weekly(retention('account')),
    user_retention: weekly(retention('user')),
    north_star: weekly((last) => {
      const week = inDays(rows, last, 7)
      const done = week.filter(({ name }) => name === 'Task Completed').length
      return share(done, accounts(inDays(active, last, 7)).size)
    }),
    account_engagement: weekly((last) => mean(ofAccounts(last))),
    member_engagement: weekly((last) => mean(ofMembers(last))),
    customer_health: weekly((last) => {
      const all = ofAccounts(last)
      return share(all.filter((value) => value >= 50).length, all.length)
    }),
    pqa: weekly((last) => ofAccounts(last).filter((value) => value >= 75).length),
    pql: weekly((last) => ofMembers(last).filter((value) => value >= 20).length),
  }
}

/** Of the one promotion, on 4 May 2026: 1 where adoption rose by more than chance, by Newcombe's limits. */
function tellPromotion(active: readonly Row[]): number {
  const on = Date.parse('2026-05-04') / DAY
  const wilson = (from: number) => {
    const own = active.filter(({ day }) => day >= from && day < from + 28)
    const n = new Set(own.map(({ account }) => account)).size
    const p = new Set(own.filter(({ name }) => FEATURES.reports!.includes(name)).map(({ account }) => account)).size / n
    const z2 = 1.959963984540054 ** 2
    const half = (1.959963984540054 * Math.sqrt(p * (1 - p) * n + z2 / 4)) / (n + z2)
    const centre = (p * n + z2 / 2) / (n + z2)
    return { p, lower: centre - half, upper: centre + half }
  }
  const [before, after] = [wilson(on - 28), wilson(on)]
  const lower = after.p - before.p - Math.hypot(after.p - after.lower, before.upper - before.p)
  return lower > 0 ? 1 : 0
}

function tellSessions(rows: readonly Row[]) {
  const byUser = new Map<string, Row[]>()
  for (const row of rows) byUser.set(row.user, [...(byUser.get(row.user) ?? []), row])
  const all: { user: string; start: number; end: number; actions: number }[] = []
  for (const [user, own] of byUser) {
    let open: (typeof all)[number] | null = null
    for (const { ts, name } of own.sort((a, b) => a.ts - b.ts)) {
      if (open === null || ts - open.end > 1_800_000 || ts - open.start > DAY) {
        open = { user, start: ts, end: ts, actions: 0 }
        all.push(open)
      }
      open.end = ts
      if (ACTIVE.has(name)) open.actions += 1
    }
  }
  return (last: number) => all.filter(({ start }) => start >= (last - 27) * DAY && start < (last + 1) * DAY)
}

function tellNewcomers(raw: Raw, last: number, weekly: (tell: AsOf) => Pair): Record<string, Pair> {
  const { rows, accounts, terms, titles } = raw
  const nth = (account: string, names: readonly string[], n: number) =>
    rows
      .filter((row) => row.account === account && names.includes(row.name))
      .map(({ ts }) => ts)
      .sort((a, b) => a - b)[n - 1]
  const all = [...accounts].map(([account, { signUp }]) => {
    const project = nth(account, FEATURES.projects!, 1)
    const tasks = nth(account, TASKS_CREATED, 3)
    const first = Math.min(project ?? Number.POSITIVE_INFINITY, tasks ?? Number.POSITIVE_INFINITY)
    const activated = project !== undefined && tasks !== undefined ? Math.max(project, tasks) : null
    const paid = Math.min(...terms.filter((one) => one.account === account).map(({ from }) => from))
    const steps = (by: number) =>
      [project, nth(account, [INVITE], 1)].filter((at) => at !== undefined && Math.floor(at / DAY) < by).length / 2
    return { signUp, day: Math.floor(signUp / DAY), first, activated, paid, steps }
  })
  const signedUp = (to: number, days: number) => all.filter(({ day }) => day <= to && day > to - days)
  const follow = (to: number) => {
    const now = Date.parse('2026-06-30T15:00:00Z')
    const own = signedUp(to, 90).map(({ signUp, first }) => {
      const there = first < now
      return { time: ((there ? first : now) - signUp) / DAY, there }
    })
    let left = 1
    for (const time of [...new Set(own.filter(({ there }) => there).map((one) => one.time))].sort((a, b) => a - b)) {
      const atRisk = own.filter((one) => one.time >= time).length
      left *= 1 - own.filter((one) => one.there && one.time === time).length / atRisk
      if (left <= 0.5) return time
    }
    return null
  }
  const firstUps = new Map<string, number>()
  for (const { user, name, ts } of rows)
    if (name === 'Signed Up') firstUps.set(user, Math.min(ts, firstUps.get(user) ?? Number.POSITIVE_INFINITY))
  const persons = (begun: ReadonlyMap<string, number>, within: number) => (to: number) => {
    const own = [...begun].filter(
      ([, at]) => Math.floor(at / DAY) <= to - within && Math.floor(at / DAY) > to - within - 28,
    )
    const inTime = ([user, at]: [string, number]) => {
      const up = titles.get(user)?.signUp ?? firstUps.get(user)
      return up !== undefined && up >= at && up <= at + within * DAY
    }
    return share(own.filter(inTime).length, own.length)
  }
  const analysts = new Map(
    [...titles].filter(([, { title }]) => title === 'Analyst').map(([user, { ts }]) => [user, ts]),
  )
  return {
    activation_rate: weekly((to) => {
      const own = signedUp(to - 14, 28)
      return share(
        own.filter((one) => one.activated !== null && one.activated - one.signUp < 14 * DAY).length,
        own.length,
      )
    }),
    time_to_value: [follow(last), follow(last - 90)],
    onboarding_engagement: weekly((to) =>
      mean(signedUp(to - 14, 28).map(({ signUp, steps }) => steps(Math.floor((signUp + 14 * DAY) / DAY)))),
    ),
    visitor_to_sign_up: weekly(persons(firstUps, 14)),
    lead_to_trial: weekly(persons(analysts, 30)),
    trial_to_paid: weekly((to) => {
      const own = signedUp(to - TRIAL_AND_GRACE, 28)
      return share(own.filter(({ paid, signUp }) => paid <= signUp + TRIAL_AND_GRACE * DAY).length, own.length)
    }),
  }
}
