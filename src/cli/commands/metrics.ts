import type { MetricAlerts } from '../../contract/metric-alerts.ts'
import type { FirstMonth, MetricsAnswer, MetricTree } from '../../contract/metrics.ts'
import { type CommandSpec, flagOption, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { renderAlerts, renderFirstMonth, renderMetrics, renderTree } from '../render-metrics.ts'

export const metricsCommand: CommandSpec = {
  usage: 'metrics',
  summary: 'The numbers of the business: each with its one definition, who watches it, and how it stands.',
  options: [
    {
      flags: '--preset <name>',
      description: 'starter (five), next (five more), early, growth, mature (stages of growth) or all',
      default: 'starter',
    },
    { flags: '--metrics <ids>', description: 'only these, with commas between' },
    { flags: '--as-of <day>', description: 'how they stood at the end of a day; default: the last that is over' },
    {
      flags: '--by <what>',
      description: 'each for every group too: plan, tenure, source, cohort, segment:NAME, trait:NAME or band:SCORE',
    },
    { flags: '--tree', description: 'the North Star and the metrics that move it' },
    { flags: '--alerts', description: 'metrics that crossed the thresholds that somebody watches' },
    { flags: '--first-month', description: 'the first thirty days of measuring as a checklist that the data tick' },
  ],
  examples: [
    'npx telltale metrics',
    'npx telltale metrics --preset all --json',
    'npx telltale metrics --metrics nrr,logo_churn --by plan',
    'npx telltale metrics --tree',
    'npx telltale metrics --first-month',
  ],
  run: async (invocation) => {
    const { io, json } = invocation
    const connection = await connect(invocation)
    try {
      if (flagOption(invocation, 'firstMonth')) {
        const month = await connection.get<FirstMonth>('/metrics/first-month')
        io.out(json ? JSON.stringify(month) : renderFirstMonth(month))
        return 0
      }
      if (flagOption(invocation, 'tree')) {
        const tree = await connection.get<MetricTree>(
          `/metrics/tree${queryOf({ as_of: textOption(invocation, 'asOf') })}`,
        )
        io.out(json ? JSON.stringify(tree) : renderTree(tree))
        return 0
      }
      if (flagOption(invocation, 'alerts')) {
        const alerts = await connection.get<MetricAlerts>('/metrics/alerts')
        io.out(json ? JSON.stringify(alerts) : renderAlerts(alerts))
        return 0
      }
      const asked = {
        ...{ preset: textOption(invocation, 'preset'), metrics: textOption(invocation, 'metrics') },
        ...{ as_of: textOption(invocation, 'asOf'), by: textOption(invocation, 'by') },
      }
      const answer = await connection.get<MetricsAnswer>(`/metrics${queryOf(asked)}`)
      io.out(json ? JSON.stringify(answer) : renderMetrics(answer))
      return 0
    } finally {
      await connection.close()
    }
  },
}
