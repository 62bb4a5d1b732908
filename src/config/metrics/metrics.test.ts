import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { defineConfig, event, page } from '../../index.ts'
import { compileModel } from '../compile/compile-model.ts'
import { loadConfig } from '../load-config.ts'
import { METRIC_IDS, METRICS, metricsOfPreset } from './catalogue.ts'

const inputs = ['stickiness', 'l7', 'activation_rate'] as const

it.each([
  [page('Pricing'), 'views of pages can rise while nobody gets anything done'],
  [event('Signed In', { kind: 'core' }), 'a sign-in is not use'],
  [event('User Logged In', { kind: 'core' }), 'a sign-in is not use'],
  [event('Signed Up', { kind: 'core' }), 'sign-ups can rise while those who sign up leave again'],
  [event('Plan Limit Reached', { kind: 'intent' }), 'events of kind intent are no use that customers get value from'],
])('a vanity North Star is refused with the reason', (star, reason) => {
  const { model, problems } = compileModel(
    defineConfig({ events: { star }, metrics: { northStar: { event: 'star', inputs } } }),
  )
  expect(model).toBeNull()
  expect(problems.map(({ message }) => message)).toEqual([`metrics.northStar.event is "star": ${reason}.`])
})

it('an event of value is a North Star, also one whose name holds a word of a sign-in', () => {
  const star = event('Blog Insights Assigned In Bulk', { kind: 'core' })
  expect(
    compileModel(defineConfig({ events: { star }, metrics: { northStar: { event: 'star', inputs } } })).problems,
  ).toEqual([])
})

it('presets: five to begin with, five more, and those of the stages of growth', () => {
  expect(metricsOfPreset('starter')).toEqual([
    ...['activation_rate', 'time_to_value', 'core_feature_adoption', 'cohort_retention', 'nrr'],
  ])
  expect(metricsOfPreset('next')).toEqual([
    ...['cac_payback', 'stickiness', 'churn_by_cohort', 'customer_health', 'expansion_rate'],
  ])
  expect(metricsOfPreset('early')).toContain('north_star')
  expect(metricsOfPreset('growth')).toContain('adoption_breadth')
  expect(metricsOfPreset('mature')).toEqual(['pqa', 'account_engagement', 'concentration', 'renewals_due'])
  expect(metricsOfPreset('all')).toEqual(METRIC_IDS)
})

it('every metric has a sentence, a formula and a next step, and every title is another one', () => {
  const all = Object.values(METRICS)
  expect(new Set(all.map(({ title }) => title)).size).toBe(all.length)
  for (const { definition, next, formula } of all) {
    expect(definition).toMatch(/^[A-Z].{20,}\.$/s)
    expect(next).toMatch(/^[A-Z].{20,}[.?]$/)
    expect(formula.length).toBeGreaterThan(5)
  }
})

it('what leads is looked at every week and what lags once a month; every stage of the way has metrics of its own', () => {
  const rhythm = (...ids: readonly (keyof typeof METRICS)[]) => [
    ...new Set(ids.map((id) => `${METRICS[id].kind}, ${METRICS[id].cadence}`)),
  ]
  expect(rhythm('activation_rate', 'time_to_value', 'core_feature_adoption', 'account_engagement')).toEqual([
    'leading, weekly',
  ])
  expect(rhythm('mrr', 'logo_churn', 'nrr', 'cac_payback')).toEqual(['lagging, monthly'])
  expect([...new Set(Object.values(METRICS).map(({ stage }) => stage))].sort()).toEqual([
    ...['acquisition', 'activation', 'engagement', 'expansion', 'retention'],
  ])
})

it('spend and rates are read from files beside the configuration, and a bad row is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-metrics-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'telltale.config.ts')
  writeFileSync(join(folder, 'spend.csv'), 'month,channel,amount\n2026-02,ads,80.5\n2026-01,,100\n')
  writeFileSync(join(folder, 'rates.csv'), 'date,currency,rate\n2026-01-01,USD,0.92\n')
  writeFileSync(
    path,
    `import { defineConfig } from 'telltale'
export default defineConfig({ events: {}, metrics: {
  spend: { '2026-02': { partner: 20 } }, spendFile: 'spend.csv', rates: { to: 'EUR', dated: {} }, ratesFile: 'rates.csv',
} })`,
  )
  const { model, problems } = await loadConfig(path)
  expect(problems).toEqual([])
  expect(model?.metrics.spend).toEqual([
    { month: '2026-01', channel: null, amount: 100 },
    { month: '2026-02', channel: 'ads', amount: 80.5 },
    { month: '2026-02', channel: 'partner', amount: 20 },
  ])
  expect(model?.metrics.rates).toEqual({ to: 'EUR', dated: [{ date: '2026-01-01', currency: 'USD', rate: '0.92' }] })
  writeFileSync(join(folder, 'spend.csv'), 'month,channel,amount\n2026-13,ads,80\n')
  expect((await loadConfig(path)).problems.map(({ message }) => message)).toEqual([
    'metrics.spendFile: spend.csv, line 2: "2026-13" is no month.',
  ])
  writeFileSync(
    join(folder, 'spend.csv'),
    'day,channel,amount\n2026-02-01,ads,80.1\n2026-02-28,ads,0.2\n2026-03-01,,7\n',
  )
  expect((await loadConfig(path)).model?.metrics.spend).toEqual([
    { month: '2026-02', channel: 'ads', amount: 80.3 },
    { month: '2026-02', channel: 'partner', amount: 20 },
    { month: '2026-03', channel: null, amount: 7 },
  ])
  writeFileSync(
    join(folder, 'spend.csv'),
    'day;channel;amount\n2026-02-30;ads;80\n2026-02-01;ads;5\n2026-02-02;ads;12,50\n',
  )
  expect((await loadConfig(path)).problems.map(({ message }) => message)).toEqual([
    'metrics.spendFile: spend.csv, line 2: "2026-02-30" is no day.',
    'metrics.spendFile: spend.csv, line 4: "12,50" is no amount.',
  ])
  rmSync(join(folder, 'spend.csv'))
  expect((await loadConfig(path)).problems[0]?.message).toMatch(/^metrics.spendFile: spend.csv cannot be read: ENOENT/)
})

it('the preset that is looked at where none is asked for; one that there is none of is refused with those that there are', () => {
  const of = (preset: string) => compileModel(defineConfig({ events: {}, metrics: { preset: preset as 'growth' } }))
  expect(of('growth').model?.metrics.preset).toBe('growth')
  const { model, problems } = of('grown')
  expect(model).toBeNull()
  expect(problems.map(({ path, message, mend }) => [path, message, mend])).toEqual([
    [
      'metrics.preset',
      'metrics.preset: there is no preset "grown".',
      'There are: starter, next, early, growth, mature, all.',
    ],
  ])
})
