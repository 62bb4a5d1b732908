import { createdAtKeys } from '../../config/created-at-keys.ts'
import type { AccountDetail, AccountHeader, AsOfQuery, SubscriptionRecord } from '../../contract/account.ts'
import type { EpisodeRow } from '../../contract/episodes.ts'
import { dayOfTime } from '../../core/day-of-time.ts'
import { telltaleError } from '../../core/errors.ts'
import { type Day, dayToIso, isoToDay, type Millis } from '../../core/time.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import type { EventRow, SubscriptionRow } from '../../store/analytic/rows.ts'
import { readPulses } from '../../store/control/pulses.ts'
import type { Project } from '../project.ts'
import { toPulse } from '../say-pulse.ts'
import type { AccountInput } from '../stream-accounts.ts'
import { judgedPage } from './accounts/keep-judged.ts'
import { loadAccount } from './load-account.ts'
import { configExplaining } from './plan-of-day.ts'
import { known } from './read-account-rows.ts'
import { toEventRecords } from './read-events.ts'
import { readMemberRows } from './read-members.ts'
import { addOutcomes, readOutcomes } from './read-outcomes.ts'
import { readEpisodePage } from './read-signals.ts'
import { segmentsOf } from './segments-of.ts'
import { showOpenedSince } from './show-opened-since.ts'
import { mrrAsOf, subscriptionsAsOf, textTraitAsOf, traitAsOf, traitsAsOf } from './trait-as-of.ts'

const DAILY_MAX = 400
const EPISODES_MAX = 200
const EVENTS_MAX = 50
const MEMBERS_MAX = 200

/** Everything the account page shows, as of the close of a day: only what was known then. null: no such account. */
export async function readAccountDetail(
  project: Project,
  key: string,
  query: AsOfQuery,
): Promise<AccountDetail | null> {
  const input = await loadAccount(project, key)
  const latest = project.judgedDay
  if (input === null || latest === null) return null
  const day = query.asOf === undefined ? latest : closedDay(query.asOf, latest)
  const first = firstDayOf(project, input, latest)
  const close = project.zone.startOf(day + 1) - 1
  const { traits, subscriptions } = input.timeline
  const now =
    day === latest ? { day: project.zone.dayOf(project.clock.now()), at: project.clock.now() } : { day, at: close }
  const name = textTraitAsOf(traits, 'name', now.at) ?? key
  const numbers = foldNumbers(project, input, { first, day, latest })
  const since = query.since === undefined ? null : closedDay(query.since, latest)
  const over = { days: { from: Math.min(first, day), to: day }, since }
  const [judged, opened, [pulse], members, recent] = await Promise.all([
    judgedPage(project, input, { ...over, configOf: day === latest ? 'now' : 'day' }),
    now.day > day ? openedSince(project, key, day) : [],
    readPulses(project.control, { ...now, account: key }),
    readMemberRows(project, input, day),
    recentEvents(project, input.account, now),
  ])
  const outcomesAsOf = { model: judged.model, at: now.at }
  const episodes = judged.episodes.slice(0, EPISODES_MAX).map((row) => ({ ...row, entityName: name }))
  return {
    key,
    name,
    asOf: dayToIso(day),
    latest: dayToIso(latest),
    first: input.start === input.end ? null : dayToIso(first),
    ...numbers,
    header: headerOf(project, input, { ...numbers.header, close }),
    today: day === latest ? foldToday(project, input) : null,
    traits: traitsAsOf(traits, close)
      .filter(({ key: name }) => !name.startsWith('$'))
      .map((row) => ({ key: row.key, value: row.value, from: iso(row.from), knownAt: iso(row.knownAt) })),
    members: members.slice(0, MEMBERS_MAX),
    episodes: [...opened, ...(await addOutcomes(project, episodes, outcomesAsOf))].slice(0, EPISODES_MAX),
    configOf: await configExplaining(project, day),
    explanations: judged.explanations.map((one) => showOpenedSince(one, opened)),
    ...judged.standing,
    pulse: pulse === undefined ? null : toPulse(pulse),
    segments: segmentsOf(project, input, day),
    subscriptions: subscriptionsAsOf(subscriptions, close).map(toSubscriptionRecord),
    outcomes: await readOutcomes(project, key, outcomesAsOf),
    recentEvents: toEventRecords(project, recent, { timeline: input.timeline, at: now.at }),
  }
}

function toSubscriptionRecord(row: SubscriptionRow): SubscriptionRecord {
  return {
    id: row.subscriptionId,
    plan: row.plan,
    mrr: { minor: row.mrrMinor, currency: row.currency },
    from: iso(row.from),
    to: row.to === null ? null : iso(row.to),
    cancelDecidedAt: row.cancelDecidedAt === null ? null : iso(row.cancelDecidedAt),
  }
}

