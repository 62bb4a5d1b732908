import { badOptions, isPlain, type Misused, withMisuse } from '../builders/misuse.ts'
import type { MetricsDraft, MetricsInput, RateRow, SpendRow } from './settings.ts'

const PARTS: readonly (keyof MetricsInput)[] = [
  ...(['coreFeature', 'features', 'promotions', 'paywall', 'visit', 'lead'] as const),
  ...(['spend', 'spendFile', 'preset', 'books', 'rates', 'ratesFile', 'northStar', 'watch'] as const),
]

/** Settings of the metrics as plain rows; files are named, not read. */
export function draftMetrics(given: MetricsInput): MetricsDraft & Misused {
  const { coreFeature = null, visit = null, spendFile = null, ratesFile = null, books = 'default', rates } = given
  const { preset = null } = given
  const { features = {}, promotions = [], paywall = [], lead, spend = {}, northStar, watch } = given
  return {
    coreFeature,
    features: { ...features },
    promotions: promotions.map((one) => ({ ...one })),
    paywall: [...paywall],
    visit,
    lead: lead === undefined ? null : { ...lead },
    spend: Object.entries(spend).flatMap(([month, amount]) => spendRows(month, amount)),
    preset,
    books,
    rates: rates === undefined ? null : { to: rates.to, dated: Object.entries(rates.dated ?? {}).flatMap(rateRows) },
    files: { spend: spendFile, rates: ratesFile },
    northStar: northStar === undefined ? null : { ...northStar },
    watch: { ...watch },
    ...withMisuse([
      ...badOptions('metrics', given, PARTS),
      ...(rates === undefined ? [] : badOptions('metrics.rates', rates, ['to', 'dated'])),
    ]),
  }
}

function spendRows(month: string, amount: number | Readonly<Record<string, number>>): SpendRow[] {
  // What is neither is passed on for the check to name.
  if (!isPlain(amount)) return [{ month, channel: null, amount }]
  return Object.entries(amount).map(([channel, own]) => ({ month, channel, amount: own }))
}

function rateRows([date, rates]: [string, Readonly<Record<string, string>>]): RateRow[] {
  if (!isPlain(rates)) return [{ date, currency: '', rate: rates }]
  return Object.entries(rates).map(([currency, rate]) => ({ date, currency, rate }))
}
