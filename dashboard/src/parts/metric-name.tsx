import type { MetricRow } from '@contract/metrics.ts'
import { useCell } from '../search/use-cell.ts'
import { onScreen } from '../words/measures.ts'
import { Hint } from './hint.tsx'
import { MetricSqlStart } from './metric-sql.tsx'

type Named = Pick<MetricRow, 'id' | 'title' | 'definition' | 'formula' | 'owner' | 'next' | 'cadence'>

/** A metric whose whole definition the address has open. */
export type DefinitionCell = { readonly definition: string }

/** A metric's name; what it means, who owns it, what is done about it and what is asked of the store are one hover away, the whole of it one press. */
export function MetricName({ metric }: { metric: Named }) {
  const { open } = useCell<DefinitionCell>()
  const { id, title } = metric
  return (
    <Hint word={title} onPress={() => open({ definition: id })}>
      <Meaning metric={metric} />
      <MetricSqlStart id={id} />
    </Hint>
  )
}

export function Meaning({ metric: { definition, formula, owner, next, cadence } }: { metric: Named }) {
  return (
    <>
      <span className="mb-1.5 block">{onScreen(definition)}</span>
      <span className="mb-1.5 block text-ink-2">{onScreen(formula)}</span>
      <span className="block text-ink-3">
        {cadence}, {owner}. {onScreen(next)}
      </span>
    </>
  )
}
