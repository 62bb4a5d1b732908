import type { EventKind, EventProperties, PropertyCondition } from './model.ts'

/** An event of the product, as its builder makes it. */
export type EventDraft = {
  readonly names: readonly string[]
  readonly call: 'track' | 'page' | 'screen'
  readonly kind: EventKind
  readonly feature: string | null
  readonly where: readonly PropertyCondition[]
  /** Property that a gauge reports; null for events that are only counted. */
  readonly gauge: string | null
  readonly owner?: string
  readonly properties?: EventProperties
}
