import type { Breakdown } from '../../contract/analyze/question.ts'
import type { Day, Millis } from '../../core/time.ts'
import { type Sql, sql } from '../../store/sql.ts'
import { type ActivityParts, activitySql, brokenActivitySql } from './activity-sql.ts'
import { type Asking, readBlocks, relationOf, unitSql } from './asking.ts'
import { type Groups, refOfBreakdown } from './breakdown-groups.ts'
import type { ChosenEvents } from './choose-events.ts'
import { ordinalSql } from './ordinal-sql.ts'
import { type Series, visitSeries } from './series.ts'
import { visitBroken } from './visit-broken.ts'

/** Which activity is read. Units before `floor` are told as `floor`: that there was something before is enough. */
export type Activity = {
  readonly events: ChosenEvents
  readonly from: Millis | null
  readonly to: Millis
  /** Local days that the events may be on. */
  readonly days: { readonly from: Day; readonly to: Day }
  readonly floor?: number
  /** What a unit is: an interval's ordinal, or a local day (of hours: an hour). */
  readonly units: 'intervals' | 'days'
  readonly breakdown: Breakdown | undefined
  readonly breakdownLimit: number
  /** The account matters, for segments are asked of it. */
  readonly byAccount: boolean
}

/** Tells, actor by actor, in which units there was an event; null: not broken down by a value of the events. */
export async function readActivity(
  asking: Asking,
  activity: Activity,
  visitWith: (groups: Groups | null) => (series: Series) => void,
): Promise<void> {
  const { events, from, to, breakdown } = activity
  const value = refOfBreakdown(breakdown)
  const relation = relationOf(asking, { choices: events.choices, from, to, refs: value === null ? [] : [value] })
  const parts: ActivityParts = {
    withHappened: relation.withHappened,
    where: relation.matches(events.choices, asking.filters),
    account: activity.byAccount ? sql`happened.account` : sql`0`,
    unit: unitFrom(
      activity.units === 'days' ? unitSql(asking, activity.days) : ordinalSql(asking, activity.days),
      activity.floor,
    ),
  }
  const { upTo } = relation
  if (value === null) {
    await visitSeries(readBlocks(asking, activitySql(parts), { upTo }), 1, visitWith(null))
    return
  }
  // members are told apart by numbers too large to count by
  const inOrder = asking.actor === 'member' || activity.byAccount
  const statement = brokenActivitySql(parts, {
    ...{ column: relation.columnOf(value), limit: activity.breakdownLimit, inOrder },
  })
  await visitBroken({ read: () => readBlocks(asking, statement, { upTo }), inOrder }, (groups) => {
    asking.warnings.push(...groups.warnings)
    return visitWith(groups)
  })
}

function unitFrom(unit: Sql, floor: number | undefined): Sql {
  return floor === undefined ? unit : sql`greatest(${unit}, ${floor})`
}
