import { Link } from '@tanstack/react-router'
import { Icon, SIGNAL_LOOKS } from '../../parts/icon.tsx'
import { Quiet, ShareWithLimits, TimesWithLimits } from '../../parts/limits.tsx'
import type { Column } from '../../parts/table.tsx'
import { VerdictMark } from '../../parts/verdict.tsx'
import { formatCount, formatDay } from '../../words/format.ts'
import { formatDays, formatNumber } from '../../words/measures.ts'
import { RULINGS } from '../../words/rulings.ts'
import type { ProvedSignal } from './proved-signal.ts'

/** What a signal is, what it says, and what was done about it lately. */
export const catalogueColumns: readonly Column<ProvedSignal>[] = [
  {
    head: 'Signal',
    value: ({ signal }) => signal.title,
    cell: ({ signal }) => {
      const looks = SIGNAL_LOOKS[signal.type]
      return (
        <>
          <Link
            to="/signals/$key"
            params={{ key: signal.key }}
            className={`flex items-center gap-1.5 font-medium hover:underline ${signal.enabled ? looks.text : 'text-ink-3'}`}
          >
            <Icon name={looks.icon} /> {signal.title}
          </Link>
          <span className="block pl-[1.375rem] text-small text-ink-3">
            {looks.word.toLowerCase()}, {signal.level === 'account' ? 'accounts' : 'users'}
            {!signal.enabled && ', off'}
          </span>
        </>
      )
    },
  },
  {
    head: 'Does it earn its keep?',
    value: ({ ruling }) => (ruling === null ? null : RULINGS[ruling].word),
    cell: ({ ruling, verdict, signal }) => (
      <>
        {signal.enabled ? <VerdictMark ruling={ruling} /> : <span className="text-ink-3">it is off</span>}
        {verdict?.drifts === true && (
          <span className="block text-small text-watch">
            right less often {verdict.drifts_since === null ? 'lately' : `since ${formatDay(verdict.drifts_since)}`}
          </span>
        )}
      </>
    ),
  },
  {
    head: 'Open',
    value: ({ signal }) => signal.openCount,
    right: true,
    cell: ({ signal }) => <ToAlerts of={signal}>{signal.openCount}</ToAlerts>,
  },
  {
    head: 'Opened, 28 days',
    value: ({ signal }) => signal.opened28d,
    right: true,
    cell: ({ signal }) => <ToAlerts of={signal}>{signal.opened28d}</ToAlerts>,
  },
  {
    head: 'Accounts',
    value: ({ signal }) => signal.accounts28d,
    right: true,
    cell: ({ signal }) => <ToAlerts of={signal}>{signal.accounts28d}</ToAlerts>,
  },
  {
    head: 'Done · snoozed · dismissed',
    value: ({ signal: { acts28d } }) => `${acts28d.done} ${acts28d.snoozed} ${acts28d.dismissed}`,
    right: true,
    cell: ({ signal: { acts28d } }) => [acts28d.done, acts28d.snoozed, acts28d.dismissed].map(formatCount).join(' · '),
  },
  {
    head: 'Suggests',
    value: ({ signal }) => signal.suggest?.action ?? null,
    className: 'w-[26%] max-desk:min-w-56',
    cell: ({ signal }) =>
      signal.suggest === null ? (
        <span className="text-ink-3">nothing</span>
      ) : (
        <>
          {signal.suggest.action}
          <span className="text-ink-3"> ·&nbsp;{signal.suggest.team}</span>
        </>
      ),
  },
]

/** A number of alerts, to the list of them by account. */
function ToAlerts({ of: { key, title }, children }: { of: ProvedSignal['signal']; children: number }) {
  return (
    <Link
      to="/signals/$key"
      params={{ key }}
      aria-label={`${formatCount(children)}: the alerts of ${title}`}
      className="hover:text-sea hover:underline"
    >
      {formatCount(children)}
    </Link>
  )
}

/** What its past says of it. */
export const measuredColumns: readonly Column<ProvedSignal>[] = [
  {
    head: 'Alerts',
    value: ({ proof }) => proof?.alerts ?? null,
    right: true,
    cell: ({ proof }) => formatCount(proof?.alerts ?? null),
  },
  {
    head: 'Precision',
    value: ({ proof }) => proof?.precision?.estimate ?? null,
    right: true,
    cell: ({ proof }) => (proof === null ? '–' : <ShareWithLimits of={proof.precision} bold />),
  },
  {
    head: 'Without it',
    value: ({ proof }) => proof?.base?.estimate ?? null,
    right: true,
    cell: ({ proof }) => (proof === null ? '–' : <ShareWithLimits of={proof.base} />),
  },
  {
    head: 'Lift',
    value: ({ proof }) => proof?.lift?.estimate ?? null,
    right: true,
    cell: ({ proof }) => (proof === null ? '–' : <TimesWithLimits of={proof.lift} />),
  },
  {
    head: 'Days of notice',
    value: ({ proof }) => proof?.notice?.median ?? null,
    right: true,
    cell: ({ proof }) =>
      proof?.notice == null ? (
        <span className="text-ink-3">–</span>
      ) : (
        <>
          {formatDays(Math.round(proof.notice.median))}{' '}
          <Quiet>
            ({formatCount(Math.round(proof.notice.lower_quartile))}–
            {formatCount(Math.round(proof.notice.upper_quartile))})
          </Quiet>
        </>
      ),
  },
  {
    head: 'Alerts a week',
    value: ({ proof }) => proof?.burden.per_week?.estimate ?? null,
    right: true,
    cell: ({ proof }) => formatNumber(proof?.burden.per_week?.estimate ?? null),
  },
]
