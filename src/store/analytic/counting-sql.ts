import { type Sql, sql } from '../sql.ts'
import { FLAG, LEFT_OUT, WAS_LEFT_OUT } from './event-flags.ts'

/** Whether an event counts, by all that is known now. */
export function counts(flags: Sql): Sql {
  return sql`(${flags} & ${LEFT_OUT} = 0)`
}

/** Whether it counted when it was applied, wherever it was then. */
export function countedFirst(flags: Sql): Sql {
  return sql`(${flags} & ${WAS_LEFT_OUT} = 0)`
}

const NOW = FLAG.excludedPerson | FLAG.excludedAccount
/** From what was known at first to what is known now. */
const SHIFT = 2

/** The flags as the event was applied. */
export function flagsApplied(flags: Sql): Sql {
  return sql`((${flags} & ~${NOW}) | ((${flags} >> ${SHIFT}) & ${NOW}))`
}
