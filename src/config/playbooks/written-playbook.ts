import type { ConditionDraft } from '../draft.ts'
import type { PlaybookDraftOf, StepDraftOf } from './playbook-draft.ts'

/** A playbook, and a step of one, as a configuration has them. */
export type PlaybookDraft = PlaybookDraftOf<ConditionDraft>
export type StepDraft = StepDraftOf<ConditionDraft>
