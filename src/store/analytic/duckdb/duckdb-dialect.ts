import { joinSql, type Sql, sql } from '../../sql.ts'
import type { Dialect } from '../dialect.ts'

export const duckdbDialect: Dialect = {
  jsonAt: (column, keys) => sql`nullif(json_extract(${column}, ${pointerTo(keys)})::VARCHAR, 'null')`,
  stringOf: (json) => sql`CASE WHEN (${json})[1] = '"' THEN json_extract_string(${json}, '$') END`,
  numberOf: (json) => sql`TRY_CAST(${json} AS DOUBLE)`,
  keysOf: (json) => sql`json_keys(${json})`,
  scalarsOf: (json) => sql`
    SELECT key, json_extract_string(${json}, pointer) AS value
    FROM (
      SELECT key, '/' || replace(replace(key, '~', '~0'), '/', '~1') AS pointer
      FROM (SELECT unnest(json_keys(${json})) AS key)
    )
    WHERE json_type(${json}, pointer) NOT IN ('OBJECT', 'ARRAY', 'NULL')`,
  wholesOf: (number, by) => sql`((${number}) // ${by})`,
  monthOf: (day) => sql`(year(DATE '1970-01-01' + ${day}) * 12 + month(DATE '1970-01-01' + ${day}) - 1)::INTEGER`,
  valueAtLeast: (value, by) => sql`arg_min(${value}, ${rowOf(by)})`,
  valueAtMost: (value, by) => sql`arg_max(${value}, ${rowOf(by)})`,
  valuesAtMost: (value, by, most) => sql`arg_max(${value}, ${by}, ${most})`,
  contains: (text, part) => sql`contains(${text}, ${part})`,
  joinLatest: (table, { equal, notAfter }) => sql`ASOF LEFT JOIN ${table} ON ${equal} AND ${notAfter}`,
}

/** A JSON pointer: any key can be part of it, unlike of a path with dots and quotes. */
function pointerTo(keys: readonly string[]): string {
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function rowOf(by: readonly Sql[]): Sql {
  return by.length === 1 ? by[0]! : sql`(${joinSql(by)})`
}
