import type { MetricRow } from '@contract/metrics.ts'
import { useState } from 'react'
import { onScreen } from '../words/measures.ts'
import { Dialog } from './dialog.tsx'
import { Hint } from './hint.tsx'
import { MetricSql, MetricSqlStart } from './metric-sql.tsx'

type Named = Pick<MetricRow, 'id' | 'title' | 'definition' | 'formula' | 'owner' | 'next' | 'cadence'>

/** A metric's name; what it means, who owns it, what is done about it and what is asked of the store are one hover away, the whole of it one press. */
export function MetricName({ metric }: { metric: Named }) {
  const [open, setOpen] = useState(false)
  const { id, title } = metric
  return (
    <>
      <Hint word={title} onPress={() => setOpen(true)}>
        <Meaning metric={metric} />
        <MetricSqlStart id={id} />
      </Hint>
      {open && (
        <Dialog title={title} name={title} onClose={() => setOpen(false)} wide>
          <div className="text-dense">
            <Meaning metric={metric} />
            <MetricSql id={id} />
          </div>
        </Dialog>
      )}
    </>
  )
}

function Meaning({ metric: { definition, formula, owner, next, cadence } }: { metric: Named }) {
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
