import type { StepsAnswer } from '@contract/analyze/steps.ts'
import type { TaskRow } from '@contract/worklist.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { tasksAboutQuery } from '../../api/work.ts'
import { ActorName } from '../../parts/actor-name.tsx'
import { Button } from '../../parts/button.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { useOpened } from '../../search/use-opened.ts'
import { countOf, formatAge, formatCount, formatDay, joinWords } from '../../words/format.ts'

const SHOWN = 15
type Stuck = StepsAnswer['stuck'][number]

/** Who is not activated, what is missing, and what somebody is to do about it. */
export function StuckAccounts({ answer, today }: { answer: StepsAnswer; today: string | null }) {
  const [all, setAll] = useOpened('stuck')
  const tasks = useQuery(tasksAboutQuery(answer.stuck.map(({ account }) => account))).data?.tasks
  const taskOf = tasks && new Map([...tasks].reverse().map((task) => [task.account, task]))
  const columns = columnsOf(answer, taskOf, today)
  const { stuck, stuck_total } = answer
  return (
    <Section
      title="Who is stuck, and what is done about it"
      right={
        <>
          <span>
            {stuck_total > stuck.length
              ? `the youngest ${formatCount(stuck.length)} of ${formatCount(stuck_total)}`
              : countOf(stuck_total, 'account')}
          </span>
          <CsvButton name="stuck" columns={columns} rows={stuck} />
        </>
      }
      say="Not activated by now, the youngest first. The next step is that of the task which is due within 30 days; without one, no signal or routine asks for anything."
    >
      {stuck.length === 0 ? (
        <p className="text-dense text-ink-2">Everybody who signed up is activated.</p>
      ) : (
        <DataTable
          label="Who is stuck"
          columns={columns}
          rows={all ? stuck : stuck.slice(0, SHOWN)}
          keyOf={({ account }) => account}
        />
      )}
      {!all && stuck.length > SHOWN && (
        <Button look="bare" className="mt-2 -ml-2.5 !text-sea" onClick={() => setAll(true)}>
          Show {formatCount(stuck.length - SHOWN)} more
        </Button>
      )}
    </Section>
  )
}

function columnsOf(
  { steps }: StepsAnswer,
  /** undefined: not known yet. */
  taskOf: ReadonlyMap<string, TaskRow> | undefined,
  today: string | null,
): Column<Stuck>[] {
  const titleOf = (key: string) => steps.find((step) => step.key === key)?.title.toLowerCase() ?? key
  return [
    {
      head: 'Account',
      value: ({ account }) => account,
      className: 'w-[22%]',
      cell: ({ account }) => (
        <Link to="/accounts/$key" params={{ key: account }} className="font-medium hover:text-sea hover:underline">
          <ActorName account={account} />
        </Link>
      ),
    },
    {
      head: 'Signed up',
      value: ({ signed_up }) => signed_up.slice(0, 10),
      className: 'whitespace-nowrap',
      cell: ({ signed_up, age_days }) => (
        <>
          {formatDay(signed_up.slice(0, 10), today)}
          <span className="text-ink-3">, {formatAge(Math.floor(age_days))}</span>
        </>
      ),
    },
    { head: 'Steps', value: ({ done }) => done, right: true, cell: ({ done }) => `${done} of ${steps.length}` },
    {
      head: 'Missing',
      className: 'max-desk:min-w-56',
      value: ({ missing }) => missing.map(titleOf).join('; '),
      cell: ({ missing }) =>
        missing.length === steps.length && missing.length > 1
          ? `all ${missing.length}`
          : joinWords(missing.map(titleOf)),
    },
    {
      head: 'Next step',
      value: ({ account }) => taskOf?.get(account)?.action ?? null,
      className: 'w-[26%] max-desk:min-w-56',
      cell: ({ account }) => {
        if (taskOf === undefined) return null
        const task = taskOf.get(account)
        if (task === undefined) return <span className="text-ink-3">none</span>
        return (
          <>
            {task.action}
            <span className="text-ink-3"> ·&nbsp;{task.assignee ?? task.team}</span>
          </>
        )
      },
    },
  ]
}
