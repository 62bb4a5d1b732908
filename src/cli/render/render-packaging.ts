import type { PackagedPlan, PackagingAnswer } from '../../contract/analyze/packaging.ts'
import { phraseMetric } from '../../contract/phrase-metric.ts'
import { printable, renderTable } from './render-table.ts'

type Share = PackagedPlan['limits'][number]['near']
type Drivers = PackagedPlan['features'][number] & { readonly plan: string }

/** The plans, their limits, and the features that go with staying, as a table each. */
export function renderPackaging({ definition, plans, currency, warnings }: PackagingAnswer): string {
  const named = plans.map((one) => ({ ...one, name: one.plan === null ? 'no plan' : String(one.plan) }))
  const ofPlans = renderTable(
    [
      { head: 'plan', cell: ({ name }) => name },
      { head: 'accounts', cell: ({ accounts }) => accounts.toLocaleString('en'), number: true },
      { head: 'paying', cell: ({ customers }) => customers.toLocaleString('en'), number: true },
      {
        head: 'MRR',
        cell: ({ mrr }) => (mrr === null ? '–' : phraseMetric(mrr, { unit: 'money', currency })),
        number: true,
      },
      {
        head: 'met the paywall',
        cell: ({ paywall }) => (paywall === null ? '–' : share(paywall.accounts)),
        number: true,
      },
      {
        head: 'paid more then',
        cell: ({ paywall }) => (paywall === null ? '–' : share(paywall.upgraded)),
        number: true,
      },
    ],
    named,
  )
  const limits = named.flatMap(({ name, limits: own }) => own.map((one) => ({ ...one, name })))
  const drivers: Drivers[] = named.flatMap(({ name, features }) => features.map((one) => ({ ...one, plan: name })))
  const parts = [definition, ...(named.length === 0 ? ['There are no accounts yet.'] : [ofPlans])]
  if (limits.length > 0) parts.push(renderLimits(limits))
  if (drivers.some(({ users, others }) => users.of + others.of > 0)) parts.push(renderDrivers(drivers))
  return [...parts, ...warnings.map(({ message }) => printable(message))].join('\n\n')
}

function renderLimits(rows: readonly (PackagedPlan['limits'][number] & { readonly name: string })[]): string {
  return renderTable(
    [
      { head: 'plan', cell: ({ name }) => name },
      { head: 'limit', cell: ({ limit }) => limit },
      { head: 'limited', cell: ({ limited }) => limited.toLocaleString('en'), number: true },
      { head: 'unlimited', cell: ({ unlimited }) => unlimited.toLocaleString('en'), number: true },
      { head: 'not known', cell: ({ unknown }) => unknown.toLocaleString('en'), number: true },
      { head: 'middle use', cell: ({ median_use: use }) => (use === null ? '–' : percent(use)), number: true },
      { head: '80 % and more', cell: ({ near }) => share(near), number: true },
      { head: 'reached', cell: ({ reached }) => share(reached), number: true },
    ],
    rows,
  )
}

function renderDrivers(rows: readonly Drivers[]): string {
  return renderTable(
    [
      { head: 'plan', cell: ({ plan }) => plan },
      { head: 'feature', cell: ({ feature }) => feature },
      { head: 'stayed with it', cell: ({ users }) => share(users), number: true },
      { head: 'without', cell: ({ others }) => share(others), number: true },
      { head: 'difference', cell: ({ difference }) => points(difference), number: true },
    ],
    rows.filter(({ users, others }) => users.of + others.of > 0),
  )
}

function share({ count, of, rate }: Share): string {
  if (rate === null) return '–'
  return `${count.toLocaleString('en')} of ${of.toLocaleString('en')} (${percent(rate.lower)}–${percent(rate.upper)})`
}

function percent(value: number): string {
  return `${(100 * value).toFixed(0)} %`
}

/** Of a share: per cent of the whole. */
function points(difference: Drivers['difference']): string {
  if (difference === null) return '–'
  const [middle, lower, upper] = [difference.estimate, difference.lower, difference.upper].map((one) =>
    // Not "-0".
    String(Math.round(100 * one) + 0),
  )
  return `${middle} points (${lower} to ${upper})`
}
