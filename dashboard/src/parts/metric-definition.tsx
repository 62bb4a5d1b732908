import { useQuery } from '@tanstack/react-query'
import { definitionQuery } from '../api/metrics.ts'
import { useCell } from '../search/use-cell.ts'
import { Dialog } from './dialog.tsx'
import { type DefinitionCell, Meaning } from './metric-name.tsx'
import { MetricSql } from './metric-sql.tsx'
import { Waiting } from './waiting.tsx'

/** What the metric that the address names means, whole, with its SQL; the same on every page. */
export function OpenedDefinition() {
  const { cell, close } = useCell<Partial<DefinitionCell>>()
  return typeof cell?.definition === 'string' ? <Definition id={cell.definition} onClose={close} /> : null
}

function Definition({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(definitionQuery(id))
  const title = query.data?.title ?? 'What a metric means'
  return (
    <Dialog title={title} name={title} onClose={onClose} wide>
      <div className="text-dense">
        <Waiting query={query} what="Its definition" height={220}>
          {(metric) =>
            metric === null ? (
              <p>There is no such metric.</p>
            ) : (
              <>
                <Meaning metric={metric} />
                <MetricSql statements={metric.sql ?? []} />
              </>
            )
          }
        </Waiting>
      </div>
    </Dialog>
  )
}
