import { phraseExcluded } from '../../contract/phrase-metric.ts'
import type { RenewalRow, TaskRow, Worklist } from '../../contract/worklist.ts'
import { formatMoney } from '../../core/currency.ts'
import { counted } from '../counted.ts'
import { printable, renderTable } from './render-table.ts'

const RENEWALS_SHOWN = 10
/** Where no line says what one can do in a day. */
const TASKS_SHOWN = 25
const UNTIL = { day: 'today', week: 'this week', month: 'this month' } as const

/** The worklist as one works from it: a block for each task, then what waits, then the renewals. */
export function renderWorklist(list: Worklist, { all }: { readonly all: boolean }): string {
  const whose = list.assignee === null ? '' : ` for ${list.assignee}`
  const team = list.team === null ? '' : `, team ${list.team}`
  const above = list.tasks.filter(({ waits }) => waits === null)
  const below = list.tasks.filter(({ waits }) => waits !== null)
  const shown = list.room === null && !all ? above.slice(0, TASKS_SHOWN) : above
  const left = list.total - list.tasks.length + above.length - shown.length
  return [
    printable(`${capital(UNTIL[list.horizon])}${whose}${team}, ${list.today}: ${list.sentence}`),
    ...shown.map((task, i) => renderTask(task, { number: i + 1, list })),
    ...(left === 0 ? [] : [`and ${left} more${all ? '' : '; --assignee shows one’s own, --all these'}`]),
    ...renderBelow(below, { all, list, from: above.length + 1 }),
    ...renderRenewals(list),
    phraseExcluded(list.excluded),
  ].join('\n\n')
}

function renderTask(task: TaskRow, { number, list }: { readonly number: number; readonly list: Worklist }): string {
  const { name, account, action, because, id, overdueDays, due, assignee, insteadOf } = task
  const cover = insteadOf === null ? [] : [`covering for ${insteadOf}`]
  const who = list.assignee === null ? [assignee ?? 'assigned to nobody', ...cover] : cover
  const when = overdueDays > 0 ? [`${counted(overdueDays, 'day')} overdue`] : due > list.today ? [`due ${due}`] : []
  const called = name === account ? name : `${name} (${account})`
  const head = [called, ...(list.team === null ? [task.team] : []), ...who, ...when].join(' · ')
  const also = [...new Set(task.reasons.map(({ suggest }) => suggest.action))].filter((one) => one !== action)
  return [
    `${String(number).padStart(3)}. ${head}`,
    `     → ${action}`,
    ...also.map((one) => `     + ${one}`),
    `       ${because}`,
    ...(task.reasons[0]?.measured == null ? [] : [`       ${task.reasons[0].measured}`]),
    `       ${id}`,
  ]
    .map(printable)
    .join('\n')
}

type Below = { readonly all: boolean; readonly list: Worklist; readonly from: number }

function renderBelow(tasks: readonly TaskRow[], { all, list, from }: Below): string[] {
  if (tasks.length === 0) return []
  const head = `── these wait ${'─'.repeat(20)}`
  if (all) return [head, ...tasks.map((task, i) => renderTask(task, { number: from + i, list }))]
  const lines = tasks.slice(0, 5).map(({ name, because }) => printable(`     ${name}: ${because}`))
  const more = tasks.length > 5 ? [`     and ${tasks.length - 5} more; --all shows them`] : []
  return [[head, ...lines, ...more].join('\n')]
}

function renderRenewals({ renewals, renewalsTotal }: Worklist): string[] {
  if (renewals.length === 0) return []
  const table = renderTable<RenewalRow>(
    [
      { head: 'renews', cell: ({ on }) => on },
      { head: 'in days', cell: ({ inDays }) => String(inDays), number: true },
      { head: 'account', cell: ({ name }) => name },
      { head: 'MRR', cell: ({ mrr }) => (mrr === null ? '–' : formatMoney(mrr)), number: true },
      { head: 'health', cell: ({ health }) => (health === null ? '–' : `${health.band} since ${health.sinceDay}`) },
      { head: 'assignee', cell: ({ assignee }) => assignee ?? '–' },
    ],
    renewals.slice(0, RENEWALS_SHOWN),
  )
  const more = renewalsTotal > RENEWALS_SHOWN ? `\nand ${renewalsTotal - RENEWALS_SHOWN} more` : ''
  return [`Renewals in the next 90 days:\n${table}${more}`]
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
