import { expect, it } from 'vitest'
import { defineConfig } from '../../src/index.ts'
import { reportMetrics } from '../../src/reports/metrics/report-metrics.ts'
import { openSource } from './open-report.ts'
import { subscriptions } from './paid.ts'

/** Two customers in February, for 40,000 spent in the currency of revenue; four fifths of what they pay is margin. */
const config = defineConfig({
  events: {},
  product: { name: 'Fugu', grossMargin: 0.8 },
  metrics: { spend: { '2026-02': 40_000 } },
})

/** 20,000 for each; 5,000 a month from each, of which 4,000 are margin: five months. */
it.each([
  ['EUR', 500_000],
  ['JPY', 5_000],
  ['KWD', 5_000_000],
])(
  'what a customer cost is back after five months in %s: money is compared in units, whatever their cents',
  async (currency, minor) => {
    const paid = ['ada', 'bo'].map((account) => ({ account, from: '2026-02-03', minor, currency }))
    const source = await openSource({ config, now: '2026-03-05', batch: { subscriptions: subscriptions(paid) } })
    const { metrics } = await reportMetrics(source, { preset: 'next' })
    const payback = metrics.find(({ id }) => id === 'cac_payback')
    expect(payback).toMatchObject({ value: 5, unit: 'months', period: { from: '2026-02-01', to: '2026-02-28' } })
  },
)
