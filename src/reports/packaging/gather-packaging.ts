import type { PackagingQuery } from '../../contract/analyze/packaging.ts'
import { TelltaleError } from '../../core/errors.ts'
import { type Day, type Millis, MS_PER_DAY } from '../../core/time.ts'
import type { Fate } from '../landmark/fate.ts'
import { isActiveIn } from '../metrics/read-days.ts'
import { openReading, type Reading } from '../metrics/reading.ts'
import type { AccountValue } from '../question/account-values.ts'
import type { Asking } from '../question/asking.ts'
import type { LimitUse } from '../question/report-source.ts'
import { type Followed, followPaying } from './compare-drivers.ts'
import { type Hits, readPaywall } from './read-paywall.ts'

/** What is read of all accounts, before it is looked at plan by plan. */
export type Gathered = {
  /** The close of the last day. */
  readonly end: Millis
  /** When those who pay began to be followed. */
  readonly landmark: Millis
  /** Accounts that pay at the close, or were active before it; and of these those that pay. */
  readonly accounts: readonly number[]
  readonly customers: ReadonlySet<number>
  readonly planAt: AccountValue
  readonly mrr: Mrr
  readonly limits: readonly LimitUse[]
  /** null: nobody says what a paywall is. */
  readonly hits: readonly Hits[] | null
  /** When accounts paid for the first time, or more. */
  readonly upgrades: ReadonlyMap<number, readonly Millis[]>
  readonly followed: readonly Followed[]
}

/** MRR at the close, or why it cannot be told. */
type Mrr =
  | { readonly currency: string | null; readonly of: ReadonlyMap<number, number> }
  | { readonly untold: TelltaleError }

const ACTIVE_DAYS = 28

/** `last`: the day as of whose close everything is told. */
export async function gatherPackaging(asking: Asking, query: PackagingQuery, last: Day): Promise<Gathered> {
  const { source, zone, calendar } = asking
  const reading = await openReading(source, last, null)
  const end = zone.startOf(last + 1)
  const landmark = end - query.within_days * MS_PER_DAY
  const fates = onlyKnown(await source.readFates('churned'), await reading.accountSignUps())
  const customers = new Set([...fates].flatMap(([account, fate]) => (paysBefore(fate, end) ? [account] : [])))
  const active = (await reading.days()).filter((one) => isActiveIn(one, last - ACTIVE_DAYS + 1, last))
  const known = new Set([...customers, ...active.map(({ account }) => account)].filter((one) => fates.has(one)))
  const paywall = query.paywall ?? source.model.metrics.paywall
  return {
    ...{ end, landmark, customers, planAt: await reading.plans() },
    accounts: [...known].sort((a, b) => a - b),
    mrr: await readMrr(reading, end),
    limits: await source.readLimits(last),
    hits:
      paywall.length === 0
        ? null
        : await readPaywall(asking, paywall, { from: calendar.startOf(asking.first), to: end }),
    upgrades: await readUpgrades(asking),
    followed: await followPaying(reading, fates, { withinDays: query.within_days, landmark }),
  }
}

/** Own staff and tests have no sign-up. */
function onlyKnown(fates: ReadonlyMap<number, Fate>, signUps: ReadonlyMap<number, unknown>): ReadonlyMap<number, Fate> {
  return new Map([...fates].filter(([account]) => signUps.has(account)))
}

function paysBefore({ unpaid }: Fate, end: Millis): boolean {
  return !unpaid.some(({ from, to }) => from < end && end <= to)
}

async function readMrr(reading: Reading, end: Millis): Promise<Mrr> {
  try {
    const { currency, accounts } = await reading.money()
    return { currency, of: new Map(accounts.map((one) => [one.account, one.mrrBefore(end)])) }
  } catch (error) {
    if (error instanceof TelltaleError && (error.code === 'currency_mixed' || error.code === 'rate_missing'))
      return { untold: error }
    throw error
  }
}

async function readUpgrades({ source }: Asking): Promise<ReadonlyMap<number, readonly Millis[]>> {
  const [first, more] = [await source.readFates('converted'), await source.readFates('expanded')]
  const accounts = new Set([...first.keys(), ...more.keys()])
  return new Map(
    [...accounts].map((one) => [one, [...(first.get(one)?.outcomes ?? []), ...(more.get(one)?.outcomes ?? [])]]),
  )
}
