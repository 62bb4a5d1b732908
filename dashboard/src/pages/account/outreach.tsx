import type {
  AccountOutreach,
  OutreachEnrolment,
  OutreachMessage,
  OutreachTask,
} from '@contract/account-parts/account-outreach.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { outreachQuery } from '../../api/account-parts.ts'
import { Button } from '../../parts/button.tsx'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useOpened } from '../../search/use-opened.ts'
import { deliveryWords } from '../../words/deliveries.ts'
import { ENROLMENT_STATES } from '../../words/enrolments.ts'
import { countOf, formatCount, formatInstantDay, joinWords } from '../../words/format.ts'

const SHOWN = 8

type OutreachProps = { account: string; asOf: string | undefined; zone: string }

/** What playbooks did about the account and its people, newest first: where it is, what was asked of teams, what was sent and what became of it. */
export function Outreach({ account, asOf, zone }: OutreachProps) {
  const query = useQuery(outreachQuery(account, asOf))
  const inside = query.data?.enrolments.filter(({ state }) => state === 'live').length ?? 0
  return (
    <Section title="Playbooks and messages" right={inside > 0 && `inside ${countOf(inside, 'playbook')}`}>
      <Waiting query={query} what="What playbooks did" height={88}>
        {(outreach) => <Log outreach={outreach} zone={zone} />}
      </Waiting>
    </Section>
  )
}

type Entry = { readonly key: string; readonly at: string; readonly icon: IconName; readonly says: ReactNode }
type LogProps = { outreach: AccountOutreach; zone: string }

