import type { QuarantineRow } from '@contract/events.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { quarantineQuery } from '../../api/data.ts'
import { Choice } from '../../parts/fields.tsx'
import { Scrolling } from '../../parts/scrolling.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatCount } from '../../words/format.ts'
import type { DataSearch } from './data-search.ts'

const route = getRouteApi('/data')

/** What was refused and why, the newest first; each opens into the message as it came. */
export function Quarantine() {
  const { reason } = route.useSearch()
  const change = useChangeSearch<DataSearch>()
  const query = useQuery(quarantineQuery(reason))
  const byReason = query.data?.byReason ?? []
  return (
    <Section
      title="Refused messages"
      right={
        <>
          <Choice
            label="Reason"
            value={reason ?? ''}
            any="any"
            options={byReason.map((one) => [one.reason, `${one.reason.replaceAll('_', ' ')} (${formatCount(one.n)})`])}
            onChange={(one) => change({ reason: one })}
          />
          <CsvButton name="quarantine" columns={COLUMNS} rows={query.data?.data ?? []} />
        </>
      }
      say="The rest of a batch goes on without them. They are kept, and can be sent again once they are mended."
    >
      <Waiting query={query} what="Refused messages" height={176}>
        {({ data, total }) =>
          data.length === 0 ? (
            <p className="text-dense text-ink-2">None{reason === undefined ? '' : ' for this reason'}.</p>
          ) : (
            <>
              <ul className="text-dense">
                {data.map((row) => (
                  <Refused key={row.id} row={row} />
                ))}
              </ul>
              {total > data.length && (
                <p className="mt-2 text-small text-ink-3">
                  The newest {formatCount(data.length)} of {countOf(total, 'message')}; <code>telltale quarantine</code>{' '}
                  has all.
                </p>
              )}
            </>
          )
        }
      </Waiting>
    </Section>
  )
}

function Refused({ row }: { row: QuarantineRow }) {
  return (
    <li className="border-b border-line last:border-b-0">
      <details>
        <summary className="flex gap-4 py-1.5 hover:bg-mist max-desk:flex-wrap">
          <span className="w-32 flex-none whitespace-nowrap text-ink-3">
            {row.receivedAt.replace('T', ' ').slice(0, 16)}
          </span>
          <span className="w-56 flex-none font-medium">{row.reasonText}</span>
          <span className="min-w-0 flex-1 truncate text-ink-2">{row.detail}</span>
          <span className="w-24 flex-none truncate text-right text-ink-3">{row.source}</span>
        </summary>
        <Scrolling label={`Message ${row.id}`} className="mb-2 max-h-72 rounded-2 bg-mist p-3">
          <pre className="text-small [overflow-wrap:anywhere] whitespace-pre-wrap text-ink-2">{row.raw}</pre>
        </Scrolling>
      </details>
    </li>
  )
}

const COLUMNS: readonly Column<QuarantineRow>[] = [
  { head: 'received', value: ({ receivedAt }) => receivedAt },
  { head: 'source', value: ({ source }) => source },
  { head: 'reason', value: ({ reason }) => reason },
  { head: 'detail', value: ({ detail }) => detail },
  { head: 'message', value: ({ raw }) => raw },
]
