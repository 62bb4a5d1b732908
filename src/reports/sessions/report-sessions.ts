import type { SessionsAnswer, SessionsQuery } from '../../contract/analyze/sessions.ts'
import { dayToIso } from '../../core/time.ts'
import { medianOf } from '../../stats/samples/order-statistics.ts'
import { toActorList } from '../question/actor-list.ts'
import type { Asking } from '../question/asking.ts'
import { type BucketValue, bucketValues, groupOfValue } from '../question/bucket-values.ts'
import { chooseActivity, chooseEvents } from '../question/choose-events.ts'
import { chooseSegments, type SegmentQuestion } from '../question/choose-segments.ts'
import { countLeftOut } from '../question/count-left-out.ts'
import { ACTORS, describeFrame } from '../question/describe-question.ts'
import { meanOf, ratioOf } from '../question/numbers.ts'
import { prepareQuestion } from '../question/prepare-question.ts'
import type { ReportSource } from '../question/report-source.ts'
import type { Session } from './fold-sessions.ts'
import { readSessions, type SessionsReading } from './read-sessions.ts'

const LISTED = 10_000

/** Sessions that began in the range and are over. */
export async function reportSessions(source: ReportSource, query: SessionsQuery): Promise<SessionsAnswer> {
  const property = query.session_property
  const asking = await prepareQuestion(source, query, {
    interval: query.interval,
    filters: property === undefined ? [] : [{ event_property: property, op: 'is_set' }],
  })
  const events = query.event === undefined ? chooseActivity(source) : chooseEvents(source, query.event)
  const { calendar, first, last } = asking
  const range = { from: calendar.startOf(first), to: calendar.startOf(last + 1) }
  const { sessions, open, values, segments } = await collect(asking, { query, events, range })
  const complete = range.to <= source.now && open.length === 0
  const listed = [...sessions].sort((a, b) => a.start - b.start || a.entity - b.entity).slice(0, LISTED)
  const { actors, ...numbers } = numbersOf(sessions)
  return {
    definition: describe(asking, query, events.title),
    complete,
    ...(await countLeftOut(asking, events.choices, range)),
    warnings: asking.warnings,
    ...numbers,
    actors_with_sessions: actors,
    durations: listed.map(secondsOf),
    events_per_session: listed.map((session) => session.events),
    key_actions_per_session: listed.map((session) => session.keyActions),
    still_open: open.length,
    ready: complete ? null : readyOf(asking, { query, open, to: range.to }),
    ...(query.breakdown === undefined
      ? {}
      : {
          buckets: values.map(({ value, other, group }) => ({
            ...{ value, other },
            ...numbersOf(sessions.filter((session) => groupOf(session, segments) === group)),
          })),
        }),
    ...(query.actors_of === undefined
      ? {}
      : { actors: listActors(asking, query, { sessions, open, values, segments }) }),
    ...(query.include.includes('sql') ? { sql: asking.said } : {}),
  }
}

type Collected = {
  readonly sessions: Session[]
  readonly open: Session[]
  readonly values: readonly BucketValue[]
  readonly segments: SegmentQuestion | null
}

async function collect(asking: Asking, reading: SessionsReading): Promise<Collected> {
  const { query, range } = reading
  const segments = await chooseSegments(asking, query.breakdown, range)
  const collected = { sessions: [] as Session[], open: [] as Session[], values: [] as BucketValue[], segments }
  await readSessions(asking, reading, (groups) => {
    collected.values.push(...bucketValues({ groups, segments }))
    return (sessions) => {
      for (const session of sessions) {
        if (session.start < range.from || session.start >= range.to) continue
        if (segments !== null && !segments.passes(session.account, session.start)) continue
        if (overAt(session, query) > asking.source.now) collected.open.push(session)
        else collected.sessions.push(session)
      }
    }
  })
  return collected
}

/** Who had a session that is counted, or bounced in one. */
function listActors(asking: Asking, { actors_of }: SessionsQuery, { sessions, values, segments }: Collected) {
  const { bounced, value } = actors_of!
  const group = value === undefined ? null : groupOfValue(values, value)
  const own = sessions.filter(
    (session) => (!bounced || session.events === 1) && (group === null || groupOf(session, segments) === group),
  )
  return toActorList(asking, { entities: new Set(own.map(({ entity }) => entity)) })
}

/** When no event can belong to it any more: after a pause, or at the cap (ids of sessions: then, too). */
function overAt({ start, end }: Session, { gap_seconds, cap_seconds, session_property }: SessionsQuery): number {
  const capped = start + cap_seconds * 1000
  return session_property === undefined ? Math.min(end + gap_seconds * 1000, capped) + 1 : capped + 1
}

function groupOf({ account, start, group }: Session, segments: SegmentQuestion | null): number {
  const segment = segments?.groupOf(account, start) ?? -1
  return segment >= 0 ? segment : group
}

type Readiness = { readonly query: SessionsQuery; readonly open: readonly Session[]; readonly to: number }

function readyOf({ calendar }: Asking, { query, open, to }: Readiness): string {
  const over = open.map((session) => overAt(session, query))
  return dayToIso(calendar.zone.dayOf(Math.max(to, ...over.slice(0, 10_000))))
}

function secondsOf({ start, end }: Session): number {
  return (end - start) / 1000
}

function numbersOf(sessions: readonly Session[]) {
  const durations = sessions.map(secondsOf)
  const bounces = sessions.filter((session) => session.events === 1).length
  return {
    sessions: sessions.length,
    actors: new Set(sessions.map((session) => session.entity)).size,
    bounces,
    bounce_rate: ratioOf(bounces, sessions.length),
    average_duration_seconds: meanOf(durations),
    median_duration_seconds: medianOf(durations),
    average_events: meanOf(sessions.map((session) => session.events)),
    average_key_actions: meanOf(sessions.map((session) => session.keyActions)),
  }
}

function describe(asking: Asking, query: SessionsQuery, title: string): string {
  const what = query.event === undefined ? 'whatever they did' : `the event ${title}`
  const cut =
    query.session_property === undefined
      ? `a pause of more than ${query.gap_seconds} seconds begins a new one, at most ${query.cap_seconds} seconds long`
      : `told apart by the property "${query.session_property}"`
  return `Sessions of ${ACTORS[query.actor]} that began in the range, of ${what}; ${cut}${describeFrame(asking, query.filter, query.breakdown)}`
}
