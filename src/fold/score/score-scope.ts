import type { Entity, Reference } from '../entity.ts'

/** What of an entity's scope a score reads. */
export type ScoreScope = {
  readonly entity: Entity
  readonly reference: Reference | null
  readonly referenceLag: number
}
