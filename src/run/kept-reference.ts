import type { Reference } from '../fold/entity.ts'
import type { ReferenceRow } from '../store/analytic/analytic-store.ts'
import type { DayRange } from '../store/analytic/rows.ts'

/** References of closed days, computed for an earlier page: they only change with an import or the config. */
export type KeptReference = {
  readonly seeded: number
  readonly days: DayRange
  readonly rows: Promise<readonly ReferenceRow[]>
  readonly reference: Promise<Reference>
}
