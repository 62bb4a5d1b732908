import type { Team, UntouchedQuery, WorkloadRow } from '@contract/team.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { teamQuery, untouchedQuery } from '../../api/work.ts'
import { ActorTable } from '../../parts/actors-dialog.tsx'
import { Answer } from '../../parts/answer.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Hint } from '../../parts/hint.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Empty } from '../../parts/trouble.tsx'
import { PageWaiting, Waiting } from '../../parts/waiting.tsx'
import { WhoButton } from '../../parts/who-button.tsx'
import { useCell } from '../../search/use-cell.ts'
import { countOf, formatCount, formatLongDay, formatMonies } from '../../words/format.ts'
import { Absences } from './absences.tsx'
import { LoadBar } from './load-bar.tsx'

const SHOWN = 50
const MORE = 200
const QUESTION = 'Is the work in good hands?'

/** Everybody of every team: what is due, what is late, whom nobody has touched, who is away. */
export function TeamPage() {
  const query = useQuery(teamQuery)
  const team = query.data
  return (
    <>
      <title>Team · Telltale</title>
      <PageBar name="Team" about={team === undefined ? undefined : formatLongDay(team.today)} />
      <PageWaiting query={query} question={QUESTION} what="The team" height={400}>
        {(known) => <TeamBody team={known} />}
      </PageWaiting>
    </>
  )
}

function TeamBody({ team }: { team: Team }) {
  const sum = (of: (row: WorkloadRow) => number) => team.data.reduce((total, row) => total + of(row), 0)
  if (team.data.length === 0)
    return (
      <>
        <Answer question={QUESTION} sentence="No team yet." />
        <Empty
          missing="Nobody is named who works accounts."
          next={
            <>
              Say in the configuration who they are, with <code>teams</code>, and signals <code>suggest</code> to them.
            </>
          }
        />
      </>
    )
  const [tasks, overdue, waiting] = [sum((row) => row.tasks), sum((row) => row.overdue), sum((row) => row.waiting)]
  const full = team.data.filter(({ accounts, portfolio }) => portfolio !== null && accounts > portfolio).length
  return (
    <>
      <Answer
        question={QUESTION}
        sentence={<TeamSentence tasks={tasks} overdue={overdue} waiting={waiting} />}
        context={
          full === 0
            ? undefined
            : `${formatCount(full)} of ${formatCount(team.data.length)} look after more accounts than they can.`
        }
      />
      <Section
        title="Who has what"
        right={<CsvButton name="team" columns={COLUMNS} rows={team.data} />}
        say="The bar is what is due today; the mark on it is how much one can do in a day. What stands beyond the mark waits."
      >
        <WhoHasWhat rows={team.data} />
        <Note>
          Touched is an account about which a task was done in the last 30 days. A portfolio is how many accounts one
          can look after.
        </Note>
      </Section>
      <UntouchedDialog rows={team.data} />
      <Absences team={team} />
    </>
  )
}

/** Of a large team those who are read first. */
function WhoHasWhat({ rows }: { rows: readonly WorkloadRow[] }) {
  const [most, setMost] = useState(SHOWN)
  return (
    <>
      <DataTable
        label="Who has what"
        columns={COLUMNS}
        rows={rows.slice(0, most)}
        keyOf={(row) => `${row.team} ${row.assignee}`}
      />
      {rows.length > most && (
        <Button look="bare" className="mt-2 -ml-2.5 !text-sea" onClick={() => setMost(most + MORE)}>
          Show {formatCount(Math.min(MORE, rows.length - most))} more of {formatCount(rows.length)}
        </Button>
      )}
    </>
  )
}

type Sums = { tasks: number; overdue: number; waiting: number }

/** "177 tasks are due today, none of them late; there is no room for 82." */
function TeamSentence({ tasks, overdue, waiting }: Sums) {
  if (tasks === 0) return 'Nothing is due today.'
  return (
    <>
      <b>{countOf(tasks, 'task')}</b> {tasks === 1 ? 'is' : 'are'} due today,{' '}
      {overdue === 0 ? 'none' : <b>{formatCount(overdue)}</b>} of them late; there is{' '}
      {waiting === 0 ? (
        'room for all'
      ) : (
        <>
          no room for <b>{formatCount(waiting)}</b>
        </>
      )}
      .
    </>
  )
}

