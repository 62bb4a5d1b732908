import type { TaskRow } from '@contract/worklist.ts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { BandMark } from '../../parts/band-mark.tsx'
import { Icon, SIGNAL_LOOKS } from '../../parts/icon.tsx'
import { useLetterKeys } from '../../parts/letter-keys.ts'
import { daysBetween } from '../../words/days.ts'
import { countOf, formatAge, formatDay, formatMoney, joinWords } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'

type TaskLineProps = {
  task: TaskRow
  today: string
  isHere: boolean
  onChoose: () => void
  withAssignee: boolean
}

/** One task on the list; on a phone a card. */
export function TaskLine({ task, today, isHere, onChoose, withAssignee }: TaskLineProps) {
  const [reason] = task.reasons
  const quiet = task.waits !== null && !isHere
  const ground = isHere ? 'bg-sea-wash' : 'border-b border-line hover:bg-mist'
  return (
    <tr
      aria-current={isHere}
      onClick={onChoose}
      className={`cursor-pointer align-top max-desk:grid max-desk:grid-cols-[minmax(0,1fr)_auto] max-desk:gap-x-3 max-desk:px-3 max-desk:py-2.5 ${ground} ${quiet ? 'text-ink-3' : ''}`}
    >
      <td
        className={`py-2.5 pr-3 pl-3 max-desk:p-0 ${isHere ? 'shadow-[inset_2px_0_var(--sea)] max-desk:shadow-none' : ''}`}
      >
        <Whose task={task} isHere={isHere} />
      </td>
      <td className="py-2.5 pr-3 max-desk:order-3 max-desk:col-span-2 max-desk:p-0">
        <BandMark band={task.health?.band ?? null} value={task.health?.value ?? null} />
        {task.health !== null && (
          <Second className={`${INLINE} desk:max-wide:hidden`}>since {formatDay(task.health.sinceDay, today)}</Second>
        )}
      </td>
      <td className="py-2.5 pr-4 max-desk:order-4 max-desk:col-span-2 max-desk:p-0">
        {reason !== undefined && <ReasonTitle reason={reason} more={task.reasons.length - 1} />}
        <span className={`line-clamp-2 ${quiet ? '' : 'text-ink-2'}`} title={whyWords(task)}>
          {whyWords(task)}
        </span>
      </td>
      <td className="py-2.5 pr-3 whitespace-nowrap max-desk:order-6 max-desk:col-span-2 max-desk:p-0 max-desk:text-small max-desk:text-ink-3">
        {formatDay(reason?.since ?? task.due, today)}
        <Second className={INLINE}>
          {task.overdueDays > 0 ? (
            <Overdue days={task.overdueDays} />
          ) : (
            formatAge(daysBetween(reason?.since ?? task.due, today))
          )}
        </Second>
      </td>
      <td className="py-2.5 pr-3 text-right whitespace-nowrap max-desk:order-2 max-desk:p-0 max-desk:font-medium">
        {formatMoney(task.mrr)}
      </td>
      <td className="text-right whitespace-nowrap max-desk:hidden wide:py-2.5 wide:pr-3">
        <RenewalDay on={task.renewsOn} today={today} />
      </td>
      <td className="py-2.5 pr-3 max-desk:order-5 max-desk:col-span-2 max-desk:p-0">
        <span className="max-desk:font-medium max-desk:text-sea desk:line-clamp-2" title={task.action}>
          {task.action}
        </span>
        {withAssignee && <Second className={INLINE}>{task.assignee ?? 'nobody’s'}</Second>}
      </td>
    </tr>
  )
}

/** The account and the team. Without J and K there is something to press by keyboard; the press is the row's. */
function Whose({ task, isHere }: Pick<TaskLineProps, 'task' | 'isHere'>) {
  const letters = useLetterKeys()
  return (
    <>
      <Link
        to="/accounts/$key"
        params={{ key: task.account }}
        title={task.name.slice(0, 300)}
        className="block truncate font-semibold hover:text-sea hover:underline"
      >
        {task.name.slice(0, 300)}
      </Link>
      <Second className="max-desk:hidden">{task.team}</Second>
      {!letters && (
        <button type="button" aria-expanded={isHere} className="text-small font-medium text-sea hover:underline">
          What was seen<span className="sr-only"> at {task.name.slice(0, 300)}</span>
        </button>
      )}
    </>
  )
}

function ReasonTitle({ reason, more }: { reason: TaskRow['reasons'][number]; more: number }) {
  const looks = reason.type === null ? null : SIGNAL_LOOKS[reason.type]
  return (
    <span className={`flex items-center gap-1.5 font-medium ${looks?.text ?? ''}`}>
      <Icon name={looks?.icon ?? (reason.kind === 'renewal' ? 'clock' : 'ring')} />
      <span className="truncate">{capital(onScreen(reason.title))}</span>
      {more > 0 && <span className="font-normal whitespace-nowrap text-ink-3">and {more} more</span>}
    </span>
  )
}

/** Beside the first line on a card, where a line of its own would make the list twice as long. */
const INLINE = 'max-desk:ml-2 max-desk:inline'

function Second({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <span className={`block truncate text-small text-ink-3 ${className}`}>{children}</span>
}

function Overdue({ days }: { days: number }) {
  return (
    <span className="inline-flex items-center gap-1 text-watch">
      <Icon name="clock" className="!size-3.5" /> {countOf(days, 'day')} over
    </span>
  )
}

const LONG_PAST_DAYS = 30

/** One that is long past says nothing of what is to be done; narrow screens have no room for any. */
function RenewalDay({ on, today }: { on: string | null; today: string }) {
  const days = on === null ? null : daysBetween(today, on)
  const isPast = days === null || days < -LONG_PAST_DAYS
  return (
    <span className="max-wide:hidden" {...(isPast ? { title: on === null ? 'not known' : `was ${on}` } : {})}>
      {isPast ? '–' : formatDay(on, today)}
      {!isPast && <Second>{days < 0 ? `${countOf(-days, 'day')} ago` : formatAge(days)}</Second>}
    </span>
  )
}

/** What was measured; what else is the matter, and what somebody thinks. */
function whyWords({ reasons, because, seen }: TaskRow): string {
  const own = reasons[0]?.title
  const others = [...new Set(reasons.slice(1).map(({ title }) => title))]
    .filter((title) => title !== own)
    .slice(0, 3)
    .map((title) => onScreen(title.charAt(0).toLowerCase() + title.slice(1)))
  const thinks = because.split('; ').filter((part) => / says (red|yellow|green)/.test(part))
  const parts = [
    ...(seen === null ? [] : [onScreen(seen)]),
    ...(others.length === 0 ? [] : [`also ${joinWords(others)}`]),
    ...thinks,
  ]
  return parts.length === 0 ? because : capital(parts.join('; '))
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
