import type { AccountDetail } from '@contract/account.ts'
import { Fragment, type ReactNode } from 'react'
import { countOf, formatCount, formatDay } from '../../words/format.ts'

const NAMED_ALERTS = 2

/** "Acme has 2 open alerts: Seats going quiet since 2 Apr, Admin silent since 9 Apr; active members 9→4 in 4 weeks." */
export function AccountSentence({ account }: { account: AccountDetail }) {
  const open = account.episodes.filter((episode) => episode.closedAt === null && episode.entity.level === 'account')
  const past = account.asOf !== account.latest
  const name = account.name.slice(0, 300)
  return (
    <>
      {past && `On ${formatDay(account.asOf)}, `}
      <bdi>{name}</bdi> {open.length === 0 ? quietWords(past) : openWords(past, open.length)}
      {open.slice(0, NAMED_ALERTS).map((episode, at) => (
        <Fragment key={episode.id}>
          {at === 0 ? ': ' : ', '}
          <b>{episode.title}</b> since {formatDay(episode.openedAt, account.asOf)}
        </Fragment>
      ))}
      {open.length > NAMED_ALERTS && ` and ${formatCount(open.length - NAMED_ALERTS)} more`};{' '}
      <ActiveWords account={account} />.
    </>
  )
}

function openWords(past: boolean, n: number): string {
  return `${past ? 'had' : 'has'} ${countOf(n, 'open alert')}`
}

function quietWords(past: boolean): string {
  return `${past ? 'had' : 'has'} no open alert`
}

function ActiveWords({ account: { header } }: { account: AccountDetail }): ReactNode {
  const { activeMembers28: now, activeMembers28Before: before, members } = header
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
