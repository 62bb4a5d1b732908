import type { AnalysisActor } from '../../contract/analyze/question.ts'
import type { Dialect } from '../../store/analytic/dialect.ts'
import { listOf, type Sql, sql } from '../../store/sql.ts'
import { MEMBER_BASE, personOfSql } from '../question/event-relation.ts'
import { traitRowsSql } from '../question/trait-rows-sql.ts'

type Bounds = {
  readonly limit: number
  readonly least: number
  /** Who is counted under one of these names, with this success, instead of how many are under each; null: how many. */
  readonly opened: OpenedName | null
}
export type OpenedName = { readonly names: readonly string[]; readonly success: number }

type Parts = Bounds & { readonly withHappened: Sql; readonly where: Sql }

/** Doers of each event (by the id of its fact) strictly between the start of their attempt and its end. */
export function eventDoersSql({ withHappened, ...counting }: Parts): Sql {
  return sql`
    -- who did what during an attempt, and how the attempts went
    ${withHappened}
    ${countDoers(sql`fact::VARCHAR`, { ...counting, join: sql`` })}
  `
}

/** Doers of each event with each value of each of its properties. */
export function propertyDoersSql(dialect: Dialect, { withHappened, ...counting }: Parts): Sql {
  return sql`
    -- who did what, with which properties, during an attempt
    ${withHappened}
    ${countDoers(sql`fact::VARCHAR || '::' || property.key || '::' || property.value`, {
      ...counting,
      join: sql`CROSS JOIN LATERAL (${dialect.scalarsOf(sql`happened.properties`)}) property`,
    })}
  `
}

type Counting = Bounds & { readonly where: Sql; readonly join: Sql }

function countDoers(name: Sql, { where, limit, least, join, opened }: Counting): Sql {
  const done = sql`
    FROM happened
    JOIN attempt ON attempt.entity = happened.entity AND happened.ts > attempt.from_ts AND happened.ts < attempt.to_ts
    ${join}
    WHERE ${where}`
  if (opened !== null)
    return sql`
    SELECT DISTINCT attempt.entity::BIGINT::VARCHAR
    ${done} AND ${name} IN (${listOf(opened.names)}) AND attempt.success = ${opened.success}`
  return sql`
    SELECT
      ${name} AS name,
      ${successes}::VARCHAR AS success,
      ${failures}::VARCHAR AS failure
    ${done}
    GROUP BY 1
    HAVING count(DISTINCT happened.entity) >= ${least}
    ORDER BY count(DISTINCT happened.entity) DESC, name
    LIMIT ${limit}
  `
}

const successes = sql`count(DISTINCT attempt.entity) FILTER (attempt.success = 1)`
const failures = sql`count(DISTINCT attempt.entity) FILTER (attempt.success = 0)`

/** Of each value of each trait, whose attempts began with it. */
export function traitDoersSql(
  dialect: Dialect,
  { actor, limit, least, opened }: Bounds & { readonly actor: AnalysisActor },
): Sql {
  const side = actor === 'account' ? 'account' : 'person'
  const subject = actor === 'member' ? sql`attempt.entity % ${MEMBER_BASE}` : sql`attempt.entity`
  const name = sql`key || '::' || coalesce(${dialect.stringOf(sql`value`)}, value)`
  const counted =
    opened === null
      ? sql`
    SELECT
      ${name} AS name,
      count(*) FILTER (success = 1)::VARCHAR AS success,
      count(*) FILTER (success = 0)::VARCHAR AS failure
    FROM trait_then
    WHERE value <> 'null'
    GROUP BY 1
    HAVING count(*) >= ${least}
    ORDER BY count(*) DESC, name
    LIMIT ${limit}`
      : sql`
    SELECT entity::BIGINT::VARCHAR
    FROM trait_then
    WHERE value <> 'null' AND ${name} IN (${listOf(opened.names)}) AND success = ${opened.success}`
  return sql`
    -- traits as they were when the attempts began
    WITH ${side === 'person' ? sql`${personOfSql(dialect)},` : sql``}
    trait_then AS (
      SELECT
        attempt.entity, attempt.success, told.key,
        ${dialect.valueAtMost(sql`told.value`, [sql`told.from_ts`, sql`told.seq`])} AS value
      FROM attempt
      JOIN (
        ${traitRowsSql(side, null)}
      ) told ON told.subject = ${subject} AND told.from_ts <= attempt.from_ts
      WHERE told.key <> '$first_seen'
      GROUP BY attempt.entity, attempt.success, told.key
    )
    ${counted}
  `
}
