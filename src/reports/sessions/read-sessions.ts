import type { SessionsQuery } from '../../contract/analyze/sessions.ts'
import { sql } from '../../store/sql.ts'
import { type Asking, readBlocks, relationOf } from '../question/asking.ts'
import { breakDown, type Groups, refsOfBreakdown } from '../question/breakdown-groups.ts'
import { type ChosenEvents, chooseEvents } from '../question/choose-events.ts'
import type { ValueRef } from '../question/filter-sql.ts'
import { type Series, visitSeries } from '../question/series.ts'
import { foldSessions, type Session, type SessionEvent } from './fold-sessions.ts'
import { sessionsSql } from './sessions-sql.ts'

export type SessionsReading = {
  readonly query: SessionsQuery
  readonly events: ChosenEvents
  readonly range: { readonly from: number; readonly to: number }
  /** Where reading ends; left out: where every session that began in the range is over. */
  readonly readTo?: number
}

/** Reads all history up to the range's end: where a session began decides where the next one does. */
export async function readSessions(
  asking: Asking,
  { query, events, range, readTo }: SessionsReading,
  visitWith: (groups: Groups | null) => (sessions: readonly Session[]) => void,
): Promise<void> {
  const session: ValueRef | null =
    query.session_property === undefined ? null : { kind: 'property', path: query.session_property }
  const keys = chooseEvents(asking.source, null).choices
  const relation = relationOf(asking, {
    choices: events.choices,
    from: null,
    // A session of an id may go on for however long.
    to: readTo ?? (session === null ? range.to + query.cap_seconds * 1000 + 1 : Number.MAX_SAFE_INTEGER),
    filters: keys.flatMap((choice) => choice.where),
    refs: [...refsOfBreakdown(query.breakdown), ...(session === null ? [] : [session])],
  })
  const where = relation.matches(events.choices, asking.filters)
  const broken = await breakDown(asking, relation, {
    breakdown: query.breakdown,
    where: sql`${where} AND happened.ts >= ${range.from}`,
    limit: query.breakdown_limit,
  })
  const statement = sessionsSql({
    ...broken,
    withHappened: relation.withHappened,
    where,
    isKey: relation.isOneOf(keys),
    session: session === null ? null : relation.columnOf(session),
  })
  const rules = { gapMs: query.gap_seconds * 1000, capMs: query.cap_seconds * 1000 }
  const visit = visitWith(broken.groups)
  await visitSeries(readBlocks(asking, statement, { given: broken.given, upTo: relation.upTo }), 4, (series) =>
    visit(foldSessions(series.entity, eventsOf(series), rules)),
  )
}

function* eventsOf({ units, numbers }: Series): Generator<SessionEvent> {
  const [isKey, group, account, isOther] = numbers as [number[], number[], number[], number[]]
  for (let i = 0; i < units.length; i++) {
    yield {
      at: units[i]!,
      isKey: isKey[i] === 1,
      group: group[i]!,
      account: account[i]!,
      isOther: isOther[i] === -1 ? null : isOther[i] === 1,
    }
  }
}
