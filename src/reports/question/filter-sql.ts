import type { Filter, FilterCondition } from '../../contract/analyze/filter.ts'
import { telltaleError } from '../../core/errors.ts'
import type { Dialect } from '../../store/analytic/dialect.ts'
import { joinSql, type Sql, sql } from '../../store/sql.ts'

/** Something an event has a JSON value of; one column of the statement each. */
export type ValueRef =
  | { readonly kind: 'property'; readonly path: string }
  | { readonly kind: 'trait'; readonly key: string }
  | { readonly kind: 'role' }
  | { readonly kind: 'plan' }
  | { readonly kind: 'tenure' }

/** The column of a value, as JSON text; null: not set. */
export type ColumnOf = (ref: ValueRef) => Sql

/** A filter over columns of values; never null. Conditions on segments must have been split off. */
export function filterSql(dialect: Dialect, filter: Filter, columnOf: ColumnOf): Sql {
  if ('and' in filter)
    return sql`(${joinSql(
      filter.and.map((one) => filterSql(dialect, one, columnOf)),
      ' AND ',
    )})`
  if ('or' in filter)
    return sql`(${joinSql(
      filter.or.map((one) => filterSql(dialect, one, columnOf)),
      ' OR ',
    )})`
  if ('not' in filter) return sql`NOT ${filterSql(dialect, filter.not, columnOf)}`
  return conditionSql(dialect, filter, columnOf(refOf(filter)))
}

export function refOf(condition: FilterCondition): ValueRef {
  if ('event_property' in condition) return { kind: 'property', path: condition.event_property }
  if ('trait' in condition) return { kind: 'trait', key: condition.trait }
  throw telltaleError('bug', { reason: 'a condition on a segment was left in a statement' })
}

type Scalar = string | number | boolean

function conditionSql(dialect: Dialect, { op, value }: FilterCondition, column: Sql): Sql {
  const isOneOf = () => {
    const list = Array.isArray(value) ? value : [value as Scalar]
    return sql`(${joinSql(
      list.map((one) => equalsSql(dialect, column, one)),
      ' OR ',
    )})`
  }
  switch (op) {
    case 'exact':
    case 'in':
      return isOneOf()
    case 'is_not':
    case 'not_in':
      return sql`NOT ${isOneOf()}`
    case 'contains':
      return sql`coalesce(${dialect.contains(dialect.stringOf(column), sql`${value as string}`)}, false)`
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return orderSql(dialect, column, { op, value: value as string | number })
    case 'is_set':
      return sql`(${column} IS NOT NULL)`
    case 'is_not_set':
      return sql`(${column} IS NULL)`
  }
}

/** Values of different types are different: "5" is not 5. */
function equalsSql(dialect: Dialect, column: Sql, value: Scalar): Sql {
  switch (typeof value) {
    case 'string':
      return sql`coalesce(${dialect.stringOf(column)} = ${value}, false)`
    case 'number':
      return sql`coalesce(${dialect.numberOf(column)} = ${value}, false)`
    case 'boolean':
      return sql`coalesce(${column} = ${String(value)}, false)`
  }
}

const SIGNS = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` } as const

/** Numbers with numbers, texts (dates, say) with texts. */
function orderSql(
  dialect: Dialect,
  column: Sql,
  { op, value }: { readonly op: keyof typeof SIGNS; readonly value: string | number },
): Sql {
  const own = typeof value === 'number' ? dialect.numberOf(column) : dialect.stringOf(column)
  return sql`coalesce(${own} ${SIGNS[op]} ${value}, false)`
}