/** @throws bad_argument when the day is not closed yet. */
export function closedDay(text: string, latest: Day): Day {
  const day = isoToDay(text)
  if (day !== null && day <= latest) return day
  throw telltaleError('bad_argument', {
    argument: 'asOf',
    value: text,
    expected: `a closed day, up to ${dayToIso(latest)}`,
  })
}

export function firstDayOf(project: Project, { block, start, end, timeline }: AccountInput, latest: Day): Day {
  let first = Number.isNaN(timeline.firstSeen) ? latest : project.zone.dayOf(timeline.firstSeen)
  for (let row = start; row < end; row++) first = Math.min(first, block.day[row] ?? first)
  return Math.min(first, latest)
}

type Days = { readonly first: Day; readonly day: Day; readonly latest: Day }
type HeaderNumbers = Pick<
  AccountHeader,
  'members' | 'activeMembers28' | 'activeMembers28Before' | 'tenureDays' | 'lastActiveDay'
>

function foldNumbers(
  project: Project,
  input: AccountInput,
  { first, day, latest }: Days,
): Pick<AccountDetail, 'thread' | 'daily'> & { header: HeaderNumbers } {
  const { plan, space, numbers } = project.config.standing
  const { account } = numbers
  const thread = foldAccount({ plan, space, ...input, days: { from: first, to: latest }, view: 'report' })
  const active = Array.from(thread.values[account.activeToday] ?? [])
  const from = Math.max(Math.min(first, day), day - DAILY_MAX + 1)
  const { values } = foldAccount({ plan, space, ...input, days: { from, to: day }, view: 'decision' })
  const series = (node: number): number[] => Array.from(values[node] ?? [], (value) => known(value) ?? 0)
  const at = (node: number, back = 0): number | null => known(values[node]?.[day - from - back])
  const since = at(account.daysSinceActive)
  return {
    thread: { from: dayToIso(first), active },
    daily: {
      from: dayToIso(from),
      active: series(account.activeToday),
      core: series(account.coreToday),
      members: series(account.activeMembersToday),
    },
    header: {
      members: at(account.members) ?? 0,
      activeMembers28: at(account.activeMembers28) ?? 0,
      activeMembers28Before: at(account.activeMembers28, 28),
      tenureDays: at(account.tenureDays),
      lastActiveDay: since === null ? null : dayToIso(day - since),
    },
  }
}

function headerOf(
  project: Project,
  { timeline }: AccountInput,
  { close, ...numbers }: HeaderNumbers & { close: Millis },
): AccountHeader {
  const { account } = project.config.judged.model
  const seats = account.seatsTrait === null ? null : traitAsOf(timeline.traits, account.seatsTrait, close)
  const created = dayOfTime(traitAsOf(timeline.traits, createdAtKeys(account), close), project.zone)
  const renews =
    account.renewsOnTrait === null
      ? null
      : dayOfTime(traitAsOf(timeline.traits, account.renewsOnTrait, close), project.zone)
  return {
    ...numbers,
    plan: textTraitAsOf(timeline.traits, 'plan', close),
    mrr: mrrAsOf(timeline.subscriptions, close),
    seats: seats === null || seats === '' || Number.isNaN(Number(seats)) ? null : Number(seats),
    createdDay:
      created !== null
        ? dayToIso(created)
        : Number.isNaN(timeline.firstSeen)
          ? null
          : dayToIso(project.zone.dayOf(timeline.firstSeen)),
    renewsOn: renews === null ? null : dayToIso(renews),
    assignee: textTraitAsOf(timeline.traits, account.assigneeTrait, close),
  }
}

/** Today so far: apart from the closed days, so that counts do not dip each morning. */
function foldToday(project: Project, input: AccountInput): AccountDetail['today'] {
  const { plan, space, numbers } = project.config.standing
  const today = project.zone.dayOf(project.clock.now())
  const { values } = foldAccount({ plan, space, ...input, days: { from: today, to: today }, view: 'decision' })
  return {
    events: known(values[numbers.account.activeToday]?.[0]) ?? 0,
    activeMembers: known(values[numbers.account.activeMembersToday]?.[0]) ?? 0,
  }
}

/** What opened after the last closed day, newest first: events open alerts at once. */
async function openedSince(project: Project, account: string, day: Day): Promise<EpisodeRow[]> {
  const since = iso(project.zone.startOf(day + 1))
  const { data } = await readEpisodePage(project, { account, state: 'any', since, limit: EPISODES_MAX })
  return data.filter(({ changes }) => (changes[0]?.asOf ?? '') > dayToIso(day))
}

async function recentEvents(
  project: Project,
  account: number,
  { day, at }: { readonly day: Day; readonly at: Millis },
): Promise<EventRow[]> {
  const rows: EventRow[] = []
  for await (const block of project.store.scanEvents({
    accounts: Int32Array.of(account),
    names: null,
    by: 'happened',
    days: { from: 0, to: day },
    latest: EVENTS_MAX,
  }))
    rows.push(...block)
  return rows.filter((row) => row.knownAt <= at)
}

function iso(at: Millis): string {
  return new Date(at).toISOString()
}
