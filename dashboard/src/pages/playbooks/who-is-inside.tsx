import type { EnrolmentRow, PlaybookRow } from '@contract/playbooks/playbooks.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { enrolmentsQuery } from '../../api/playbooks.ts'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { ENROLMENT_STATES } from '../../words/enrolments.ts'
import { countOf, formatDay } from '../../words/format.ts'

/** Everybody who began a playbook lately: where they stand, and why it ended. */
export function WhoIsInside({ playbook }: { playbook: PlaybookRow }) {
  const query = useQuery(enrolmentsQuery(playbook.key))
  const rows = query.data?.data ?? []
  const columns = columnsOf(playbook)
  return (
    <Section
      title="Who began it"
      right={
        <>
          <span>{rows.length === 0 ? '\u00a0' : countOf(rows.length, 'newest', 'newest')}</span>
          <CsvButton name={`playbook-${playbook.key}`} columns={columns} rows={rows} />
        </>
      }
    >
      <Waiting query={query} what="Who began it" height={132}>
        {({ data }) =>
          data.length === 0 ? (
            <p className="max-w-[76ch] text-dense text-ink-2">
              Nobody yet. Only what happens from now on begins a playbook: what was imported, or was turned on by a
              changed configuration, sets nothing off.
            </p>
          ) : (
            <DataTable label="Who began it" columns={columns} rows={data} keyOf={({ id }) => String(id)} />
          )
        }
      </Waiting>
    </Section>
  )
}

function columnsOf({ steps }: PlaybookRow): readonly Column<EnrolmentRow>[] {
  const kindOf = (id: string) => steps.find((step) => step.id === id)?.kind.replace('-', ' ') ?? null
  return [
    { head: 'Account', value: ({ name, account }) => name ?? account, cell: (row) => <Who row={row} /> },
    {
      head: 'Began',
      value: ({ enteredAt }) => enteredAt.slice(0, 10),
      cell: ({ enteredAt }) => formatDay(enteredAt.slice(0, 10)),
    },
    { head: 'Because', value: ({ because }) => because, className: 'w-1/3 min-w-48 text-ink-2' },
    {
      head: 'Stands',
      value: ({ state, why }) => (why === null ? ENROLMENT_STATES[state] : `${ENROLMENT_STATES[state]}: ${why}`),
      className: '[overflow-wrap:anywhere]',
    },
    {
      head: 'Next',
      value: ({ step }) => (step === null ? null : kindOf(step)),
      cell: ({ step, dueAt }) =>
        step === null ? (
          <span className="text-ink-3">–</span>
        ) : (
          <>
            {kindOf(step) ?? `step ${step} of an earlier version`}
            {dueAt !== null && <span className="text-ink-3"> ·&nbsp;{formatDay(dueAt.slice(0, 10))}</span>}
          </>
        ),
    },
  ]
}

function Who({ row: { account, name, person } }: { row: EnrolmentRow }) {
  if (account === null) return <span className="text-ink-3">the product</span>
  return (
    <>
      <Link to="/accounts/$key" params={{ key: account }} className="font-medium hover:text-sea hover:underline">
        {(name ?? account).slice(0, 200)}
      </Link>
      {person !== null && <span className="text-ink-3"> ·&nbsp;{person.slice(0, 200)}</span>}
    </>
  )
}
