import type { Exclusion } from '../../config/model.ts'
import { joinSql, listOf, type Sql, sql } from '../sql.ts'
import type { Dialect } from './dialect.ts'

type Asked = {
  readonly of: 'person' | 'account'
  readonly exclusions: readonly Exclusion[]
  readonly valueAtMost: Dialect['valueAtMost']
  /** Which rows of `trait` are looked at. */
  readonly within: Sql
}

/** Ids of the persons or accounts that an exclusion meets by what was said last of a property; null: none goes by properties. Those that were taken in are among them. */
export function excludedByTraits({ of, exclusions, valueAtMost, within }: Asked): Sql | null {
  const rules = exclusions.flatMap(ruleSql)
  if (rules.length === 0) return null
  const keys = exclusions.flatMap((rule) => (rule.kind === 'trait' ? [rule.key] : rule.kind === 'id' ? [] : ['email']))
  return sql`
    SELECT trait.subject
    FROM (
      -- what was said last
      SELECT ${of === 'person' ? sql`person` : sql`account`} AS subject, key, ${valueAtMost(sql`value`, [sql`from_ts`, sql`seq`])} AS value
      FROM trait
      WHERE ${of === 'person' ? sql`person <> 0` : sql`person = 0`} AND key IN (${listOf(new Set(keys))}) AND ${within}
      GROUP BY 1, 2
    ) trait
    WHERE ${joinSql(rules, ' OR ')}
  `
}

function ruleSql(rule: Exclusion): readonly Sql[] {
  switch (rule.kind) {
    case 'id':
      return []
    case 'trait':
      return [sql`(trait.key = ${rule.key} AND trait.value = ${JSON.stringify(rule.value)})`]
    case 'email-domain':
      return [sql`(trait.key = 'email' AND lower(trait.value) LIKE ${`%@${rule.domain.toLowerCase()}"`})`]
  }
}
