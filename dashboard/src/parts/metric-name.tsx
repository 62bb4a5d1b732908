import type { MetricRow } from '@contract/metrics.ts'
import { onScreen } from '../words/measures.ts'
import { Hint } from './hint.tsx'

/** A metric's name; what it means, who owns it and what is done about it are one hover away. */
export function MetricName({
  metric,
}: {
  metric: Pick<MetricRow, 'title' | 'definition' | 'formula' | 'owner' | 'next' | 'cadence'>
}) {
  const { title, definition, formula, owner, next, cadence } = metric
  return (
    <Hint word={title}>
      <span className="mb-1.5 block">{onScreen(definition)}</span>
      <span className="mb-1.5 block text-ink-2">{onScreen(formula)}</span>
      <span className="block text-ink-3">
        {cadence}, {owner}. {onScreen(next)}
      </span>
    </Hint>
  )
}
