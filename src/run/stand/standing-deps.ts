import type { ApiDeps } from '../../contract/api-deps.ts'
import type { Project } from '../project.ts'
import { HISTORY, nameOfDiscovery, SIGNALS, WARNINGS } from './name-asked.ts'
import { describeStanding, readStanding } from './read-standing.ts'

type StandingDeps = Pick<
  ApiDeps,
  'getStandingSignals' | 'getStandingDiscovery' | 'getStandingHistory' | 'getStandingWarnings' | 'subscribeStanding'
>

/** What the API asks of answers that stand ready. */
export function standingDeps(project: Project): StandingDeps {
  const { listeners } = project.standing
  return {
    getStandingSignals: () => readStanding(project, SIGNALS),
    getStandingDiscovery: (asked) => readStanding(project, nameOfDiscovery(project.config.judged.model, asked)),
    getStandingHistory: () => describeStanding(project, HISTORY),
    getStandingWarnings: () => readStanding(project, WARNINGS),
    subscribeStanding: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
