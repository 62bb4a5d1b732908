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
      return asking.source.store.dialect.wholesOf(sql`${unit} - ${weekOrigin(asking.weekStart)}`, 7)
    case 'month':
      return asking.source.store.dialect.monthOf(unit)
  }
}
