import type { EpisodePage } from '@contract/episodes.ts'
import { shareLimits } from '@contract/share-limits.ts'
import type { TaskRow } from '@contract/worklist.ts'
import { useQuery } from '@tanstack/react-query'
import { accountQuery } from '../../api/queries.ts'
import { manyPastAlertsQuery, signalsQuery } from '../../api/signals.ts'
import { isSnapshot } from '../../api/snapshot.ts'
import { Button } from '../../parts/button.tsx'
import { Key } from '../../parts/key.tsx'
import { IntervalMark, Quiet } from '../../parts/limits.tsx'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { formatShare, formatShareLimits, onScreen } from '../../words/measures.ts'
import { outcomeWords } from '../../words/outcomes.ts'
import type { ActKind } from './act-dialog.tsx'
import { signalOf } from './signal-of.ts'

/** On the columns of the list: what was seen under the account and its health, how often it is right under why, the rest beside it. */
const ON_COLUMNS = 'wide:grid-cols-[calc(28.5%-2.3125rem)_calc(29%-1.5625rem)_minmax(0,1fr)]'

type OpenedTaskProps = {
  task: TaskRow
  today: string
  /** May look, and not note what was done. */
  isViewer: boolean
  onAct: (kind: ActKind) => void
}

/** The chosen task: what was seen, how often it is right, what to do. */
export function OpenedTask({ task, today, isViewer, onAct }: OpenedTaskProps) {
  return (
    <tr className="max-desk:block" data-opened>
      <td
        colSpan={7}
        className="bg-sea-wash px-3 pb-4 shadow-[inset_2px_0_var(--sea)] max-desk:block max-desk:shadow-none"
      >
        <div className={`grid content-start gap-x-8 gap-y-4 wide:min-h-40 ${ON_COLUMNS}`}>
          <div className="min-w-0">
            <Head>What was seen</Head>
            <ul className="grid gap-1.5">
              {task.reasons.slice(0, 6).map((reason) => (
                <li key={reason.id} className="min-w-0 [overflow-wrap:anywhere]">
                  <span className="mr-2 whitespace-nowrap text-ink-3">{formatDay(reason.since, today)}</span>
                  {reason.title}
                  {reason.member !== null && ` of ${reason.member}`}
                  {reason.escalated && ', now worse'}
                  <Evidence task={task} reason={reason} />
                </li>
              ))}
            </ul>
          </div>
          <div className="min-w-0">
            <HowOftenRight task={task} />
          </div>
          <div className="min-w-0">
            <Head>Suggested</Head>
            <p className="mb-2">{task.action}.</p>
            {task.reasons[0]?.measured != null && (
              <p className="mb-2 text-ink-2">{onScreen(task.reasons[0].measured)}</p>
            )}
            {task.insteadOf !== null && <p className="mb-2 text-ink-2">Instead of {task.insteadOf}, who is away.</p>}
            {isViewer ? (
              <p className="text-ink-3">
                {isSnapshot
                  ? 'What was done is noted where the demo runs: here nothing can be changed.'
                  : 'As a viewer you look on: editors and admins note what was done.'}
              </p>
            ) : (
              <Acts onAct={onAct} />
            )}
          </div>
        </div>
      </td>
    </tr>
  )
}

function Acts({ onAct }: Pick<OpenedTaskProps, 'onAct'>) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button look="first" onClick={() => onAct('done')}>
        Done… <Key>E</Key>
      </Button>
      <Button onClick={() => onAct('snoozed')}>
        Snooze <Key>S</Key>
      </Button>
      <Button look="bare" onClick={() => onAct('dismissed')}>
        Dismiss… <Key>X</Key>
      </Button>
    </div>
  )
}

type EvidenceProps = { task: TaskRow; reason: TaskRow['reasons'][number] }

/** The values behind an alert and the thresholds that they met, as its account's page has them. */
function Evidence({ task, reason }: EvidenceProps) {
  const isOfAccount = reason.kind === 'signal' && reason.member === null
  const query = useQuery({ ...accountQuery(task.account, undefined), enabled: isOfAccount })
  const told = query.data?.explanations.find(({ signal }) => signal === signalOf(reason.id))
  if (!isOfAccount) return null
  return (
    // As high before as after: what stands below it is pressed.
    <span className="block min-h-[calc(4*var(--l-dense))] text-ink-2" aria-busy={query.isPending}>
      {told !== undefined && onScreen(told.sentence)}
    </span>
  )
}

function Head({ children }: { children: string }) {
  return <p className="mb-1.5 text-small text-ink-3">{children}</p>
}

/** Of past alerts of the leading signal, how many were followed by what it predicts. */
function HowOftenRight({ task }: { task: TaskRow }) {
  const reason = task.reasons.find(({ kind }) => kind === 'signal')
  const key = reason === undefined ? '' : signalOf(reason.id)
  const signals = useQuery(signalsQuery)
  const signal = signals.data?.data.find((one) => one.key === key)
  const predicts = signal?.predicts ?? null
  const query = useQuery({ ...manyPastAlertsQuery(key), enabled: predicts !== null })
  if (reason === undefined)
    return (
      <>
        <Head>Why now</Head>
        <p className="text-ink-2">It comes by the calendar, and predicts nothing.</p>
      </>
    )
  return (
    <>
      <Head>How often is this alert right?</Head>
      {/* As high before as after: what stands below it is pressed. */}
      <div className="min-h-28 desk:min-h-20" aria-busy={signals.isPending || query.isLoading}>
        {signal !== undefined && predicts === null && (
          <p className="text-ink-2">It predicts nothing that could be counted.</p>
        )}
        {query.isError && <p className="text-ink-2">Not known just now.</p>}
        {query.data !== undefined && predicts !== null && <Followed page={query.data} predicts={predicts} />}
      </div>
    </>
  )
}

type FollowedProps = { page: EpisodePage; predicts: { outcome: string; withinDays: number } }

function Followed({ page: { data: alerts, nextCursor }, predicts }: FollowedProps) {
  const states = alerts.flatMap(({ outcome }) => outcome ?? [])
  const followed = states.filter(({ state }) => state === 'followed')
  const settled = followed.length + states.filter(({ state }) => state === 'not').length
  const rate = shareLimits(followed.length, settled)
  if (rate === null) return <p className="text-ink-2">No alert is old enough to tell.</p>
  const said = `${formatShare(rate.estimate)} ${outcomeWords(predicts.outcome).do} within ${predicts.withinDays} days`
  return (
    <>
      <p>
        <b>{said}</b> <Quiet>({formatShareLimits(rate)})</Quiet>
      </p>
      <IntervalMark of={rate} label={`${said}, interval ${formatShareLimits(rate)}`} />
      <p className="text-small text-ink-3">
        {formatCount(followed.length)} of {nextCursor !== null && 'the latest '}
        {countOf(settled, 'past alert')}; of {formatCount(alerts.length - settled)} it is too early to tell.
      </p>
    </>
  )
}
