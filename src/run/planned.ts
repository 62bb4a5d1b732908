import type { Model } from '../config/model.ts'
import type { FoldSpace } from '../fold/fold-space.ts'
import type { FoldPlan } from '../fold/plan/fold-plan.ts'

/** A model, planned over the store's dictionary. Planned anew when the config changes or a fact of it appears for the first time. */
export type Planned = {
  readonly model: Model
  readonly plan: FoldPlan
  readonly space: FoldSpace
  /** For judging within a day; null when no event signal exists. */
  readonly momentSpace: FoldSpace | null
}
