import type { Day } from '../../core/time.ts'
import { type Sql, sql } from '../../store/sql.ts'
import { type Asking, unitSql } from './asking.ts'
import { weekOrigin } from './calendar.ts'

/** The ordinal of the interval that an event of `happened` is in, as the calendar of the question numbers them. */
export function ordinalSql(asking: Asking, days: { readonly from: Day; readonly to: Day }): Sql {
  const unit = unitSql(asking, days)
  switch (asking.calendar.interval) {
    case 'hour':
    case 'day':
      return unit
    case 'week':
      return wholes(sql`(${unit} - ${weekOrigin(asking.weekStart)})`, 7)
    case 'month':
      return monthOf(unit)
  }
}

/**
 * year × 12 + month (from 0) of a day since 1970, by arithmetic alone: years are counted from March, so that a leap day comes last, in eras of 400 years with
 * 146,097 days (Hinnant, chrono-compatible low-level date algorithms).
 */
function monthOf(day: Sql): Sql {
  const shifted = sql`(${day} + 719468)`
  const era = wholes(shifted, 146_097)
  const dayOfEra = sql`(${shifted} - ${era} * 146097)`
  const leaps = sql`${wholes(dayOfEra, 1460)} - ${wholes(dayOfEra, 36_524)} + ${wholes(dayOfEra, 146_096)}`
  const yearOfEra = wholes(sql`(${dayOfEra} - (${leaps}))`, 365)
  const dayOfYear = sql`(${dayOfEra} - (365 * ${yearOfEra} + ${wholes(yearOfEra, 4)} - ${wholes(yearOfEra, 100)}))`
  return sql`(${yearOfEra} + ${era} * 400) * 12 + ${wholes(sql`(5 * ${dayOfYear} + 2)`, 153)} + 2`
}

function wholes(of: Sql, n: number): Sql {
  return sql`CAST(floor(${of} / ${n}) AS INTEGER)`
}
