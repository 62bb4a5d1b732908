import { DAY, type Raw } from './metrics-of-world.ts'
import { type AsOf, monthStart, nextMonth, type Pair, share, sum } from './raw-numbers.ts'

const SPEND: Readonly<Record<string, number>> = { '2026-04': 1_100, '2026-05': 1_250 }
const MARGIN = 0.8
const RATES: Readonly<Record<string, readonly [number, number]>> = { EUR: [1.1, 1.2], GBP: [1.27, 1.3] }
/** In dollars: another rate from 15 May 2026 on. */
function rateOf(currency: string | undefined, day: number): number {
  return RATES[currency ?? 'USD']?.[day < Date.parse('2026-05-15') / DAY ? 0 : 1] ?? 1
}

type Ways = {
  readonly weekly: (tell: AsOf) => Pair
  readonly monthly: (tell: (month: string) => number | null) => Pair
}

/** What the metrics of money are, from the terms of subscriptions. */
export function tellMoney({ terms, accounts }: Raw, { weekly, monthly }: Ways): Record<string, Pair> {
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
