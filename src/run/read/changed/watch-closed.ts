import { LIVE_LOG } from '../../data-folder.ts'
import type { Project } from '../../project.ts'

/**
 * Tells whether what was read of closed days, each as it was known at its own close, is still told the same. What comes live is known later, however late it is; an import or a
 * source may tell of days that are over, another plan may ask otherwise, and another close adds a day.
 */
export function watchClosed(project: Project): () => boolean {
  const { judged } = project.config
  const told = closedKnowledgeOf(project)
  return () => project.config.judged === judged && told === closedKnowledgeOf(project)
}

function closedKnowledgeOf({ store, judgedDay, seeded }: Project): string {
  const { [LIVE_LOG]: _, ...others } = store.applied()
  return JSON.stringify([judgedDay, seeded, store.rewrites().refilled, others])
}
