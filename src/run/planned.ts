import type { Model } from '../config/model.ts'
import { type FoldSpace, makeFoldSpace } from '../fold/fold-space.ts'
import type { FoldPlan } from '../fold/plan/fold-plan.ts'

/** A model, planned over the store's dictionary. Planned anew when the config changes or a fact of it appears for the first time. */
export type Planned = {
  readonly model: Model
  readonly plan: FoldPlan
  readonly space: FoldSpace
  /** For judging within a day; null when no event signal exists. */
  readonly momentSpace: FoldSpace | null
}

/** The same plan with buffers of its own: for who waits between folding and reading the numbers, while others fold. */
export function withOwnBuffers(planned: Planned): Planned {
  const { plan, space, momentSpace } = planned
  return {
    ...planned,
    space: makeFoldSpace(plan, space),
    momentSpace: momentSpace === null ? null : makeFoldSpace(plan, momentSpace),
  }
}
