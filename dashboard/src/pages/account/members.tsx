import type { AccountDetail } from '@contract/account.ts'
import type { MemberRow } from '@contract/people.ts'
import { Button } from '../../parts/button.tsx'
import { Icon, SIGNAL_LOOKS } from '../../parts/icon.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { Spark } from '../../parts/spark.tsx'
import { useOpened } from '../../search/use-opened.ts'
import { countOf, formatAge, formatCount } from '../../words/format.ts'

const SHOWN = 8
const LONG_SILENT_DAYS = 14

/** Who belongs to the account, with role, four weeks of activity and when they were last seen active. */
export function Members({ account }: { account: AccountDetail }) {
  const [all, setAll] = useOpened('members')
  const { members, header } = account
  const shown = all ? members : members.slice(0, SHOWN)
  const free = header.seats === null ? 0 : header.seats - header.members
  return (
    <Section title="Members" right={`${formatCount(header.activeMembers28)} of ${formatCount(header.members)} active`}>
      {members.length === 0 && <p className="text-dense text-ink-2">Nobody is known to belong to this account.</p>}
      <table className="w-full table-fixed text-dense">
        <colgroup>
          <col />
          <col className="w-[3.25rem]" />
          <col className="w-[4.25rem]" />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">User</th>
            <th scope="col">Four weeks</th>
            <th scope="col">Last active</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((member) => (
            <Member key={member.person} member={member} />
          ))}
        </tbody>
      </table>
      {members.length > SHOWN && (
        <Button look="bare" className="mt-1 -ml-2.5 !text-sea" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${formatCount(members.length - SHOWN)} more`}
        </Button>
      )}
      {(free > 0 || header.members > members.length) && (
        <Note>
          {free > 0 && `${countOf(free, 'paid seat has', 'paid seats have')} no member. `}
          {header.members > members.length && `The ${formatCount(members.length)} most recently active are listed.`}
        </Note>
      )}
    </Section>
  )
}

function Member({ member }: { member: MemberRow }) {
  const { name, email, role, daysSinceActive, days28, openSignals } = member
  const silent = daysSinceActive === null || daysSinceActive >= LONG_SILENT_DAYS
  const [alert] = openSignals
  return (
    <tr className="border-b border-line last:border-b-0">
      <td className="py-1.5 pr-2">
        <span className="flex items-center gap-2">
          <span
            aria-hidden="true"
            className="grid size-5 flex-none place-items-center rounded-full bg-mist-2 text-[0.5625rem] font-semibold text-ink-2"
          >
            {initials(name)}
          </span>
          <span className="truncate" title={[name, email, role].filter(Boolean).join(', ').slice(0, 300)}>
            {name.slice(0, 200)} {role !== null && <small className="text-small text-ink-3">{role.slice(0, 40)}</small>}
          </span>
          {alert !== undefined && (
            <span title={alert.title} className={SIGNAL_LOOKS[alert.type].text}>
              <Icon name={SIGNAL_LOOKS[alert.type].icon} className="!size-3.5" />
              <span className="sr-only">Alert: {alert.title}</span>
            </span>
          )}
        </span>
      </td>
      <td className="py-1.5">
        <Spark values={weekly(days28)} width={40} label={`Active events in four weeks: ${weekly(days28).join(', ')}`} />
      </td>
      <td className={`py-1.5 text-right whitespace-nowrap ${silent ? 'font-medium' : ''}`}>
        {formatAge(daysSinceActive)}
      </td>
    </tr>
  )
}

/** 28 days as eight stretches of three or four days: what 40 px can show. */
function weekly(days: readonly number[]): number[] {
  return Array.from({ length: 8 }, (_, at) =>
    days.slice(Math.floor(at * 3.5), Math.floor((at + 1) * 3.5)).reduce((sum, n) => sum + n, 0),
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  return letters.join('').toUpperCase()
}
