import type { AttributedColumns } from '../../store/analytic/event-columns.ts'
import { FLAG } from '../../store/analytic/event-flags.ts'
import type { Project } from '../project.ts'
import type { Trigger } from './plan-judgement.ts'
import { triggerNames } from './stream-triggered-events.ts'

/** The events of a batch at which some signal is judged. */
export function triggersOfBatch(project: Project, events: AttributedColumns): Trigger[] {
  const names = new Set(triggerNames(project.config.judged.model))
  if (names.size === 0) return []
  const { rows, n, knownAt, flags, name, account } = events
  const triggers: Trigger[] = []
  for (let row = 0; row < rows; row++) {
    const key = account.values[account.index[row]!]
    if (key === undefined || (flags[row]! & FLAG.excluded) !== 0 || !names.has(name.values[name.index[row]!]!)) continue
    const id = project.store.dictionary.account.idOf(key)
    if (id !== undefined) triggers.push({ n: n[row]!, day: knownDay(project, knownAt[row]!), account: id })
  }
  return triggers
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
