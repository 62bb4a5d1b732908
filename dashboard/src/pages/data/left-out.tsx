import type { ServerStatus } from '@contract/status.ts'
import { useQuery } from '@tanstack/react-query'
import { leftOutQuery } from '../../api/data.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { EventList } from '../../parts/event-list.tsx'
import { Section } from '../../parts/section.tsx'
import { DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useCell } from '../../search/use-cell.ts'
import { formatCount } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'

const REASONS: Readonly<Record<string, string>> = {
  before_membership: 'before the user belonged to an account',
  several_accounts: 'of users in several accounts that did not say which',
  none: 'of users in no account',
}

type Row = { readonly reason: string; readonly what: string; readonly n: number }
type LeftOutCell = { readonly reason: string }

/** What counts nowhere, or only with care; each number opens into the latest of its events. */
export function LeftOut({ status }: { status: ServerStatus }) {
  const { cell, open, close } = useCell<LeftOutCell>()
  const rows = rowsOf(status)
  const shown = rows.find(({ reason }) => reason === cell?.reason)
  return (
    <Section
      title="What counts nowhere, or only with care"
      say="Each analysis says how many of these its question met."
    >
      {rows.length === 0 ? (
        <p className="text-dense text-ink-2">Nothing: every event counts.</p>
      ) : (
        <DataTable
          label="What counts nowhere"
          rows={rows}
          keyOf={({ reason }) => reason}
          columns={[
            { head: 'Events', value: ({ what }) => onScreen(what) },
            {
              head: 'How many',
              value: ({ n }) => n,
              right: true,
              cell: ({ reason, what, n }) => (
                <button
                  type="button"
                  className="font-medium text-sea hover:underline"
                  onClick={() => open({ reason })}
                  aria-label={`${formatCount(n)} ${onScreen(what)}: the latest of them`}
                >
                  {formatCount(n)}
                </button>
              ),
            },
          ]}
        />
      )}
      {shown !== undefined && <LeftOutDialog row={shown} asOf={status.today} onClose={close} />}
    </Section>
  )
}

function rowsOf({ withoutAccount, warnings, counts }: ServerStatus): readonly Row[] {
  return [
    ...Object.entries(withoutAccount).map(([reason, n]) => ({
      ...{ reason, n },
      what: `of no account: ${REASONS[reason] ?? reason.replaceAll('_', ' ')}`,
    })),
    { reason: 'excluded', what: 'excluded by rule: own staff, tests, bots', n: counts.excluded },
    ...Object.entries(warnings).map(([reason, n]) => ({
      ...{ reason, n },
      what: `taken in with a warning: ${reason.replaceAll('_', ' ')}`,
    })),
  ].filter(({ n }) => n > 0)
}

function LeftOutDialog({ row, asOf, onClose }: { row: Row; asOf: string; onClose: () => void }) {
  const query = useQuery(leftOutQuery(row.reason))
  const title = `Events ${onScreen(row.what)}`
  return (
    <Dialog title={title} name={title} onClose={onClose} wide>
      <Waiting query={query} what="The events" height={330}>
        {({ data }) => (
          <>
            <p className="mb-2 text-small text-ink-3">
              {row.n > data.length
                ? `The latest ${formatCount(data.length)} of ${formatCount(row.n)}.`
                : 'All of them.'}
            </p>
            <EventList events={data} asOf={asOf} />
          </>
        )}
      </Waiting>
    </Dialog>
  )
}
