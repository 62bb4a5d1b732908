import type { TaskRow, Worklist } from '@contract/worklist.ts'
import { daysBetween } from '../../words/days.ts'
import { countOf, formatCount, formatMonies, leftOutWords } from '../../words/format.ts'

const WHEN = { day: 'today', week: 'this week', month: 'this month' } as const
/** As far back as a weekend reaches. */
const FRESH_DAYS = 3

/** "23 accounts need you today; 9 for a risk, worth $4,100 MRR." */
export function TodaySentence({ list }: { list: Worklist }) {
  const { tasks, total, horizon, assignee } = list
  if (total === 0)
    return (
      <>
        Nothing needs {assignee === null ? 'anybody' : 'you'} {WHEN[horizon]}.
      </>
    )
  const who = assignee === null ? 'somebody' : 'you'
  if (total > tasks.length)
    return (
      <>
        <b>{countOf(total, 'task')}</b> need {who} {WHEN[horizon]}.
      </>
    )
  const accounts = firstOfEach(tasks)
  const risky = firstOfEach(tasks.filter(isRisk))
  const worth = sumMonies(risky)
  return (
    <>
      <b>{countOf(accounts.length, 'account')}</b> {accounts.length === 1 ? 'needs' : 'need'} {who} {WHEN[horizon]}
      {risky.length > 0 && (
        <>
          ; <b>{formatCount(risky.length)}</b> for a risk
          {worth.length > 0 && (
            <>
              , worth <b>{formatMonies(worth)}</b> MRR
            </>
          )}
        </>
      )}
      .
    </>
  )
}

/** What there is room for, what is overdue, what is new. */
export function todayContext({ tasks, total, room, waiting, today, excluded }: Worklist): string | undefined {
  if (total === 0) return excluded === 0 ? undefined : leftOutWords(excluded)
  const overdue = tasks.filter(({ overdueDays }) => overdueDays > 0).length
  const fresh = tasks.filter(({ reasons }) =>
    reasons.some(({ since }) => daysBetween(since, today) <= FRESH_DAYS),
  ).length
  const waits = waiting.capacity + waiting.budget
  return [
    ...(room === null
      ? []
      : [`There is room for ${countOf(room, 'task')}${waits === 0 ? '' : `: ${formatCount(waits)} can wait`}`]),
    overdue === 0 ? 'Nothing is overdue' : `${countOf(overdue, 'task is', 'tasks are')} overdue`,
    ...(fresh === 0 ? [] : [`${formatCount(fresh)} came up in the last ${FRESH_DAYS} days`]),
    ...(excluded === 0 ? [] : [leftOutWords(excluded).slice(0, -1)]),
  ]
    .join('. ')
    .concat('.')
}

function isRisk({ reasons }: TaskRow): boolean {
  return reasons.some(({ type }) => type === 'risk')
}

function firstOfEach(tasks: readonly TaskRow[]): TaskRow[] {
  return [...new Map([...tasks].reverse().map((task) => [task.account, task])).values()]
}

/** Per currency, largest first. */
function sumMonies(tasks: readonly TaskRow[]): { currency: string; minor: number }[] {
  const sums = new Map<string, number>()
  for (const { mrr } of tasks)
    if (mrr !== null && mrr.minor > 0) sums.set(mrr.currency, (sums.get(mrr.currency) ?? 0) + mrr.minor)
  return [...sums].map(([currency, minor]) => ({ currency, minor })).sort((a, b) => b.minor - a.minor)
}
