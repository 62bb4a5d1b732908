import type { AccountSummary } from '@contract/accounts.ts'
import type { SignalTypeName } from '@contract/values.ts'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { formatCount, formatMonies } from '../../words/format.ts'

const WORDS: readonly (readonly [SignalTypeName, string])[] = [
  ['risk', 'with a risk alert'],
  ['expansion', 'ready to grow'],
  ['intent', 'showing intent'],
  ['engagement', 'with an engagement alert'],
  ['activation', 'with an activation alert'],
]

/** "1,204 accounts, 310 paying: 37 of these have a risk alert, worth $4,100 MRR; 12 ready to grow." Of whom nothing is paid any more nothing is at risk. */
export function AccountsSentence({ summary }: { summary: AccountSummary }) {
  if (summary.paying === 0) return <PlainSentence summary={summary} />
  const growing = summary.byType.expansion
  return (
    <>
      <b>{formatCount(summary.total)}</b> {summary.total === 1 ? 'account' : 'accounts'},{' '}
      <b>{formatCount(summary.paying)}</b> paying:{' '}
      {summary.payingAtRisk === 0 ? (
        'none of these has a risk alert'
      ) : (
        <>
          <ToType type="risk">{formatCount(summary.payingAtRisk)}</ToType> of these{' '}
          {summary.payingAtRisk === 1 ? 'has' : 'have'} a risk alert, worth <b>{formatMonies(summary.mrrAtRisk)}</b> MRR
        </>
      )}
      {growing > 0 && (
        <>
          ; <ToType type="expansion">{formatCount(growing)}</ToType> ready to grow
        </>
      )}
      .
    </>
  )
}

/** "1,204 accounts: 37 with a risk alert, 12 ready to grow." An account counts once for each type of alert it has open. */
function PlainSentence({ summary }: { summary: AccountSummary }) {
  const parts = WORDS.filter(([type]) => summary.byType[type] > 0).slice(0, 3)
  return (
    <>
      <b>{formatCount(summary.total)}</b> {summary.total === 1 ? 'account' : 'accounts'}:{' '}
      {parts.length === 0 && 'no alert is open'}
      {parts.map(([type, words], at) => (
        <Fragment key={type}>
          {at > 0 && ', '}
          <ToType type={type}>{formatCount(summary.byType[type])}</ToType> {words}
        </Fragment>
      ))}
      .
    </>
  )
}

/** A number of the sentence, to its accounts. */
function ToType({ type, children }: { type: SignalTypeName; children: string }) {
  return (
    <Link to="/accounts" search={{ type }} className="font-semibold hover:text-sea hover:underline">
      {children}
    </Link>
  )
}

/** The sentence's subject over time: accounts active each week, tacked at the left. */
export function AccountsThread({ summary: { activeWeeks } }: { summary: AccountSummary }) {
  const top = Math.max(24, ...activeWeeks) * 1.05
  const low = Math.max(0, Math.min(...activeWeeks) - Math.max(12, top * 0.15))
  const y = (n: number) => ((top - n) / (top - low)) * 100
  const points = activeWeeks.map((n, at) => `${(at / (activeWeeks.length - 1)) * 100} ${y(n)}`).join('L')
  const [first = 0] = activeWeeks
  const last = activeWeeks.at(-1) ?? 0
  return (
    <figure
      className="relative mb-4 h-16 text-small text-ink-3"
      role="img"
      aria-label={`Accounts active in a week: ${formatCount(first)} eight weeks ago, ${formatCount(last)} in the last one`}
    >
      <div className="relative h-10">
        <svg
          className="stretch fill-none stroke-sea-fill stroke-[1.5]"
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path d={`M${points}`} strokeLinejoin="round" strokeLinecap="round" />
        </svg>
        <Tack at={0} top={y(first)} />
        <Tack at={100} top={y(last)} />
      </div>
      <figcaption className="flex justify-between gap-x-3 pt-1.5">
        <span>
          {formatCount(first)} active<span className="max-desk:hidden"> in the week</span> eight weeks ago
        </span>
        <span className="text-right">
          <b className="text-ink">{formatCount(last)} active</b> in the last 7 days
        </span>
      </figcaption>
    </figure>
  )
}

function Tack({ at, top }: { at: number; top: number }) {
  return (
    <span
      className="absolute -mt-[3.5px] -ml-[3.5px] size-[7px] rounded-full bg-sea-fill"
      style={{ left: `${at}%`, top: `${top}%` }}
    />
  )
}
