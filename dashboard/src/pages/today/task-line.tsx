import type { TaskRow } from '@contract/worklist.ts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { BandMark } from '../../parts/band-mark.tsx'
import { Icon, SIGNAL_LOOKS } from '../../parts/icon.tsx'
import { daysBetween } from '../../words/days.ts'
import { countOf, formatAge, formatDay, formatMoney, joinWords } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'
import { signalOf } from './signal-of.ts'

type TaskLineProps = {
  task: TaskRow
  today: string
  isHere: boolean
  onChoose: () => void
  withAssignee: boolean
  /** What a signal means, by its key. */
  sentenceOf: (signal: string) => string | undefined
}

/** One task on the list; on a phone a card. */
export function TaskLine({ task, today, isHere, onChoose, withAssignee, sentenceOf }: TaskLineProps) {
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
        <Link
          to="/accounts/$key"
          params={{ key: task.account }}
          title={task.name.slice(0, 300)}
          className="block truncate font-semibold hover:text-sea hover:underline"
        >
          {task.name.slice(0, 300)}
        </Link>
        <Second>{task.team}</Second>
      </td>
      <td className="py-2.5 pr-3 max-desk:order-3 max-desk:col-span-2 max-desk:p-0">
        <BandMark band={task.health?.band ?? null} />
        {task.health !== null && <Second>since {formatDay(task.health.sinceDay, today)}</Second>}
      </td>
      <td className="py-2.5 pr-4 max-desk:order-4 max-desk:col-span-2 max-desk:p-0">
        {reason !== undefined && <ReasonTitle reason={reason} more={task.reasons.length - 1} />}
        <span className={`line-clamp-2 ${quiet ? '' : 'text-ink-2'}`} title={task.because}>
          {whyWords(task, sentenceOf)}
        </span>
      </td>
      <td className="py-2.5 pr-3 whitespace-nowrap max-desk:order-6 max-desk:col-span-2 max-desk:p-0 max-desk:text-small max-desk:text-ink-3">
        {formatDay(reason?.since ?? task.due, today)}
        <Second>
          {task.overdueDays > 0 ? (
            <Overdue days={task.overdueDays} />
          ) : (
            formatAge(daysBetween(reason?.since ?? task.due, today))
          )}
        </Second>
      </td>
      <td className="py-2.5 text-right whitespace-nowrap max-desk:order-2 max-desk:p-0 max-desk:font-medium">
        {formatMoney(task.mrr)}
      </td>
      <td className="py-2.5 pr-4 pl-2 text-right whitespace-nowrap max-desk:hidden">
        <RenewalDay on={task.renewsOn} today={today} />
      </td>
      <td className="py-2.5 pr-3 max-desk:order-5 max-desk:col-span-2 max-desk:p-0">
        <span className="max-desk:font-medium max-desk:text-sea desk:line-clamp-2" title={task.action}>
          {task.action}
        </span>
        {withAssignee && <Second>{task.assignee ?? 'nobody’s'}</Second>}
      </td>
    </tr>
  )
}

function ReasonTitle({ reason, more }: { reason: TaskRow['reasons'][number]; more: number }) {
  const looks = reason.type === null ? null : SIGNAL_LOOKS[reason.type]
  return (
    <span className={`flex items-center gap-1.5 font-medium ${looks?.text ?? ''}`}>
      <Icon name={looks?.icon ?? (reason.kind === 'renewal' ? 'clock' : 'ring')} />
      <span className="truncate">{capital(reason.title)}</span>
      {more > 0 && <span className="font-normal whitespace-nowrap text-ink-3">and {more} more</span>}
    </span>
  )
}

function Second({ children }: { children: ReactNode }) {
  return <span className="block truncate text-small text-ink-3">{children}</span>
}

function Overdue({ days }: { days: number }) {
  return (
    <span className="inline-flex items-center gap-1 text-watch">
      <Icon name="clock" className="!size-3.5" /> {countOf(days, 'day')} over
    </span>
  )
}

const LONG_PAST_DAYS = 30

/** One that is long past says nothing of what is to be done. */
function RenewalDay({ on, today }: { on: string | null; today: string }) {
  const days = on === null ? null : daysBetween(today, on)
  if (days === null || days < -LONG_PAST_DAYS) return <span title={on === null ? 'not known' : `was ${on}`}>–</span>
  return (
    <>
      {formatDay(on, today)}
      <Second>{days < 0 ? `${countOf(-days, 'day')} ago` : formatAge(days)}</Second>
    </>
  )
}

/** What else is the matter, and what somebody thinks; of a single alert, what it means. */
function whyWords({ reasons, because }: TaskRow, sentenceOf: (signal: string) => string | undefined): string {
  const others = reasons.slice(1, 4).map(({ title }) => title.toLowerCase())
  const thinks = because.split('; ').filter((part) => / says (red|yellow|green)/.test(part))
  const [first] = reasons
  const meaning = first?.kind === 'signal' ? sentenceOf(signalOf(first.id)) : undefined
  if (others.length === 0 && thinks.length === 0)
    return meaning === undefined ? because : capital(onScreen(meaning).replace(/^Opens for an account /, ''))
  return capital([...(others.length === 0 ? [] : [`also ${joinWords(others)}`]), ...thinks].join('; '))
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
