import type { MetricAlerts } from '../../contract/metric-alerts.ts'
import type { MetricWho } from '../../contract/metric-who.ts'
import type { FirstMonth, MetricsAnswer, MetricTree } from '../../contract/metrics.ts'
import type { PresetComparison } from '../../contract/preset-comparison.ts'
import { type CommandSpec, flagOption, type Invocation, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import type { Connection } from '../connection.ts'
import { renderComparison } from '../render/render-comparison.ts'
import { renderMetricWho } from '../render/render-metric-who.ts'
import { renderAlerts, renderFirstMonth, renderMetrics, renderTree } from '../render/render-metrics.ts'

export const metricsCommand: CommandSpec = {
  usage: 'metrics',
  summary: 'The numbers of the business: each with its one definition, who watches it, and how it stands.',
  options: [
    {
      flags: '--preset <name>',
      description:
        'starter (five), next (five more), early, growth, mature (stages of growth) or all; default: metrics.preset of the configuration, else starter',
    },
    { flags: '--metrics <ids>', description: 'only these, with commas between' },
    { flags: '--as-of <day>', description: 'how they stood at the end of a day; default: the last that is over' },
    {
      flags: '--by <what>',
      description: 'each for every group too: plan, tenure, source, cohort, segment:NAME, trait:NAME or band:SCORE',
    },
    { flags: '--who <id>', description: 'the accounts or users behind one of them' },
    { flags: '--sql', description: 'with each metric the statements that were run for it' },
    { flags: '--tree', description: 'the North Star and the metrics that move it' },
    { flags: '--alerts', description: 'metrics that crossed the thresholds that somebody watches' },
    {
      flags: '--compare',
      description: 'the revenue metrics as the presets default, stripe, chartmogul and baremetrics count them',
    },
    { flags: '--first-month', description: 'the first thirty days of measuring as a checklist that the data tick' },
  ],
  examples: [
    'npx telltale metrics',
    'npx telltale metrics --preset all --json',
    'npx telltale metrics --metrics nrr,logo_churn --by plan',
    'npx telltale metrics --who activation_rate',
    'npx telltale metrics --tree',
    'npx telltale metrics --compare',
    'npx telltale metrics --first-month',
  ],
  run: async (invocation) => {
    const { io } = invocation
    const connection = await connect(invocation)
    try {
      io.out(await answer(invocation, connection))
      return 0
    } finally {
      await connection.close()
    }
  },
}

/** What one of the flags asks for, else the metrics. */
async function answer(invocation: Invocation, connection: Connection): Promise<string> {
  const asOf = { as_of: textOption(invocation, 'asOf') }
  const ask = async <A>(path: string, render: (answer: A) => string): Promise<string> => {
    const told = await connection.get<A>(path)
    return invocation.json ? JSON.stringify(told) : render(told)
  }
  if (flagOption(invocation, 'firstMonth')) return ask<FirstMonth>('/metrics/first-month', renderFirstMonth)
  const who = textOption(invocation, 'who')
  if (who !== null) return ask<MetricWho>(`/metrics/${encodeURIComponent(who)}/who${queryOf(asOf)}`, renderMetricWho)
  if (flagOption(invocation, 'tree')) return ask<MetricTree>(`/metrics/tree${queryOf(asOf)}`, renderTree)
  if (flagOption(invocation, 'alerts')) return ask<MetricAlerts>('/metrics/alerts', renderAlerts)
  if (flagOption(invocation, 'compare'))
    return ask<PresetComparison>(`/metrics/compare${queryOf(asOf)}`, renderComparison)
  const named = { preset: textOption(invocation, 'preset'), metrics: textOption(invocation, 'metrics') }
  const include = flagOption(invocation, 'sql') ? 'sql' : undefined
  const asked = { ...named, ...asOf, by: textOption(invocation, 'by'), include }
  return ask<MetricsAnswer>(`/metrics${queryOf(asked)}`, renderMetrics)
}
