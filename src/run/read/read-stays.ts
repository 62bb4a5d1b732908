import type { Millis } from '../../core/time.ts'
import type { Stay } from '../../reports/question/report-source.ts'
import type { Project } from '../project.ts'
import { movesUpTo } from '../stand/moves-up-to.ts'

/** From when to when signals of each account were open and it was in which band, in order, judged over all of history as it was known day by day. */
export async function readStays(project: Project): Promise<ReadonlyMap<number, readonly Stay[]>> {
  const stays = new Map<number, Stay[]>()
  if (project.judgedDay === null) return stays
  for (const { name, subject, what, account: key, at } of await movesUpTo(project, project.judgedDay)) {
    const account = project.store.dictionary.account.idOf(key)!
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
