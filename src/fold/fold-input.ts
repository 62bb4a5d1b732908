import type { Day, Millis } from '../core/time.ts'
import type { AccountTimeline, DayRange, EventRow, FactBlock, View } from '../store/analytic/rows.ts'
import type { MemberEntity, Reference } from './entity.ts'
import type { RowSource } from './fill-lanes.ts'
import type { FoldSpace } from './fold-space.ts'
import type { ReachedNodes, ReachedSoFar } from './onboarding/reached.ts'
import type { FoldPlan } from './plan/fold-plan.ts'
import type { Knowing } from './sweep-timeline.ts'

export type FoldInput = {
  readonly plan: FoldPlan
  /** Buffers of this plan, reused by every call: never two folds at a time. */
  readonly space: FoldSpace
  /** The account's rows are [start, end) of the block, in any order of late rows but otherwise by day. */
  readonly block: FactBlock
  readonly start: number
  readonly end: number
  readonly timeline: AccountTimeline
  /** Judged days, inclusive. */
  readonly days: DayRange
  readonly view: View
  readonly reference?: Reference | null
  /** Judging within a day: nothing later or known later than this instant is seen of memberships, traits and joins, and references are yesterday's. */
  readonly asOf?: Millis | null
  /** Raw events for `hours` windows, from 48 hours before the first judged day on; without them such numbers are unknown. */
  readonly recent?: readonly EventRow[] | null
  /** false: nobody asks what was reached, and it is not looked for. */
  readonly lookBack?: boolean
  /** What was reached before the first judged day, by person (null: by the account), so that only the judged days are looked at; absent: all days are. */
  readonly reachedBefore?: ((person: number | null) => ReachedNodes) | null
  /** Folds this person alone of the members; roll-ups are then not to be read. */
  readonly onlyMember?: number | null
  /** Sees each member (in order of the person's id) once it is folded, to judge it before the roll-ups read `signals`. */
  readonly onMember?: (member: MemberEntity) => void
}

export type FoldScope = {
  readonly input: FoldInput
  readonly knowing: Knowing
  readonly source: RowSource
  /** Day of the earliest row. */
  readonly earliest: Day
  /** What each member has reached, by person. */
  readonly reached: (person: number) => ReachedSoFar
}
