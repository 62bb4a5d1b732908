import type { Millis } from '../../core/time.ts'
import type { Stay } from '../../reports/question/report-source.ts'
import type { Project } from '../project.ts'
import { replayHistory } from './replay-history.ts'

/** From when to when signals of each account were open and it was in which band, in order, judged over all of history as it was known day by day. */
export async function readStays(project: Project): Promise<ReadonlyMap<number, readonly Stay[]>> {
  const stays = new Map<number, Stay[]>()
  if (project.judgedDay === null) return stays
  const days = { from: 0, to: project.judgedDay }
  for (const { name, subject, what, entity, at } of await replayHistory(project, { days, account: undefined })) {
    if ((subject !== 'signal' && subject !== 'band') || entity.level !== 'account') continue
    const account = project.store.dictionary.account.idOf(entity.account)!
    const own = stays.get(account) ?? []
    stays.set(account, own)
    if (what === 'opened') own.push({ kind: subject, name, from: at, to: null })
    const open = own.findLastIndex((stay) => stay.kind === subject && stay.name === name && stay.to === null)
    if (what === 'closed' && open >= 0) own[open] = { ...own[open]!, to: at }
  }
  return stays
}

/** When a signal opened for each account, in order. */
export async function readOpenings(project: Project, signal: string): Promise<ReadonlyMap<number, readonly Millis[]>> {
  const openings = new Map<number, readonly Millis[]>()
  for (const [account, stays] of await readStays(project)) {
    const own = stays.filter(({ kind, name }) => kind === 'signal' && name === signal).map(({ from }) => from)
    if (own.length > 0) openings.set(account, own)
  }
  return openings
}