const COLUMNS: readonly Column<WorkloadRow>[] = [
  {
    head: 'Who',
    className: 'whitespace-nowrap',
    value: ({ assignee }) => assignee,
    cell: ({ assignee, team, away }) => (
      <>
        {assignee === null ? (
          <span className="text-ink-2">nobody</span>
        ) : (
          <Link to="/today" search={{ of: assignee, team }} className="font-medium hover:text-sea hover:underline">
            {assignee}
          </Link>
        )}
        {away !== null && <span className="ml-2 text-small text-watch">away</span>}
      </>
    ),
  },
  { head: 'Team', value: ({ team }) => team },
  {
    head: 'Due today',
    value: ({ tasks }) => tasks,
    cell: (row) => <LoadBar row={row} />,
    className: 'w-[26%] min-w-44',
  },
  {
    head: 'Can wait',
    value: ({ waiting }) => waiting,
    right: true,
    cell: (row) => <ToToday row={row}>{formatCount(row.waiting)}</ToToday>,
  },
  {
    head: 'Late',
    value: ({ overdue }) => overdue,
    right: true,
    cell: (row) => (
      <ToToday row={row}>
        <span className={row.overdue > 0 ? 'font-medium text-watch' : 'text-ink-3'}>{formatCount(row.overdue)}</span>
      </ToToday>
    ),
  },
  { head: 'Accounts', value: ({ accounts }) => accounts, right: true, cell: (row) => <Portfolio row={row} /> },
  { head: 'Untouched', value: ({ untouched }) => untouched, right: true, cell: (row) => <Untouched row={row} /> },
  {
    head: 'Alerts, 7 days',
    value: ({ alerts }) => alerts,
    right: true,
    cell: ({ alerts, alertsPerWeek }) => (
      <>
        {formatCount(alerts)}
        {alertsPerWeek !== null && <span className="text-ink-3"> of {alertsPerWeek}</span>}
      </>
    ),
  },
  {
    head: 'MRR',
    value: ({ mrr }) => formatMonies(mrr),
    right: true,
    cell: ({ mrr }) => (
      <>
        {formatMonies(mrr.slice(0, 1)) || '–'}
        {mrr.length > 1 && (
          <span className="text-ink-3">
            {' '}
            <Hint word={`and ${mrr.length - 1} more`}>{formatMonies(mrr)}</Hint>
          </span>
        )}
      </>
    ),
  },
]

type UntouchedCell = { readonly untouched: readonly [team: string, assignee: string | null] }

function Untouched({ row: { team, assignee, untouched } }: { row: WorkloadRow }) {
  const { open } = useCell<UntouchedCell>()
  return (
    <WhoButton
      label={`${formatCount(untouched)}: untouched accounts of ${assignee ?? 'nobody'}, ${team}`}
      onClick={() => open({ untouched: [team, assignee] })}
    >
      {formatCount(untouched)}
    </WhoButton>
  )
}

/** The accounts of somebody about which nothing was done for long, as the address has them open. */
function UntouchedDialog({ rows }: { rows: readonly WorkloadRow[] }) {
  const { cell, close } = useCell<Partial<UntouchedCell>>()
  const [team, assignee] = cell?.untouched ?? []
  const row = rows.find((one) => one.team === team && one.assignee === assignee)
  if (row === undefined) return null
  const title = `Untouched for 30 days: ${row.assignee ?? 'nobody’s'}`
  return (
    <Dialog title={title} name={title} onClose={close}>
      <UntouchedAccounts team={row.team} assignee={row.assignee ?? undefined} />
    </Dialog>
  )
}

function UntouchedAccounts(asked: UntouchedQuery) {
  const query = useQuery(untouchedQuery(asked))
  return (
    <Waiting query={query} what="Who is untouched" height={220}>
      {({ data, total }) => <ActorTable refs={data.map((account) => ({ account }))} total={total} />}
    </Waiting>
  )
}

/** A number of tasks, to the tasks themselves; those of nobody have no list of their own. */
function ToToday({ row: { assignee, team }, children }: { row: WorkloadRow; children: ReactNode }) {
  if (assignee === null) return children
  return (
    <Link to="/today" search={{ of: assignee, team }} className="hover:text-sea hover:underline">
      {children}
    </Link>
  )
}

function Portfolio({ row }: { row: WorkloadRow }) {
  const { assignee, accounts, portfolio } = row
  const over = portfolio !== null && accounts > portfolio
  const said = (
    <span className={over ? 'font-medium text-watch' : ''}>
      {formatCount(accounts)}
      {portfolio !== null && <span className="font-normal text-ink-3"> of {formatCount(portfolio)}</span>}
    </span>
  )
  if (assignee === null) return said
  return (
    <Link to="/accounts" search={{ assignee }} className="hover:text-sea hover:underline">
      {said}
    </Link>
  )
}
