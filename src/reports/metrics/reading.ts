import type { Model } from '../../config/model.ts'
import type { Breakdown, BreakdownValue } from '../../contract/analyze/question.ts'
import { SessionsQuery } from '../../contract/analyze/sessions.ts'
import { type Day, dayToIso, type Millis, makeZone, monthStartOf, type Zone } from '../../core/time.ts'
import type { Newcomer } from '../onboarding/newcomer.ts'
import { type AccountValue, readAccountValue } from '../question/account-values.ts'
import type { Asking } from '../question/asking.ts'
import { chooseActivity, chooseEvents, type EventChoice } from '../question/choose-events.ts'
import { prepareQuestion } from '../question/prepare-question.ts'
import { readSignUps, type SignUp, signUpOf } from '../question/read-sign-ups.ts'
import type { ReportSource, ScoresAsked, ScoreTally, SegmentLookup } from '../question/report-source.ts'
import { readTraitHistory, type TraitHistory } from '../question/trait-history.ts'
import type { Session } from '../sessions/fold-sessions.ts'
import { readSessions } from '../sessions/read-sessions.ts'
import { type ActiveDays, readDays } from './read-days.ts'
import { readFirsts } from './read-firsts.ts'
import { type Money, readMoney } from './read-money.ts'
import { readUses, type Use, type UsesAsked } from './read-uses.ts'

/** What may be asked for beside each metric: how accounts are grouped. */
export type MetricBy = Breakdown | 'cohort'

/** All that metrics are measured from, as of a day that is over. Each part is read when it is first asked for, and once. */
export type Reading = {
  readonly source: ReportSource
  readonly model: Model
  readonly zone: Zone
  readonly weekStart: 'monday' | 'sunday'
  /** What has not ended by then is not complete. */
  readonly last: Day
  /** Up to when what is still awaited is followed: the end of the last day. */
  readonly until: Millis
  readonly by: MetricBy | null
  readonly days: () => Promise<readonly ActiveDays[]>
  /** Uses of each feature of the Model, by its place, in weeks back from the last day. */
  readonly featureUses: () => Promise<readonly Use[]>
  readonly uses: (asked: UsesAsked) => Promise<readonly Use[]>
  readonly sessions: () => Promise<readonly Session[]>
  readonly money: () => Promise<Money>
  readonly newcomers: (after: number) => Promise<readonly Newcomer[]>
  readonly accountSignUps: () => Promise<ReadonlyMap<number, SignUp>>
  readonly personSignUps: () => Promise<ReadonlyMap<number, SignUp>>
  readonly firsts: (event: string) => Promise<ReadonlyMap<number, Millis>>
  readonly traits: (side: 'person' | 'account', key: string) => Promise<TraitHistory>
  readonly plans: () => Promise<AccountValue>
  readonly bands: (score: string) => Promise<SegmentLookup>
  readonly scores: (asked: ScoresAsked) => Promise<readonly ScoreTally[]>
  /** What has been read of the store, statement by statement, for what was asked for since this was called last. */
  readonly statements: () => string[]
  readonly touches: () => Promise<ReadonlyMap<number, readonly Millis[]>>
  /** What an account is grouped by at the close of a day; null where nothing is asked for. */
  readonly grouping: () => Promise<((account: number, day: Day) => BreakdownValue) | null>
}

/** Days before the last that measures look back at most: twelve weeks of cohorts, whole weeks, and the four weeks before. */
const LOOK_BACK = 130
const USE_DAYS = 56
/** A year of months, the one before each, and one more. */
const MONTHS = 14

