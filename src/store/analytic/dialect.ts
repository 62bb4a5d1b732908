import type { Sql } from '../sql.ts'

/** What the engines of reports say differently: all of it, so that a second engine is a second record and nothing else. */
export type Dialect = {
  /** The JSON text of the value at a path of object keys; null where there is none, or JSON's null. Keys are bound. */
  readonly jsonAt: (column: Sql, keys: readonly string[]) => Sql
  /** A JSON text that is a string as that string, else null. */
  readonly stringOf: (json: Sql) => Sql
  /** A JSON text that is a number as that number, else null. */
  readonly numberOf: (json: Sql) => Sql
  /** The keys of a JSON object, as a list. */
  readonly keysOf: (json: Sql) => Sql
  /** A subquery of the keys of a JSON object and their values that are no objects or lists: `key`, `value` as text. */
  readonly scalarsOf: (json: Sql) => Sql
  /** How often a whole number goes into one that is not negative. */
  readonly wholesOf: (number: Sql, by: number) => Sql
  /** year × 12 + month (from 0) of a day since 1970. */
  readonly monthOf: (day: Sql) => Sql
  /** `value` of the row whose `by` (one or several, compared in order) is least or greatest. */
  readonly valueAtLeast: (value: Sql, by: readonly Sql[]) => Sql
  readonly valueAtMost: (value: Sql, by: readonly Sql[]) => Sql
  /** The values of the rows whose `by` is greatest, as a list of at most so many. */
  readonly valuesAtMost: (value: Sql, by: Sql, most: number) => Sql
  /** Whether the first text has the second one in it. */
  readonly contains: (text: Sql, part: Sql) => Sql
  /** Joins to each row the latest one of `table` that meets `equal` and is not after it; all null where there is none. */
  readonly joinLatest: (table: Sql, on: { readonly equal: Sql; readonly notAfter: Sql }) => Sql
}
