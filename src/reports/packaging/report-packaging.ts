import type { PackagedPlan, PackagingAnswer, PackagingQuery } from '../../contract/analyze/packaging.ts'
import type { AnalysisWarning, BreakdownValue } from '../../contract/analyze/question.ts'
import { type Day, dayToIso, MS_PER_DAY } from '../../core/time.ts'
import { chooseDay } from '../metrics/report-metrics.ts'
import type { Asking } from '../question/asking.ts'
import { cappedWarning } from '../question/breakdown-groups.ts'
import { chooseEvents } from '../question/choose-events.ts'
import { countLeftOut } from '../question/count-left-out.ts'
import { prepareQuestion } from '../question/prepare-question.ts'
import type { ReportSource } from '../question/report-source.ts'
import { compareDrivers } from './compare-drivers.ts'
import { type Gathered, gatherPackaging } from './gather-packaging.ts'
import { groupPlans, type PlanGroup } from './group-plans.ts'
import { measureLimits, shareOf } from './measure-limits.ts'

const RANGE_DAYS = 90

/** How plans fit those who are on them: how much of their limits is used, who meets their end and pays more then, and which features those use that stay. @throws unknown_name, bad_argument */
export async function reportPackaging(source: ReportSource, query: PackagingQuery): Promise<PackagingAnswer> {
  const last = chooseDay(source, query.date_to, 'date_to')
  const asking = await preparePackaging(source, query, last)
  const gathered = await gatherPackaging(asking, query, last)
  const planOf = (account: number): BreakdownValue => gathered.planAt(account, gathered.end - 1)
  const groups = groupPlans(gathered.accounts, planOf, query.plan_limit)
  const plans = new Set(gathered.accounts.map(planOf)).size
  const paywall = query.paywall ?? source.model.metrics.paywall
  const choices = paywall.flatMap((event) => chooseEvents(source, event).choices)
  const range = { from: asking.calendar.startOf(asking.first), to: gathered.end }
  return {
    definition: define(query, { asking, last, paywall }),
    complete: true,
    ...(await countLeftOut(asking, choices, range)),
    warnings: warningsOf(gathered, plans > query.plan_limit ? [cappedWarning(plans, query.plan_limit)] : []),
    currency: 'untold' in gathered.mrr ? null : gathered.mrr.currency,
    unit: 'minor',
    plans: groups.map((group) => describePlan({ source, gathered, query }, group)),
    ...(query.include.includes('sql') ? { sql: asking.said } : {}),
  }
}

function preparePackaging(source: ReportSource, { date_from }: PackagingQuery, last: Day): Promise<Asking> {
  const range = { date_from: date_from ?? dayToIso(last - RANGE_DAYS + 1), date_to: dayToIso(last) }
  return prepareQuestion(source, { ...range, actor: 'account' }, { interval: 'day' })
}

type Describing = { readonly source: ReportSource; readonly gathered: Gathered; readonly query: PackagingQuery }

function describePlan({ source, gathered, query }: Describing, group: PlanGroup): PackagedPlan {
  const { accounts, plan, other } = group
  const { mrr, customers, landmark, planAt, followed, limits } = gathered
  const { entitlements, metrics } = source.model
  const has = (plans: readonly string[] | null) => plans === null || other || plans.includes(String(plan))
  const features = metrics.features.filter((one) => has(one.plans)).map(({ feature }) => feature)
  const own = followed.filter(({ account }) => group.isOf(planAt(account, landmark - 1)))
  return {
    ...{ plan, other, accounts: accounts.size },
    customers: [...accounts].filter((account) => customers.has(account)).length,
    mrr: 'untold' in mrr ? null : [...accounts].reduce((sum, account) => sum + (mrr.of.get(account) ?? 0), 0),
    limits: measureLimits(
      limits,
      entitlements.map(({ key }) => key),
      accounts,
    ),
    paywall: describePaywall({ source, gathered, query }, accounts),
    features: compareDrivers(features, own),
  }
}

function describePaywall(
  { source, gathered, query }: Describing,
  accounts: ReadonlySet<number>,
): PackagedPlan['paywall'] {
  const { hits, upgrades } = gathered
  if (hits === null) return null
  const own = hits.filter(({ account }) => accounts.has(account))
  const days = query.upgrade_days * MS_PER_DAY
  const over = own.filter(({ first }) => first + days < source.now)
  const upgraded = over.filter(({ account, first }) =>
    upgrades.get(account)?.some((at) => at >= first && at <= first + days),
  )
  return {
    hits: own.reduce((sum, one) => sum + one.hits, 0),
    accounts: shareOf(own.length, accounts.size),
    upgraded: shareOf(upgraded.length, over.length),
  }
}

function warningsOf({ mrr }: Gathered, warnings: readonly AnalysisWarning[]): AnalysisWarning[] {
  return 'untold' in mrr ? [...warnings, { code: 'money_untold', message: mrr.untold.message }] : [...warnings]
}

type Defining = { readonly asking: Asking; readonly last: Day; readonly paywall: readonly string[] }

function define({ upgrade_days, within_days }: PackagingQuery, { asking, last, paywall }: Defining): string {
  const day = dayToIso(last)
  const met =
    paywall.length === 0
      ? ''
      : ` who met the end of the plan (${paywall.join(', ')}) from ${dayToIso(asking.days.from)} on, and who paid for the first time or more within ${upgrade_days} days of it;`
  return `Accounts that pay or were active in the 28 days up to ${day}, by their plan at its close: how much of each limit they use;${met} and, of those that paid ${within_days} days before, by the features they had used in the 28 days up to then, how many stayed. It says what goes together, not what causes what; days of ${asking.zone.name}.`
}
