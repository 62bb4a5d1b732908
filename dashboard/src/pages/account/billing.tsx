import type { AccountDetail } from '@contract/account.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { useOpened } from '../../search/use-opened.ts'
import { daysBetween } from '../../words/days.ts'
import { countOf, formatDay, formatMoney } from '../../words/format.ts'
import { type MrrMove, mrrMovesOf } from '../../words/mrr-moves.ts'
import { isInForce, type Standing, standingOf } from '../../words/subscription.ts'
import { FailedPayments } from './failed-payments.tsx'

const MOVES_SHOWN = 6

/** Plan, what it costs, when it renews, what became of its MRR so far, and which payments failed. `chosen`: the day of the address. */
export function Billing({ account, chosen }: { account: AccountDetail; chosen: string | undefined }) {
  const { header, asOf } = account
  const standing = standingOf(account)
  return (
    <Section title="Plan and billing">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-dense">
        <dt className="text-ink-3">Plan</dt>
        <dd className="truncate text-right">{header.plan ?? 'not known'}</dd>
        <dt className="text-ink-3">MRR</dt>
        <dd className="text-right font-medium">
          {header.mrr === null ? (standing.kind === 'ended' ? 'none' : 'not known') : formatMoney(header.mrr)}
        </dd>
        {header.renewsOn !== null &&
          header.renewsOn >= asOf &&
          standing.kind !== 'ends' &&
          standing.kind !== 'ended' && (
            <>
              <dt className="text-ink-3">Renews</dt>
              <dd className="text-right">
                {formatDay(header.renewsOn, asOf)}{' '}
                <span className="text-ink-3">({countOf(daysBetween(asOf, header.renewsOn), 'day')})</span>
              </dd>
            </>
          )}
      </dl>
      <StandingLine standing={standing} asOf={asOf} />
      <Moves account={account} />
      <InForce account={account} />
      <FailedPayments account={account.key} asOf={chosen} />
    </Section>
  )
}

function StandingLine({ standing, asOf }: { standing: Standing; asOf: string }) {
  if (standing.kind !== 'ends' && standing.kind !== 'ended') return null
  const words =
    standing.kind === 'ended'
      ? `Ended ${formatDay(standing.on, asOf)}.`
      : `Cancelled${standing.decided === null ? '' : ` ${formatDay(standing.decided, asOf)}`}; runs until ${
          standing.until === null ? 'the end of its term' : formatDay(standing.until, asOf)
        }.`
  return (
    <p className="mt-2 flex gap-1.5 text-small text-risk">
      <Icon name="down" /> {words}
    </p>
  )
}

const MOVE_WORDS: Readonly<Record<MrrMove['what'], string>> = {
  new: 'new',
  back: 'back',
  more: 'expansion',
  less: 'contraction',
  left: 'left',
}

/** What became of the MRR so far, the newest first. */
function Moves({ account: { subscriptions, asOf } }: { account: AccountDetail }) {
  const [all, setAll] = useOpened('moves')
  const moves = mrrMovesOf(subscriptions, asOf)
  if (moves.length === 0) return null
  const several = new Set(moves.map(({ currency }) => currency)).size > 1
  return (
    <>
      <ul aria-label="What became of its MRR" className="mt-3 text-small text-ink-2">
        {(all ? moves : moves.slice(0, MOVES_SHOWN)).map((move) => (
          <Move key={`${move.day} ${move.currency}`} move={move} several={several} asOf={asOf} />
        ))}
      </ul>
      {moves.length > MOVES_SHOWN && (
        <Button look="bare" className="mt-1 -ml-2.5 !text-sea" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${moves.length - MOVES_SHOWN} earlier`}
        </Button>
      )}
    </>
  )
}

/** "19 Jun 2025 expansion to enterprise  +€6,520". */
function Move({ move, several, asOf }: { move: MrrMove; several: boolean; asOf: string }) {
  const { day, what, from, to, currency, plan } = move
  const gain = to > from
  return (
    <li className="flex gap-3 border-t border-line py-1.5">
      <span className="whitespace-nowrap text-ink-3">{formatDay(day, asOf)}</span>
      <span className="truncate">
        {several && what === 'left' ? 'none' : MOVE_WORDS[what]}
        {several && ` in ${currency}`}
        {plan !== null && `, ${plan.slice(0, 100)}`}
      </span>
      <span className={`ml-auto whitespace-nowrap ${gain ? 'text-well' : 'text-risk'}`}>
        {gain ? '+' : '−'}
        {formatMoney({ minor: Math.abs(to - from), currency })}
      </span>
    </li>
  )
}

/** Each of several subscriptions that are in force. */
function InForce({ account: { subscriptions, asOf } }: { account: AccountDetail }) {
  const latest = new Map(subscriptions.toReversed().map((one) => [one.id, one]))
  const running = [...latest.values()].filter((one) => isInForce(one, asOf))
  if (running.length < 2) return null
  return (
    <ul aria-label="Subscriptions in force" className="mt-3 text-small text-ink-2">
      {running.map(({ id, plan, mrr, from }) => (
        <li key={id} className="flex gap-3 border-t border-line py-1.5">
          <span className="truncate">{(plan ?? id).slice(0, 100)}</span>
          <span className="ml-auto whitespace-nowrap">{formatMoney(mrr)}</span>
          <span className="whitespace-nowrap text-ink-3">since {formatDay(from, asOf)}</span>
        </li>
      ))}
    </ul>
  )
}
