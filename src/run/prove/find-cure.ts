import type { Model } from '../../config/model.ts'
import { type Beside, type Cure, judgeIfKept } from '../../proof/backtest/backtest-signal.ts'
import type { ProofNeeds } from '../../proof/backtest/proved-signal.ts'
import { chooseGrid } from '../../proof/what-if/choose-grid.ts'
import { mayBeKept } from '../../proof/what-if/may-be-kept.ts'
import { measurePoint } from '../../proof/what-if/measure-point.ts'
import { measureThresholds } from '../../proof/what-if/measure-thresholds.ts'
import { episodesUnder } from '../../proof/what-if/sweep-thresholds.ts'
import type { WhatIfTable } from '../../proof/what-if/what-if-table.ts'
import { findSwept } from './gather-table.ts'

/** A signal with faults that other thresholds are tried for. */
export type ToCure = {
  readonly key: string
  readonly needs: ProofNeeds
  /** All others that it is judged with. */
  readonly beside: readonly Beside[]
}

export type CureAsked = ToCure & { readonly model: Model; readonly pause: () => Promise<void> }

/** The thresholds, the nearest first, until one has none of the faults; null: none. */
export async function findCure(table: WhatIfTable, asked: CureAsked): Promise<Cure | null> {
  const { model, key, needs, pause } = asked
  const place = findSwept(model, { signal: key })
  const present = place.compare.value
  const near = await listNear(table, { ...asked, place, present })
  for (const threshold of near) {
    const episodes = await episodesUnder(table, { place, pause }, threshold)
    const proof = await judgeIfKept(table.ground, { signal: { ...table.signal, episodes }, needs }, asked)
    if (proof !== null) return { present, threshold, proof }
  }
  return null
}

type Listing = CureAsked & { readonly place: ReturnType<typeof findSwept>; readonly present: number }

/** Other thresholds that have none of the faults that can be counted, the nearest first. */
async function listNear(table: WhatIfTable, { needs, place, present, pause }: Listing): Promise<number[]> {
  const thresholds = chooseGrid(table, place.compare.quantity, present).filter((one) => one !== present)
  const { zone, days } = table
  const whole = { from: zone.startOf(days.from), until: zone.startOf(days.to + 1) }
  const tallies = await measureThresholds(table, { place, thresholds, pause }, () => [whole])
  const usable = thresholds.filter((threshold, i) =>
    mayBeKept(table, measurePoint(threshold, tallies[i]![0]!, needs.notice), needs),
  )
  return usable.sort((a, b) => Math.abs(a - present) - Math.abs(b - present))
}
