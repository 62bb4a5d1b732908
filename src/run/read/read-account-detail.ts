import { createdAtKeys } from '../../config/created-at-keys.ts'
import type { AccountDetail, AccountHeader, AsOfQuery, SubscriptionRecord } from '../../contract/account.ts'
import type { EpisodeRow } from '../../contract/episodes.ts'
import { dayOfTime } from '../../core/day-of-time.ts'
import { telltaleError } from '../../core/errors.ts'
import { type Day, dayToIso, isoToDay, type Millis } from '../../core/time.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import type { DayRange, EventRow, SubscriptionRow } from '../../store/analytic/rows.ts'
import { readPulses } from '../../store/control/pulses.ts'
import type { Project } from '../project.ts'
import { toPulse } from '../say-pulse.ts'
import type { AccountInput } from '../stream-accounts.ts'
import { judgedPage } from './accounts/keep-judged.ts'
import type { HeaderNumbers } from './accounts/kept-judged.ts'
import { known } from './known.ts'
import { loadAccount } from './load-account.ts'
import { configExplaining } from './plan-of-day.ts'
import { toEventRecords } from './read-events.ts'
import { openOfMembers, withOpenSignals } from './read-members.ts'
import { readOutcomes } from './read-outcomes.ts'
import { readEpisodePage } from './read-signals.ts'
import { showOpenedSince } from './show-opened-since.ts'
import { mrrAsOf, subscriptionsAsOf, textTraitAsOf, traitAsOf, traitsAsOf } from './trait-as-of.ts'

const EPISODES_MAX = 200
const EVENTS_MAX = 50

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
  const since = query.since === undefined ? null : closedDay(query.since, latest)
  const over = { days: { from: Math.min(first, day), to: day }, since }
  const [judged, opened, [pulse], ofMembers, recent] = await Promise.all([
    judgedPage(project, input, { ...over, configOf: day === latest ? 'now' : 'day' }),
    now.day > day ? openedSince(project, key, day) : [],
    readPulses(project.control, { ...now, account: key }),
    openOfMembers(project, key, day),
    recentEvents(project, input.account, now),
  ])
  const outcomesAsOf = { model: judged.model, at: now.at }
  const episodes = judged.episodes.slice(0, EPISODES_MAX).map((row) => ({ ...row, entityName: name }))
  const became = await readOutcomes(project, { account: key, episodes }, outcomesAsOf)
  return {
    key,
    name,
    asOf: dayToIso(day),
    latest: dayToIso(latest),
    first: input.start === input.end ? null : dayToIso(first),
    thread: foldThread(project, input, { from: first, to: latest }),
    daily: judged.daily,
    header: headerOf(project, input, { ...judged.header, close }),
    today: day === latest ? foldToday(project, input) : null,
    traits: traitsAsOf(traits, close)
      .filter(({ key: name }) => !name.startsWith('$'))
      .map((row) => ({ key: row.key, value: row.value, from: iso(row.from), knownAt: iso(row.knownAt) })),
    members: judged.members.map((row) => withOpenSignals(row, ofMembers)),
    episodes: [...opened, ...became.episodes].slice(0, EPISODES_MAX),
    configOf: await configExplaining(project, day),
    explanations: judged.explanations.map((one) => showOpenedSince(one, opened)),
    ...judged.standing,
    pulse: pulse === undefined ? null : toPulse(pulse),
    segments: judged.segments,
    subscriptions: subscriptionsAsOf(subscriptions, close).map(toSubscriptionRecord),
    outcomes: became.outcomes,
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

/** What is known now of the days since an account's first, late events too. */
function foldThread(project: Project, input: AccountInput, days: DayRange): AccountDetail['thread'] {
  const { plan, space, numbers } = project.config.standing
  const { values } = foldAccount({ plan, space, ...input, days, view: 'report' })
  return { from: dayToIso(days.from), active: Array.from(values[numbers.account.activeToday] ?? []) }
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
