import type { ApiDeps } from '../../contract/api-deps.ts'
import type { Project } from '../project.ts'
import { SIGNALS } from './name-asked.ts'
import { readStanding } from './read-standing.ts'

/** What the API asks of answers that stand ready. */
export function standingDeps(project: Project): Pick<ApiDeps, 'getStandingSignals' | 'subscribeStanding'> {
  const { listeners } = project.standing
  return {
    getStandingSignals: () => readStanding(project, SIGNALS),
    subscribeStanding: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
