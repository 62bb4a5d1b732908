import type { Day, Millis } from '../core/time.ts'
import type { SubscriptionRow } from '../store/analytic/rows.ts'
import type { Entity, Reference } from './entity.ts'
import type { WindowScope } from './fold-windows.ts'
import type { Past } from './look-past.ts'
import type { ReachedSoFar } from './onboarding/reached.ts'
import type { OwnRows } from './own-rows.ts'
import type { HoursStep } from './plan/fold-plan.ts'
import type { Era } from './sweep-timeline.ts'

/** What the steps of one entity read beside its own earlier values. */
export type EntityScope = {
  readonly entity: Entity
  readonly windows: WindowScope
  readonly firstSeen: readonly Era<Day>[]
  readonly subscriptions: readonly SubscriptionRow[]
  /** Account level: gathered by the passes over people and members. */
  readonly gathered: readonly Float64Array[]
  readonly memberCounts: readonly Float64Array[]
  readonly rollUps: ReadonlyMap<number, Float64Array>
  readonly reference: Reference | null
  /** Under whose id references hold what is of one account; null: of no account. */
  readonly account: number | null
  /** Days between the judged day and the reference it reads: 0 at a day's close, 1 before it. */
  readonly referenceLag: number
  readonly foldHours: ((step: HoursStep, out: Float64Array) => void) | null
  /** What onboarding is told from. */
  readonly rows: OwnRows
  readonly reached: ReachedSoFar
  /** null: nothing of the past is asked for. */
  readonly past: Past | null
  /** Members: on which of the judged days one of the roles was held; null elsewhere. */
  readonly holdsRole: ((roles: readonly string[]) => Uint8Array) | null
  readonly firstSeenAt: () => readonly Era<Millis>[]
}
