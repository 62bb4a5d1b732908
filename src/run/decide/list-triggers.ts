import type { AttributedEvent } from '../../store/analytic/analytic-store.ts'
import type { Project } from '../project.ts'
import type { Trigger } from './plan-judgement.ts'
import { triggerNames } from './stream-triggered-events.ts'

/** The events of a batch at which some signal is judged. */
export function triggersOfBatch(project: Project, events: readonly AttributedEvent[]): Trigger[] {
  const names = new Set(triggerNames(project.config.judged.model))
  if (names.size === 0) return []
  return events.flatMap((event) => {
    const account =
      event.account === null || event.excluded || !names.has(event.name)
        ? undefined
        : project.store.dictionary.account.idOf(event.account)
    return account === undefined ? [] : [{ n: event.n, day: knownDay(project, event.knownAt), account }]
  })
}

/**
 * The same from the store: every trigger of the log behind a position, those that moved to an account later among them. For what was applied but
 * not judged before a crash, and where a batch moved events of earlier ones.
 */
export async function triggersInStore(project: Project, log: string, after: number): Promise<Trigger[]> {
  const names = triggerNames(project.config.judged.model)
  if (names.length === 0) return []
  const triggers: Trigger[] = []
  const days = { from: project.judgedDay ?? 0, to: knownDay(project, project.clock.now()) + 1 }
  for await (const rows of project.store.scanEvents({ accounts: null, names, by: 'known', days, latest: null })) {
    for (const { log: of, n, knownAt, account, triggers: is } of rows)
      if (of === log && n > after && account !== 0 && is !== false)
        triggers.push({ n, day: knownDay(project, knownAt), account })
  }
  return triggers.sort((a, b) => a.n - b.n)
}

function knownDay(project: Project, knownAt: number): number {
  return project.zone.dayOf(knownAt - project.live.closeDelayMs)
}
