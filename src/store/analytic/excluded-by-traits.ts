import type { Exclusion } from '../../config/model.ts'
import { joinSql, type Sql, sql } from '../sql.ts'

/** Whether a row of `trait` is one that an exclusion names; null: no exclusion is told by a trait. */
export function excludedByTraits(exclusions: readonly Exclusion[]): Sql | null {
  const rules = exclusions.flatMap(ruleSql)
  return rules.length === 0 ? null : sql`(${joinSql(rules, ' OR ')})`
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
