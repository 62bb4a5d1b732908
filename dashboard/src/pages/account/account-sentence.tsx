import type { AccountDetail } from '@contract/account.ts'
import { Fragment, type ReactNode } from 'react'
import { openedDay } from '../../words/alert-days.ts'
import { daysBetween } from '../../words/days.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { standingOf } from '../../words/subscription.ts'

const NAMED_ALERTS = 2
const LONG_SILENT_DAYS = 7

/** "Acme has 2 open alerts: Seats going quiet since 2 Apr, Admin silent since 9 Apr; active members 9→4 in 4 weeks (−5)." */
export function AccountSentence({ account }: { account: AccountDetail }) {
  const open = account.episodes.filter((episode) => episode.closedAt === null && episode.entity.level === 'account')
  const past = account.asOf !== account.latest
  return (
    <>
      {past && `On ${formatDay(account.asOf)}, `}
      <bdi>{account.name.slice(0, 300)}</bdi> <LeavingWords account={account} past={past} />
      {past ? 'had' : 'has'} {open.length === 0 ? 'no open alert' : countOf(open.length, 'open alert')}
      {open.slice(0, NAMED_ALERTS).map((episode, at) => (
        <Fragment key={episode.id}>
          {at === 0 ? ': ' : ', '}
          <b>{episode.title}</b> since {formatDay(openedDay(episode), account.asOf)}
        </Fragment>
      ))}
      {open.length > NAMED_ALERTS && ` and ${formatCount(open.length - NAMED_ALERTS)} more`};{' '}
      <ActiveWords account={account} />.
    </>
  )
}

/** Whoever has cancelled or left, that is the news. */
function LeavingWords({ account, past }: { account: AccountDetail; past: boolean }): ReactNode {
  const standing = standingOf(account)
  const day = (text: string) => formatDay(text, account.asOf)
  if (standing.kind === 'ended')
    return (
      <>
        <b>left on {day(standing.on)}</b> and {past ? '' : 'still '}
      </>
    )
  if (standing.kind !== 'ends') return null
  return (
    <>
      <b>{past ? 'had ' : ''}cancelled</b>
      {standing.decided !== null && ` on ${day(standing.decided)}`}
      {standing.until !== null && `, to end ${day(standing.until)}`}, and{' '}
    </>
  )
}

function ActiveWords({ account }: { account: AccountDetail }): ReactNode {
  const { activeMembers28: now, activeMembers28Before: before, members, lastActiveDay } = account.header
  const silent = lastActiveDay === null ? null : daysBetween(lastActiveDay, account.asOf)
  if (lastActiveDay === null) return 'nobody was ever active'
  if (silent !== null && silent >= LONG_SILENT_DAYS)
    return (
      <>
        nobody active for <b>{countOf(silent, 'day')}</b>
      </>
    )
  if (before === null || before === now)
    return (
      <>
        <b>{formatCount(now)}</b> of {countOf(members, 'member')} active in 4 weeks
        {before === now && ', as in the 4 before'}
      </>
    )
  const change = now - before
  return (
    <>
      active members {formatCount(before)}→{formatCount(now)} in 4 weeks (
      <b>{change > 0 ? `+${formatCount(change)}` : `−${formatCount(-change)}`}</b>)
    </>
  )
}
