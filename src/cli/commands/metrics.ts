import type { MetricsAnswer, MetricsPlan } from '../../contract/metrics.ts'
import { type CommandSpec, flagOption, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { renderMetrics, renderPlan } from '../render-metrics.ts'

export const metricsCommand: CommandSpec = {
  usage: 'metrics',
  summary: 'The numbers of the business: each with its one definition, who watches it, and how it stands.',
  options: [
    { flags: '--preset <name>', description: 'starter (five), next (five more) or all', default: 'starter' },
    { flags: '--plan', description: 'the first thirty days of measuring as a checklist that the data tick' },
  ],
  examples: ['npx telltale metrics', 'npx telltale metrics --preset all --json', 'npx telltale metrics --plan'],
  run: async (invocation) => {
    const { io, json } = invocation
    const connection = await connect(invocation)
    try {
      if (flagOption(invocation, 'plan')) {
        const plan = await connection.get<MetricsPlan>('/metrics/plan')
        io.out(json ? JSON.stringify(plan) : renderPlan(plan))
        return 0
      }
      const preset = textOption(invocation, 'preset')
      const answer = await connection.get<MetricsAnswer>(`/metrics${queryOf({ preset })}`)
      io.out(json ? JSON.stringify(answer) : renderMetrics(answer))
      return 0
    } finally {
      await connection.close()
    }
  },
}