function Log({ outreach, zone }: LogProps) {
  const [all, setAll] = useOpened('outreach')
  const { neverContacted, asOf } = outreach
  const entries = entriesOf(outreach, (instant) => formatInstantDay(instant, zone, asOf))
  return (
    <>
      {neverContacted && (
        <p className="mb-3 max-w-[84ch] text-dense text-ink-2">
          By lot one of the accounts that no playbook sends anything, so that one can tell what contacting brings.
        </p>
      )}
      {entries.length === 0 ? (
        <NothingDone />
      ) : (
        <ul className="text-dense">
          {(all ? entries : entries.slice(0, SHOWN)).map(({ key, at, icon, says }) => (
            <li
              key={key}
              className="grid grid-cols-[4rem_1rem_minmax(0,1fr)] items-baseline gap-x-3 border-b border-line py-1.5 last:border-b-0"
            >
              <time dateTime={at} title={at} className="text-ink-3">
                {formatInstantDay(at, zone, asOf)}
              </time>
              <Icon name={icon} className="translate-y-[3px] text-ink-3" />
              <span className="[overflow-wrap:anywhere]">{says}</span>
            </li>
          ))}
        </ul>
      )}
      {entries.length > SHOWN && (
        <Button look="bare" className="mt-1 -ml-2.5 !text-sea" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${entries.length - SHOWN} more`}
        </Button>
      )}
    </>
  )
}

/** The next step where nothing was done. */
function NothingDone() {
  return (
    <p className="max-w-[84ch] text-dense text-ink-2">
      No playbook has begun for this account, and nothing was sent. What begins one is on the page of{' '}
      <Link to="/playbooks" className="text-sea underline">
        playbooks
      </Link>
      ; only what happens from now on does.
    </p>
  )
}

type DayOf = (instant: string) => string

function entriesOf({ enrolments, tasks, messages }: AccountOutreach, dayOf: DayOf): readonly Entry[] {
  const entries: readonly Entry[] = [
    ...sentTogether(messages).map((alike): Entry => {
      const [{ id, at }] = alike
      return { key: `message ${id}`, at, icon: 'mail', says: <Sent alike={alike} /> }
    }),
    ...tasks.map((one): Entry => ({ key: `task ${one.id}`, at: one.at, icon: 'check', says: <Asked task={one} /> })),
    ...enrolments.map((one): Entry => {
      const icon = one.arm === 'holdout' ? 'ring' : 'step'
      return { key: `enrolment ${one.id}`, at: one.enteredAt, icon, says: <Began enrolment={one} dayOf={dayOf} /> }
    }),
  ]
  return entries.toSorted((a, b) => b.at.localeCompare(a.at))
}

type Alike = readonly [OutreachMessage, ...OutreachMessage[]]

/** What one step sent to several is one line. */
function sentTogether(messages: readonly OutreachMessage[]): readonly Alike[] {
  const together = new Map<string, [OutreachMessage, ...OutreachMessage[]]>()
  for (const one of messages) {
    const of = JSON.stringify([one.playbook, one.member, one.channel, one.says, one.at])
    const alike = together.get(of)
    if (alike === undefined) together.set(of, [one])
    else alike.push(one)
  }
  return [...together.values()]
}

function PlaybookLink({ playbook, title }: Pick<OutreachTask, 'playbook' | 'title'>) {
  return (
    <Link to="/playbooks" search={{ name: playbook }} className="font-medium hover:text-sea hover:underline">
      {title}
    </Link>
  )
}

/** "Trial rescue began for Priya: Trial stalling. Inside; next wait, 14 Jun." */
function Began({ enrolment, dayOf }: { enrolment: OutreachEnrolment; dayOf: DayOf }) {
  const { member, because, arm } = enrolment
  return (
    <>
      <PlaybookLink {...enrolment} /> {arm === 'holdout' ? 'was left out' : 'began'}
      {member !== null && ` for ${member.slice(0, 200)}`}
      {because !== '' && `: ${because.slice(0, 300)}`}.{' '}
      <span className="text-ink-3">{standsWords(enrolment, dayOf)}</span>
    </>
  )
}

function standsWords({ state, why, step, dueAt, endedAt }: OutreachEnrolment, dayOf: DayOf): string {
  switch (state) {
    case 'held':
      return 'Left alone by lot: nothing is done, so that one can tell what it brings.'
    case 'live': {
      const next =
        step === null ? '' : `; next: ${step.replaceAll('-', ' ')}${dueAt === null ? '' : `, ${dayOf(dueAt)}`}`
      return `Still ${ENROLMENT_STATES.live}${next}.`
    }
    case 'finished':
    case 'ended': {
      const words = state === 'finished' ? 'Through' : 'Ended earlier'
      return `${words}${endedAt === null ? '' : ` ${dayOf(endedAt)}`}${why === null ? '' : `: ${why}`}.`
    }
  }
}

/** "Asked onboarding: Call Acme; by Trial rescue." */
function Asked({ task }: { task: OutreachTask }) {
  const { team, action, member } = task
  return (
    <>
      Asked {team.slice(0, 100)}
      {member !== null && ` about ${member.slice(0, 200)}`}: {action.slice(0, 300)}.{' '}
      <span className="text-ink-3">
        By <PlaybookLink {...task} />.
      </span>
    </>
  )
}

/** "“You have reached a limit” by app, to 13 users: 13 got there, read by 2 users. By Limit call." */
function Sent({ alike }: { alike: Alike }) {
  const [first] = alike
  const { says, channel, to } = first
  const whom = alike.length > 1 ? countOf(alike.length, 'user') : to?.slice(0, 200)
  const seen = seenWords(alike)
  return (
    <>
      {says === '' ? 'A message that was forgotten' : `“${says.slice(0, 300)}”`} by {channel.slice(0, 100)}
      {whom !== undefined && `, to ${whom}`}: {joinWords([...becameWords(alike), ...seen])}.{' '}
      <span className="text-ink-3">
        By <PlaybookLink {...first} />.
      </span>
    </>
  )
}

/** What became of it: in words for one, counted for several. */
function becameWords(alike: Alike): readonly string[] {
  const counts = new Map<string, number>()
  for (const one of alike) counts.set(deliveryWords(one), (counts.get(deliveryWords(one)) ?? 0) + 1)
  return [...counts].map(([words, n]) => (alike.length === 1 ? words : `${formatCount(n)} ${words}`))
}

/** Who has seen to it, where the product shows it. */
function seenWords(alike: Alike): readonly string[] {
  const shown = alike.flatMap(({ seen, state }) => (state === 'delivered' ? (seen ?? []) : []))
  if (shown.length === 0) return []
  const sum = (how: 'acknowledged' | 'dismissed') => shown.reduce((total, seen) => total + seen[how], 0)
  const said = [
    ...(sum('acknowledged') > 0 ? [`${countOf(sum('acknowledged'), 'user')} read it`] : []),
    ...(sum('dismissed') > 0 ? [`${countOf(sum('dismissed'), 'user')} put it away`] : []),
  ]
  return said.length > 0 ? said : ['nobody has seen to it']
}
