import type { Model } from '../../config/model.ts'
import { type BandPeriod, type BandTable, tabulateBands } from '../../judge/tabulate-bands.ts'
import { readMoved } from '../../store/control/read-moved.ts'
import { readBandMoves } from '../../store/control/read-open-bands.ts'
import type { Project } from '../project.ts'

/** Of a score over a period, by the log of transitions. */
export type BandTables = (score: string, period: BandPeriod) => Promise<BandTable>

/** As many as are looked at within a day by several people; of many accounts each has many crossings. */
const MOST_KEPT = 8

/** Tables of bands, each kept until a band of some account is told of anew: every page that shows bands asks for one. */
export function keepBandTables(project: Pick<Project, 'control' | 'config'>): BandTables {
  const kept = new Map<string, Promise<BandTable>>()
  let seen: { readonly model: Model; readonly last: number } | null = null
  return async (score, period) => {
    const { model } = project.config.judged
    const { accounts, last } = await readMoved(project.control, 'band', seen?.last ?? null)
    if (seen?.model !== model || accounts.length > 0) kept.clear()
    seen = { model, last }
    const key = JSON.stringify([score, period])
    const table = kept.get(key) ?? readBandMoves(project.control, score).then((moves) => tabulateBands(moves, period))
    kept.delete(key)
    kept.set(key, table)
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
    table.catch(() => kept.delete(key))
    return table
  }
}
