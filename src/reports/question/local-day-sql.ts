import { type Day, MS_PER_DAY, MS_PER_HOUR, type Zone } from '../../core/time.ts'
import { joinSql, type Sql, sql } from '../../store/sql.ts'

/** The local day of `ts`, right for every instant of the days given: the zone's offsets are worked out here, so no engine has to know zones. */
export function localDaySql(ts: Sql, zone: Zone, days: { readonly from: Day; readonly to: Day }): Sql {
  const first = offsetOn(zone, days.from)
  const changes = changesWithin(zone, days)
  const shifted =
    changes.length === 0
      ? sql`${ts} + ${first}`
      : sql`${ts} + CASE ${joinSql(branches(ts, first, changes), ' ')} ELSE ${changes.at(-1)!.offset} END`
  return sql`CAST(floor((${shifted}) / ${MS_PER_DAY}) AS INTEGER)`
}

type Change = { readonly at: number; readonly offset: number }

function branches(ts: Sql, first: number, changes: readonly Change[]): Sql[] {
  return changes.map(({ at }, i) => sql`WHEN ${ts} < ${at} THEN ${changes[i - 1]?.offset ?? first}`)
}

function offsetOn(zone: Zone, day: Day): number {
  return day * MS_PER_DAY - zone.startOf(day)
}

/** Any instant between the change and the ends of its day tells the days apart; the middle of the day is never the wrong side of midnight. */
function changesWithin(zone: Zone, { from, to }: { readonly from: Day; readonly to: Day }): Change[] {
  const changes: Change[] = []
  for (let day = from; day <= to; day++) {
    const offset = offsetOn(zone, day + 1)
    if (offset === offsetOn(zone, day)) continue
    changes.push({ at: Math.min(zone.startOf(day) + 12 * MS_PER_HOUR, zone.startOf(day + 1)), offset })
  }
  return changes
}
