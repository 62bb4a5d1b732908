import type { AccountDetail } from '@contract/account.ts'
import type { ReactNode } from 'react'
import { daysBetween } from '../../words/days.ts'
import { countOf, formatCount, formatDay, formatMoney, formatMonth } from '../../words/format.ts'
import { standingOf } from '../../words/subscription.ts'

/** What one wants to know before picking up the phone. Unknown facts are left out, not shown as zero. */
export function AccountFacts({ account }: { account: AccountDetail }) {
  const { header, asOf, today } = account
  const standing = standingOf(account)
  const { plan, mrr, members, seats, createdDay, renewsOn, assignee } = header
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 pt-1 text-dense text-ink-2">
      {plan !== null && <Fact term="Plan">{plan.slice(0, 100)}</Fact>}
      {mrr !== null && <Fact term="MRR">{formatMoney(mrr)}</Fact>}
      <Fact term="Members">
        {seats === null ? formatCount(members) : `${formatCount(members)} of ${countOf(seats, 'seat')}`}
      </Fact>
      {createdDay !== null && <Fact term="Signed up">{formatMonth(createdDay)}</Fact>}
      {renewsOn !== null && renewsOn >= asOf && standing.kind !== 'ends' && standing.kind !== 'ended' && (
        <Fact term="Renews">
          {formatDay(renewsOn, asOf)}, {renewalWords(daysBetween(asOf, renewsOn))}
        </Fact>
      )}
      {assignee !== null && <Fact term="CSM">{assignee.slice(0, 100)}</Fact>}
      {today !== null && (
        <Fact term="Today so far">
          {countOf(today.events, 'event')}, {countOf(today.activeMembers, 'member')} active
        </Fact>
      )}
    </dl>
  )
}

function renewalWords(days: number): string {
  return days === 0 ? 'that day' : `in ${countOf(days, 'day')}`
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="[overflow-wrap:anywhere]">
      <dt className="inline text-ink-3">{term}</dt> <dd className="inline">{children}</dd>
    </div>
  )
}
