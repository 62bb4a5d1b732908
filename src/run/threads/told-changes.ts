import { stateName } from '../../config/state-name.ts'
import type { Day } from '../../core/time.ts'
import type { JudgedTransition } from '../../judge/judge-input.ts'

/** The changes of an account, in order, that are shown with their evidence: those from a day on, and those before it of the episodes that are open then. */
export function toldChanges(transitions: readonly JudgedTransition[], from: Day): ReadonlySet<JudgedTransition> {
  const told = new Set<JudgedTransition>()
  const running = new Map<string, JudgedTransition[]>()
  for (const change of transitions) {
    if (change.asOf >= from) {
      told.add(change)
      continue
    }
    const episode = `${change.person ?? ''}|${stateName(change.signal)}`
    if (change.what === 'opened') running.set(episode, [change])
    else if (change.what === 'escalated') running.get(episode)?.push(change)
    else running.delete(episode)
  }
  for (const changes of running.values()) for (const change of changes) told.add(change)
  return told
}
