import type { Series } from './series.ts'

/** All units of one actor in one group, whatever the account: rising, each once, with the events in them. Reused for the next one. */
export type EntitySeries = {
  readonly entity: number
  readonly group: number
  readonly units: readonly number[]
  readonly counts: readonly number[]
  /** The accounts it was seen in, where segments are asked for. */
  readonly accounts: readonly number[]
}

export type Gathering = { readonly add: (series: Series) => void; readonly end: () => void }

/** Puts the series of an actor's accounts together again, value by value of a breakdown or all of them. Call `end` after the last one. */
export function gatherEntities(by: 'value' | 'actor', visit: (series: EntitySeries) => void): Gathering {
  let entity = -1
  let group = -1
  const counts = new Map<number, number>()
  const accounts: number[] = []
  const end = () => {
    if (counts.size === 0) return
    const units = [...counts.keys()].sort((a, b) => a - b)
    visit({ entity, group, units, counts: units.map((unit) => counts.get(unit)!), accounts })
    counts.clear()
    accounts.length = 0
  }
  const add = (series: Series) => {
    if (series.entity !== entity || (by === 'value' && series.group !== group)) end()
    entity = series.entity
    group = series.group
    accounts.push(series.account)
    series.units.forEach((unit, i) => {
      counts.set(unit, (counts.get(unit) ?? 0) + series.numbers[0]![i]!)
    })
  }
  return { add, end }
}
