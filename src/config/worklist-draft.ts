import type { Renewals, Routine, Suggestion } from './worklist.ts'

/** Beside `teams`: what makes tasks, as the builders write it. */
export type WorklistDraft = {
  /** null: the score called health, where there is one. */
  readonly health: string | null
  readonly routines: Readonly<Record<string, RoutineDraft>>
  readonly renewals: Renewals | null
}

/** `suggest` null: not said, which the check refuses. */
export type RoutineDraft = Routine & { readonly suggest: Suggestion | null }