/** @throws unknown_name of what is asked to group by */
export async function openReading(known: ReportSource, last: Day, by: MetricBy | null): Promise<Reading> {
  const end = makeZone(known.model.product.timezone).startOf(last + 1)
  // Nothing of the running day counts, so that an answer holds until it is over.
  const source = { ...known, now: end }
  const days = { from: last - LOOK_BACK, to: last }
  const breakdown = by === null || by === 'cohort' ? undefined : by
  const prepare = (of: Breakdown | undefined) => {
    const dates = { date_from: dayToIso(days.from), date_to: dayToIso(last) }
    return prepareQuestion(source, { actor: 'user', ...dates, breakdown: of }, { interval: 'day', toldBefore: end })
  }
  const asking = await prepare(breakdown)
  const { zone } = asking
  const features = featureChoices(source)
  const { once, statements } = makeParts(asking)
  const uses = (asked: UsesAsked) => once(`uses ${JSON.stringify(asked)}`, (own) => readUses(own, asked))
  const range = { from: zone.startOf(days.from), to: end - 1 }
  const accountSignUps = () => once('account sign-ups', (own) => readSignUps(own, 'account'))
  return {
    statements,
    ...{ source, model: source.model, zone, weekStart: asking.weekStart, last, by },
    until: end,
    days: () => once('days', (own) => readDays(own, days)),
    featureUses: () => uses({ things: features, from: last - USE_DAYS + 1, to: last, stretch: 7 }),
    uses,
    sessions: () => once('sessions', (own) => readAllSessions(own, { from: last - USE_DAYS + 1, to: last })),
    money: () => once('money', (own) => readMoney(own, last, MONTHS)),
    newcomers: (after) =>
      once(`newcomers ${after}`, () => source.readNewcomers({ outcome: null, statusAfter: after, upTo: last })),
    accountSignUps,
    personSignUps: () => once('person sign-ups', (own) => readSignUps(own, 'user')),
    firsts: (event) => once(`firsts ${event}`, (own) => readFirsts(own, event, end)),
    traits: (side, key) => once(`${side} ${key}`, (own) => readTraitHistory(own, side, key)),
    plans: () =>
      once('plans', async ({ said }) => readAccountValue({ ...(await prepare('plan')), said }, 'plan', range)),
    bands: (score) => once(`bands ${score}`, () => source.readSegments([`band:${score}`], days)),
    scores: (asked) => once(`scores ${JSON.stringify(asked)}`, () => source.readScores(asked)),
    touches: () => once('touches', () => source.readTouches()),
    grouping: () => once('grouping', (own) => readGrouping(own, { by, range, accountSignUps })),
  }
}

type Parts = {
  /** What is read under a name, once. */
  readonly once: <T>(name: string, read: (asking: Asking) => Promise<T>) => Promise<T>
  readonly statements: () => string[]
}

function makeParts(asking: Asking): Parts {
  const kept = new Map<string, { readonly part: Promise<unknown>; readonly said: string[] }>()
  let asked = new Set<string>()
  return {
    once: <T>(name: string, read: (asking: Asking) => Promise<T>) => {
      asked.add(name)
      const said: string[] = []
      const own = kept.get(name) ?? { part: read({ ...asking, said }), said }
      kept.set(name, own)
      return own.part as Promise<T>
    },
    statements: () => {
      const said = [...asked].flatMap((name) => kept.get(name)!.said)
      asked = new Set()
      return said
    },
  }
}

/** Events of each feature of the Model, by its place. */
export function featureChoices(source: ReportSource): readonly (readonly EventChoice[])[] {
  return source.model.metrics.features.map(({ feature }) =>
    source.model.events
      .filter((event) => event.feature === feature)
      .flatMap(({ key }) => chooseEvents(source, key).choices),
  )
}

/** Sessions that began in the range and are over. */
async function readAllSessions(
  asking: Asking,
  days: { readonly from: Day; readonly to: Day },
): Promise<readonly Session[]> {
  const query = SessionsQuery.parse({})
  const range = { from: asking.zone.startOf(days.from), to: asking.zone.startOf(days.to + 1) }
  const found: Session[] = []
  const isOver = ({ start, end }: Session) =>
    Math.min(end + query.gap_seconds * 1000, start + query.cap_seconds * 1000) < asking.source.now
  await readSessions(
    asking,
    { query, events: chooseActivity(asking.source), range, readTo: range.to },
    () => (sessions) => {
      for (const session of sessions)
        if (session.start >= range.from && session.start < range.to && isOver(session)) found.push(session)
    },
  )
  return found
}

type Grouping = {
  readonly by: MetricBy | null
  readonly range: { readonly from: Millis; readonly to: Millis }
  readonly accountSignUps: Reading['accountSignUps']
}

async function readGrouping(
  asking: Asking,
  { by, range, accountSignUps }: Grouping,
): Promise<((account: number, day: Day) => BreakdownValue) | null> {
  const { zone } = asking
  if (by === null) return null
  if (by === 'cohort') {
    const signUps = await accountSignUps()
    return (account) => {
      const one = signUps.get(account)
      return one === undefined ? null : dayToIso(monthStartOf(zone.dayOf(signUpOf(one)))).slice(0, 7)
    }
  }
  const valueAt = await readAccountValue(asking, by, range)
  return (account, day) => valueAt(account, zone.startOf(day + 1) - 1)
}
