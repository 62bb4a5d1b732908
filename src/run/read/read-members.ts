import type { MemberRow } from '../../contract/people.ts'
import { titleOf } from '../../contract/title-of.ts'
import { type Day, dayToIso } from '../../core/time.ts'
import type { MemberEntity } from '../../fold/entity.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import { makeFoldSpace } from '../../fold/fold-space.ts'
import { readEpisodes, readOpenings } from '../../store/control/read-judgement.ts'
import type { Project } from '../project.ts'
import type { AccountInput } from '../stream-accounts.ts'
import type { MemberAtClose } from './accounts/kept-judged.ts'
import { known } from './known.ts'
import { joinsAsOf, namesOfPeople } from './load-account.ts'
import { planToExplain } from './plan-of-day.ts'
import { readMemberIndicators } from './read-indicators.ts'

const SPARK_DAYS = 28

type OpenByPerson = ReadonlyMap<string, MemberRow['openSignals']>

/** Members of an account at the close of a day, the most recently active first. */
export async function readMemberRows(project: Project, input: AccountInput, day: Day): Promise<MemberRow[]> {
  const open = await openOfMembers(project, project.store.dictionary.account.keyOf(input.account), day)
  return (await readMembersAtClose(project, input, day)).map((row) => withOpenSignals(row, open))
}

export function withOpenSignals(row: MemberAtClose, open: OpenByPerson): MemberRow {
  return { ...row, openSignals: open.get(row.person) ?? [] }
}

/** The same without what is open: nothing of it depends on what became known later. */
export async function readMembersAtClose(project: Project, input: AccountInput, day: Day): Promise<MemberAtClose[]> {
  const { plan } = project.config.standing
  const account = project.store.dictionary.account.keyOf(input.account)
  const close = project.zone.startOf(day + 1) - 1
  const nameOf = namesOfPeople(project, input.timeline, close)
  const memberships = membershipsAsOf(input, close)
  const planned = day === project.judgedDay ? project.config.judged : await planToExplain(project, day)
  const indicators = await readMemberIndicators(project, input, { planned, day })
  const rows: MemberAtClose[] = []
  const onMember = (member: MemberEntity): void => {
    if (member.present[SPARK_DAYS - 1] !== 1) return
    const person = project.store.dictionary.actor.keyOf(member.person)
    const membership = memberships.get(member.person)
    rows.push({
      account,
      person,
      ...nameOf(member.person),
      role: membership?.role ?? null,
      from: new Date(membership?.from ?? close).toISOString(),
      ...numbersOf(project, member, day),
      indicators: indicators.get(member.person) ?? [],
    })
  }
  const space = makeFoldSpace(plan, { judgesMembers: true })
  foldAccount({ plan, space, ...input, days: { from: day - SPARK_DAYS + 1, to: day }, view: 'decision', onMember })
  return rows.sort(
    (a, b) =>
      (a.daysSinceActive ?? Number.MAX_SAFE_INTEGER) - (b.daysSinceActive ?? Number.MAX_SAFE_INTEGER) ||
      (a.person < b.person ? -1 : 1),
  )
}

function numbersOf(
  project: Project,
  member: MemberEntity,
  day: Day,
): Pick<MemberRow, 'lastActiveDay' | 'daysSinceActive' | 'activeDays28' | 'days28'> {
  const { numbers } = project.config.standing
  const last = SPARK_DAYS - 1
  const since = known(member.values[numbers.member.daysSinceActive]?.[last])
  return {
    lastActiveDay: since === null ? null : dayToIso(day - since),
    daysSinceActive: since,
    activeDays28: known(member.values[numbers.member.activeDays28]?.[last]) ?? 0,
    days28: Array.from(member.values[numbers.member.activeToday] ?? [], (value) => known(value) ?? 0),
  }
}

/** The membership in force, by person as known at the instant. */
function membershipsAsOf({ timeline }: AccountInput, at: number): Map<number, { from: number; role: string | null }> {
  const personOf = joinsAsOf(timeline, at)
  const found = new Map<number, { from: number; role: string | null }>()
  for (const row of timeline.members) {
    if (row.knownAt > at || row.from > at || (row.to !== null && row.to <= at)) continue
    const person = personOf(row.person)
    const before = found.get(person)
    found.set(person, { from: Math.min(before?.from ?? row.from, row.from), role: row.role ?? before?.role ?? null })
  }
  return found
}

/** Member signals as they were decided: those open now, or on a past day those that had opened and not closed by its close. */
export async function openOfMembers(project: Project, account: string, day: Day): Promise<OpenByPerson> {
  const signals = new Map(project.config.judged.model.signals.map((signal) => [signal.key, signal]))
  const open = new Map<string, MemberRow['openSignals']>()
  const present = day === project.judgedDay
  const openings = await readOpenings(project.control, { account, state: present ? 'open' : 'any', limit: 10_000 })
  const episodes = await readEpisodes(project.control, present ? [] : openings)
  const closed = new Set(
    episodes
      .filter((changes) => changes.some((one) => one.what === 'closed' && one.asOf <= day))
      .map(([opening]) => opening?.id),
  )
  for (const { id, name, entity, at, asOf } of openings) {
    if (!present && (asOf > day || closed.has(id))) continue
    const signal = signals.get(name)
    if (signal === undefined || entity.level !== 'member') continue
    const since = new Date(at).toISOString()
    const row = { key: name, title: titleOf(name), type: signal.type, since, sinceDay: dayToIso(asOf) }
    open.set(entity.person, [...(open.get(entity.person) ?? []), row])
  }
  return open
}
