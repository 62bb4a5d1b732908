import type { Project } from '../project.ts'
import { recomputeVerdicts } from './live-verdicts.ts'
import { unhurriedFor } from './unhurried-for.ts'

/** Proving goes through all of history, which takes the thread and memory from what comes in: with more accounts it goes on slowly. */
const AT_ONCE_MAX = 2_000

/** The verdicts of a week that is over, beside the ticks. Does nothing where they are there, or history is not judged up to now. @throws the reason of `signal` */
export async function proveWeekly(project: Project, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted || project.state !== 'ready') return false
  const slowly = project.store.dictionary.account.size() > AT_ONCE_MAX
  const proving = { stop: signal, progress: () => {} }
  return await recomputeVerdicts(project, slowly ? { ...proving, unhurried: unhurriedFor(project, signal) } : proving)
}
