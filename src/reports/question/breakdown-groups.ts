import type { AnalysisWarning, Breakdown, BreakdownValue } from '../../contract/analyze/question.ts'
import type { Millis } from '../../core/time.ts'
import type { GivenTable } from '../../store/analytic/analytic-store.ts'
import { type Sql, sql } from '../../store/sql.ts'
import { type Asking, readTexts } from './asking.ts'
import type { EventRelation } from './event-relation.ts'
import type { ValueRef } from './filter-sql.ts'

/** The values an answer is broken down by, most actors first; the last group is "other" where there are more. */
export type Groups = {
  readonly values: readonly BreakdownValue[]
  readonly hasOther: boolean
  readonly warnings: readonly AnalysisWarning[]
}

/** What a breakdown reads of an event; null: none, or a segment, which is no value of the event. */
export function refOfBreakdown(breakdown: Breakdown | undefined): ValueRef | null {
  if (breakdown === undefined) return null
  if (typeof breakdown === 'string') return { kind: breakdown }
  if ('event_property' in breakdown) return { kind: 'property', path: breakdown.event_property }
  return 'trait' in breakdown ? { kind: 'trait', key: breakdown.trait } : null
}

/** How a statement over `happened` tells the group of an event's value. */
export type BrokenDown = {
  readonly groups: Groups | null
  readonly group: Sql
  readonly isSet: Sql
  readonly groupJoin: Sql
  readonly given: readonly GivenTable[]
}

const WHOLE: BrokenDown = { groups: null, group: sql`0`, isSet: sql`false`, groupJoin: sql``, given: [] }

/** Chooses the groups of a breakdown among the events of `where`; nothing to choose without one, or by a segment. */
export async function breakDown(
  asking: Asking,
  { withHappened, columnOf, upTo }: Pick<EventRelation, 'withHappened' | 'columnOf' | 'upTo'>,
  of: { readonly breakdown: Breakdown | undefined; readonly where: Sql; readonly limit: number },
): Promise<BrokenDown> {
  const ref = refOfBreakdown(of.breakdown)
  if (ref === null) return WHOLE
  const column = columnOf(ref)
  const { texts, all } = await chooseTexts(asking, { withHappened, column, where: of.where, limit: of.limit, upTo })
  const groups = groupsOf(texts, all)
  asking.warnings.push(...groups.warnings)
  return {
    groups,
    group: sql`coalesce(breakdown_group.grp, 0)`,
    isSet: sql`${column} IS NOT NULL`,
    groupJoin: sql`LEFT JOIN breakdown_group ON breakdown_group.value = coalesce(${column}, 'null')`,
    given: [groupTable(texts)],
  }
}

/** The groups of these values as JSON text, of so many that there are. */
export function groupsOf(texts: readonly string[], all: number): Groups {
  return {
    values: texts.map(toValue),
    hasOther: all > texts.length,
    warnings: all > texts.length ? [cappedWarning(all, texts.length)] : [],
  }
}

function groupTable(texts: readonly string[]): GivenTable {
  return {
    name: 'breakdown_group',
    rows: texts.length,
    columns: [
      { name: 'value', data: { kind: 'text', values: texts } },
      { name: 'grp', data: { kind: 'int', values: texts.map((_, i) => i + 1) } },
    ],
  }
}

/** What a breakdown reads of each event. */
export function refsOfBreakdown(breakdown: Breakdown | undefined): readonly ValueRef[] {
  const ref = refOfBreakdown(breakdown)
  return ref === null ? [] : [ref]
}

/** The `limit` values with the most actors, as JSON text, and how many values there are; not set is a value too. */
async function chooseTexts(
  asking: Asking,
  statement: {
    readonly withHappened: Sql
    readonly column: Sql
    readonly where: Sql
    readonly limit: number
    readonly upTo: Millis
  },
): Promise<{ readonly texts: readonly string[]; readonly all: number }> {
  const { withHappened, column, where, limit, upTo } = statement
  const rows = await readTexts(
    asking,
    { width: 2, upTo },
    sql`
    -- the values with the most actors, and how many values there are
    ${withHappened}
    SELECT coalesce(${column}, 'null') AS value, count(*) OVER ()::VARCHAR AS all_values
    FROM happened
    WHERE ${where}
    GROUP BY 1
    ORDER BY count(DISTINCT entity) DESC, value
    LIMIT ${limit}
  `,
  )
  return { texts: rows.map(([value]) => value!), all: Number(rows[0]?.[1] ?? 0) }
}

export function cappedWarning(all: number, shown: number): AnalysisWarning {
  return {
    code: 'breakdown_capped',
    message: `There are ${all} values; the ${shown} with the most actors are shown, the others together as "other".`,
  }
}

/** Objects and lists stay the JSON text they are. */
function toValue(json: string): BreakdownValue {
  const value: unknown = JSON.parse(json)
  return value !== null && typeof value === 'object' ? json : (value as BreakdownValue)
}
