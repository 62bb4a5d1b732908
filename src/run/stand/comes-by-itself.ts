import type { Project } from '../project.ts'
import { groundOf } from './ground-of.ts'

/** A page that waits asks again before that. */
const AWAITED_MS = 15_000

/** Whether an answer that does not stand yet is worked out without being asked for: only where that costs little, and can be done. */
export function comesByItself(project: Project, name: string): boolean {
  const { standing, store, config } = project
  const ground = groundOf(project)
  return (
    standing.isOn &&
    ground !== null &&
    store.dictionary.fact.size() > 0 &&
    store.dictionary.account.size() <= config.judged.model.limits.readyAccounts &&
    standing.refused.get(name) !== JSON.stringify(ground)
  )
}

/** Whether somebody waits for an answer; without a name for any. */
export function isAwaited({ standing, clock }: Project, name?: string): boolean {
  const isRecent = (at: number | undefined): boolean => at !== undefined && clock.now() - at < AWAITED_MS
  return name === undefined ? [...standing.awaited.values()].some(isRecent) : isRecent(standing.awaited.get(name))
}
