import type { MetricRow } from '@contract/metrics.ts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { metricWhoQuery } from '../api/metrics.ts'
import { useCell } from '../search/use-cell.ts'
import { useSharedSearch } from '../search/use-search.ts'
import { formatCount } from '../words/format.ts'
import { ActorTable } from './actors-dialog.tsx'
import { Dialog } from './dialog.tsx'
import { Segmented } from './fields.tsx'
import { Trouble } from './trouble.tsx'
import { Place } from './waiting.tsx'

type WhoProps = { metric: Pick<MetricRow, 'id' | 'title' | 'who'>; children: ReactNode }
/** `by` and `group`: of one group of accounts; `by` alone: of those in none. */
export type MetricCell = {
  readonly metric: string
  readonly row?: string
  readonly by?: string
  readonly group?: string
}

/** A metric's number; pressed, it says who is behind it. */
export function MetricWho({ metric: { id, title, who }, children }: WhoProps) {
  const { open } = useCell<MetricCell>()
  if (who === null) return children
  return (
    <button
      type="button"
      onClick={() => open({ metric: id })}
      title={`Who is behind ${title}`}
      className="cursor-pointer text-left hover:text-sea hover:underline"
    >
      {children}
    </button>
  )
}

type Part = 'counted' | 'rest'

/** Who is behind the metric whose number the address has open; the same on every page. */
export function OpenedMetric() {
  const { cell, close } = useCell<Partial<MetricCell>>()
  // Numbers stand as of the day that the page is about, where it says one.
  const { day } = useSharedSearch() as { readonly day?: string }
  return typeof cell?.metric === 'string' ? (
    <WhoDialog id={cell.metric} asked={{ row: cell.row, by: cell.by, group: cell.group, as_of: day }} onClose={close} />
  ) : null
}

type WhoDialogProps = { id: string; asked: Parameters<typeof metricWhoQuery>[1]; onClose: () => void }

function WhoDialog({ id, asked, onClose }: WhoDialogProps) {
  const query = useQuery(metricWhoQuery(id, asked))
  const title = query.data?.title ?? 'Who is behind it'
  const [part, setPart] = useState<Part>('counted')
  const list = query.data?.[part] ?? query.data?.counted
  const rest = query.data?.rest ?? null
  return (
    <Dialog title={title} name={title} onClose={onClose}>
      {query.isError && (
        <Trouble what="Who is behind it could not be read." error={query.error} again={() => query.refetch()} />
      )}
      {query.data === undefined && !query.isError && <Place height={220} />}
      {rest !== null && (
        <div className="mb-3">
          <Segmented<Part>
            label="Who of them"
            value={part}
            options={[
              ['counted', `Counted: ${formatCount(query.data?.counted?.total ?? 0)}`],
              ['rest', `Not counted: ${formatCount(rest.total)}`],
            ]}
            onChange={setPart}
          />
        </div>
      )}
      {query.data !== undefined && list == null && <p>This number does not say who is behind it.</p>}
      {list != null && <ActorTable refs={list.data} total={list.total} />}
    </Dialog>
  )
}
