import type { Millis } from '../../core/time.ts'
import type { Project } from '../project.ts'
import { replayHistory } from './replay-history.ts'

/** When a signal opened for each account, in order, judged over all of history as it was known day by day. */
export async function readOpenings(project: Project, signal: string): Promise<ReadonlyMap<number, readonly Millis[]>> {
  const openings = new Map<number, Millis[]>()
  if (project.judgedDay === null) return openings
  for (const { name, subject, what, entity, at } of await replayHistory(project, {
    days: { from: 0, to: project.judgedDay },
    account: undefined,
  })) {
    if (subject !== 'signal' || name !== signal || what !== 'opened' || entity.level !== 'account') continue
    const account = project.store.dictionary.account.idOf(entity.account)!
    const own = openings.get(account)
    if (own === undefined) openings.set(account, [at])
    else own.push(at)
  }
  return openings
}
