import type { CommittedTransition } from '../../store/control/commit-judgement.ts'
import type { Project } from '../project.ts'

/** Tells everybody who listens what was committed. */
export function tellListeners({ listeners }: Project, committed: readonly CommittedTransition[]): void {
  if (committed.length > 0) for (const listener of listeners) listener(committed)
}
