import type { WhatIfAnswer } from '@contract/what-if.ts'
import { Link } from '@tanstack/react-router'
import { ActorName } from '../../parts/actor-name.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { countOf, formatCount, formatValue } from '../../words/format.ts'

type Row = WhatIfAnswer['list'][number]
const SHOWN = 14
const SAID = { joins: 'would join', stays: 'on it', leaves: 'would leave' } as const

type WhoProps = { answer: WhatIfAnswer; threshold: number; busy: boolean }

/** Who would be on the list today: those that join and leave first. */
export function WhoWouldBe({ answer, threshold, busy }: WhoProps) {
  const order = { joins: 0, leaves: 1, stays: 2 } as const
  const rows = [...answer.list].sort((a, b) => order[a.change] - order[b.change])
  const columns = columnsOf(answer.unit)
  const on = rows.filter(({ change }) => change !== 'leaves').length
  return (
    <Section
      title={`On the list at ${formatValue(threshold, answer.unit)}`}
      right={
        <>
          <span>{countOf(on, 'account')}</span>
          <CsvButton name="who-would-be" columns={columns} rows={rows} />
        </>
      }
    >
      <div aria-busy={busy} className={busy ? 'opacity-60' : ''}>
        {rows.length === 0 ? (
          <p className="text-dense text-ink-2">Nobody.</p>
        ) : (
          <DataTable
            label="Who would be on the list"
            columns={columns}
            rows={rows.slice(0, SHOWN)}
            keyOf={({ account }) => account}
          />
        )}
        {rows.length > SHOWN && (
          <p className="mt-2 text-small text-ink-3">and {formatCount(rows.length - SHOWN)} more; the file has all.</p>
        )}
      </div>
    </Section>
  )
}

const columnsOf = (unit: string): readonly Column<Row>[] => [
  {
    head: 'Account',
    value: ({ account }) => account,
    className: 'max-w-40',
    cell: ({ account }) => (
      <Link
        to="/accounts/$key"
        params={{ key: account }}
        className="block truncate font-medium hover:text-sea hover:underline"
      >
        <ActorName account={account} />
      </Link>
    ),
  },
  {
    head: 'Value',
    value: ({ value }) => value,
    right: true,
    cell: ({ value }) => (value === null ? '–' : formatValue(value, unit)),
  },
  {
    head: 'List',
    value: ({ change }) => SAID[change],
    right: true,
    cell: ({ change }) => <span className={change === 'stays' ? 'text-ink-3' : 'font-medium'}>{SAID[change]}</span>,
  },
]
