import { DAY, type Raw, type Row } from './metrics-of-world.ts'

type Pair = (number | null)[]
type AsOf = (last: number) => number | null

const FEATURES: Readonly<Record<string, readonly string[]>> = {
  projects: ['Project Created', 'project_created', 'projectCreated', 'create-project', 'proejct_created'],
  tasks: ['Task Created', 'task_created', 'taskCreated', 'Task Completed'],
  boards: ['Board Viewed'],
  reports: ['Report Viewed', 'Report Opened'],
}
const TASKS_CREATED = ['Task Created', 'task_created', 'taskCreated']
const INVITE = 'Invite Sent'
const ACTIVE = new Set([...Object.values(FEATURES).flat(), INVITE])
const SPEND: Readonly<Record<string, number>> = { '2026-04': 1_100, '2026-05': 1_250 }
const MARGIN = 0.8
const TRIAL_AND_GRACE = 28

const RATES: Readonly<Record<string, readonly [number, number]>> = { EUR: [1.1, 1.2], GBP: [1.27, 1.3] }
/** In dollars: another rate from 15 May 2026 on. */
function rateOf(currency: string | undefined, day: number): number {
  return RATES[currency ?? 'USD']?.[day < Date.parse('2026-05-15') / DAY ? 0 : 1] ?? 1
}

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]) => share(sum(values), values.length)
const mondayOf = (day: number) => day - ((((day + 3) % 7) + 7) % 7)
const monthOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 7)
const monthStart = (month: string) => Date.parse(`${month}-01T00:00:00Z`)
const nextMonth = (month: string) => monthOf(Math.floor(monthStart(month) / DAY) + 31)
const monthBefore = (month: string) => monthOf(Math.floor(monthStart(month) / DAY) - 1)

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

type Ways = {
  readonly weekly: (tell: AsOf) => Pair
  readonly monthly: (tell: (month: string) => number | null) => Pair
}

function tellMoney({ terms, accounts }: Raw, { weekly, monthly }: Ways): Record<string, Pair> {
  const payers = [...new Set(terms.map(({ account }) => account))]
  /** Just before an instant, at the rates of the day before it, or of another day. */
  const mrrAt = (account: string, at: number, day = Math.floor((at - 1) / DAY)) => {
    const own = terms.filter((one) => one.account === account && one.from < at && one.to >= at)
    return Math.round(sum(own.map(({ mrr }) => mrr)) * rateOf(own[0]?.currency, day))
  }
  const began = (account: string) =>
    Math.min(...terms.filter((one) => one.account === account && one.mrr > 0).map(({ from }) => from))
  const moves = (month: string) => {
    const [start, end] = [monthStart(month), monthStart(nextMonth(month))]
    return payers.map((account) => {
      // What the month's start is at the rates of its end: what rates did is no movement.
      const [from, to] = [mrrAt(account, start, Math.floor(end / DAY) - 1), mrrAt(account, end)]
      return { account, from, to, isNew: from === 0 && to > 0 && began(account) >= start }
    })
  }
  type Move = ReturnType<typeof moves>[number]
  const total = (month: string, of: (move: Move) => number) => sum(moves(month).map(of))
  const start = (month: string) => total(month, ({ from }) => from)
  const end = (month: string) => total(month, ({ to }) => to)
  const fresh = (month: string) => total(month, ({ isNew, to }) => (isNew ? to : 0))
  const back = (month: string) => total(month, ({ isNew, from, to }) => (!isNew && from === 0 ? to : 0))
  const grown = (month: string) => total(month, ({ from, to }) => (from > 0 ? Math.max(0, to - from) : 0))
  const shrunk = (month: string) => total(month, ({ from, to }) => (to > 0 ? Math.max(0, from - to) : 0))
  const lost = (month: string) => total(month, ({ from, to }) => (to === 0 ? from : 0))
  const number = (month: string, is: (move: Move) => boolean) => moves(month).filter(is).length
  const customers = (month: string) => number(month, ({ from }) => from > 0)
  const left = (month: string) => number(month, ({ from, to }) => from > 0 && to === 0)
  const churn = (month: string) => share(left(month), customers(month))
  const arpa = (month: string) =>
    share(
      end(month),
      number(month, ({ to }) => to > 0),
    )!
  const ltv = (month: string) => (churn(month) === 0 ? null : (arpa(month) * MARGIN) / churn(month)!)
  const cac = (month: string) =>
    share(
      100 * SPEND[month]!,
      number(month, ({ isNew }) => isNew),
    )
  const over = (a: number | null, b: number | null) => (a === null || b === null || b === 0 ? null : a / b)
  const cohortChurn = (month: string) => {
    const endAt = monthStart(nextMonth(month))
    const first = Date.UTC(Number(month.slice(0, 4)) - 1, Number(month.slice(5)), 1)
    // Who came and went within one month has moved nothing.
    const own = payers.filter((account) => began(account) >= first && began(account) < endAt)
    return share(own.filter((account) => mrrAt(account, endAt) === 0).length, own.length)
  }
  return {
    mrr: monthly(end),
    arr: monthly((month) => 12 * end(month)),
    new_mrr: monthly(fresh),
    expansion_mrr: monthly(grown),
    reactivation_mrr: monthly(back),
    contraction_mrr: monthly(shrunk),
    churned_mrr: monthly(lost),
    expansion_rate: monthly((month) => share(grown(month), start(month))),
    nrr: monthly((month) => share(start(month) + grown(month) - shrunk(month) - lost(month), start(month))),
    grr: monthly((month) => share(start(month) - shrunk(month) - lost(month), start(month))),
    quick_ratio: monthly((month) => share(fresh(month) + back(month) + grown(month), shrunk(month) + lost(month))),
    arpa: monthly(arpa),
    ltv: monthly(ltv),
    concentration: monthly((month) => {
      const paid = moves(month)
        .map(({ to }) => to)
        .sort((a, b) => b - a)
      return share(sum(paid.slice(0, 10)), sum(paid))
    }),
    logo_churn: monthly(churn),
    logo_retention: monthly((month) => share(customers(month) - left(month), customers(month))),
    revenue_churn: monthly((month) => share(shrunk(month) + lost(month), start(month))),
    churn_by_cohort: monthly(cohortChurn),
    cac: monthly(cac),
    cac_payback: monthly((month) => over(cac(month), arpa(month) * MARGIN)),
    ltv_cac: monthly((month) => over(ltv(month), cac(month))),
    untouched_upgrades: weekly((to) => {
      const rose = (account: string) =>
        terms.some(({ account: own, from }) => {
          const isIn = own === account && from >= (to - 27) * DAY && from < (to + 1) * DAY
          return isIn && mrrAt(account, from + 1) > mrrAt(account, from, Math.floor(from / DAY))
        })
      return payers.some(rose) ? 1 : null
    }),
    renewals_due: weekly((to) =>
      sum(
        payers
          .filter((account) => {
            const renews = accounts.get(account)?.renews ?? null
            return renews !== null && renews > to && renews <= to + 90
          })
          .map((account) => mrrAt(account, (to + 1) * DAY)),
      ),
    ),
  }
}
