import type { Worklist } from '@contract/worklist.ts'
import { countOf, formatCount, formatMonies, leftOutWords } from '../../words/format.ts'

const WHEN = { day: 'today', week: 'this week', month: 'this month' } as const

/** "23 accounts need you today; 9 for a risk, worth $4,100 MRR." */
export function TodaySentence({ list }: { list: Worklist }) {
  const { accounts, atRisk, total, horizon, assignee } = list
  if (total === 0)
    return (
      <>
        Nothing needs {assignee === null ? 'anybody' : 'you'} {WHEN[horizon]}.
      </>
    )
  const who = assignee === null ? 'somebody' : 'you'
  return (
    <>
      <b>{countOf(accounts, 'account')}</b> {accounts === 1 ? 'needs' : 'need'} {who} {WHEN[horizon]}
      {atRisk.accounts > 0 && (
        <>
          ; <b>{formatCount(atRisk.accounts)}</b> for a risk
          {atRisk.mrr.length > 0 && (
            <>
              , worth <b>{formatMonies(atRisk.mrr)}</b> MRR
            </>
          )}
        </>
      )}
      .
    </>
  )
}

/** What there is room for, what is overdue, what is new. */
export function todayContext({ total, room, waiting, overdue, fresh, excluded }: Worklist): string | undefined {
  if (total === 0) return excluded === 0 ? undefined : leftOutWords(excluded)
  const waits = waiting.capacity + waiting.budget
  return [
    ...(room === null
      ? []
      : [`There is room for ${countOf(room, 'task')}${waits === 0 ? '' : `: ${formatCount(waits)} can wait`}`]),
    overdue === 0 ? 'Nothing is overdue' : `${countOf(overdue, 'task is', 'tasks are')} overdue`,
    ...(fresh === 0 ? [] : [`${formatCount(fresh)} came up in the last 3 days`]),
    ...(excluded === 0 ? [] : [leftOutWords(excluded).slice(0, -1)]),
  ]
    .join('. ')
    .concat('.')
}
