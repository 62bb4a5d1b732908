import type { SessionsQuery } from '../../contract/analyze/sessions.ts'
import { sql } from '../../store/sql.ts'
import { type Asking, readBlocks, relationOf } from '../question/asking.ts'
import { chooseGroups, GROUP_COLUMN, type Groups, joinGroups, refOfBreakdown } from '../question/breakdown-groups.ts'
import { type ChosenEvents, chooseEvents } from '../question/choose-events.ts'
import type { ValueRef } from '../question/filter-sql.ts'
import { type Series, visitSeries } from '../question/series.ts'
import { foldSessions, type Session, type SessionEvent } from './fold-sessions.ts'
import { sessionsSql } from './sessions-sql.ts'

export type SessionsReading = {
  readonly query: SessionsQuery
  readonly events: ChosenEvents
  readonly range: { readonly from: number; readonly to: number }
}

/** Reads all history up to the range's end: where a session began decides where the next one does. */
export async function readSessions(
  asking: Asking,
  { query, events, range }: SessionsReading,
  visitWith: (groups: Groups | null) => (sessions: readonly Session[]) => void,
): Promise<void> {
  const ref = refOfBreakdown(query.breakdown)
  const session: ValueRef | null =
    query.session_property === undefined ? null : { kind: 'property', path: query.session_property }
  const keys = chooseEvents(asking.source, null).choices
  const { withHappened, columnOf, isOneOf, matches } = relationOf(asking, {
    choices: events.choices,
    from: null,
    // A session of an id may go on for however long.
    to: session === null ? range.to + query.cap_seconds * 1000 + 1 : Number.MAX_SAFE_INTEGER,
    filters: keys.flatMap((choice) => choice.where),
    refs: [ref, session].filter((one) => one !== null),
  })
  const where = matches(events.choices, asking.filters)
  const column = ref === null ? null : columnOf(ref)
  const inRange = sql`${where} AND happened.ts >= ${range.from}`
  const groups =
    column === null
      ? null
      : await chooseGroups(asking, { withHappened, column, where: inRange, limit: query.breakdown_limit })
  asking.warnings.push(...(groups?.warnings ?? []))
  const statement = sessionsSql({
    withHappened,
    where,
    isKey: isOneOf(keys),
    group: column === null ? sql`0` : GROUP_COLUMN,
    groupJoin: column === null ? sql`` : joinGroups(column),
    session: session === null ? null : columnOf(session),
  })
  const rules = { gapMs: query.gap_seconds * 1000, capMs: query.cap_seconds * 1000 }
  const visit = visitWith(groups)
  await visitSeries(readBlocks(asking, statement, groups === null ? [] : [groups.table]), 4, (series) =>
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
