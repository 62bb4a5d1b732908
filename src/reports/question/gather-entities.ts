import type { Series } from './series.ts'

/** What one actor did in one group, account by account where segments are asked for. Reused for the next one. */
export type EntitySeries = {
  readonly entity: number
  readonly group: number
  readonly parts: readonly Part[]
}

/** How many events there were in each unit; without segments the account is 0. */
export type Part = { readonly account: number; readonly counts: Map<number, number> }

/** Units in rising order, each once, with the events in them. */
export type Done = { readonly units: readonly number[]; readonly counts: readonly number[] }

export type Gathering = { readonly add: (series: Series) => void; readonly end: () => void }

/** Puts the series of an actor together again, value by value of a breakdown or all of them. Call `end` after the last one. */
export function gatherEntities(by: 'value' | 'actor', visit: (series: EntitySeries) => void): Gathering {
  let entity = -1
  let group = -1
  let parts: Part[] = []
  const end = () => {
    if (parts.length === 0) return
    visit({ entity, group, parts })
    parts = []
  }
  const add = (series: Series) => {
    if (series.entity !== entity || (by === 'value' && series.group !== group)) end()
    entity = series.entity
    group = series.group
    const { counts } = partOf(parts, series.account)
    series.units.forEach((unit, i) => {
      counts.set(unit, (counts.get(unit) ?? 0) + series.numbers[0]![i]!)
    })
  }
  return { add, end }
}

function partOf(parts: Part[], account: number): Part {
  const found = parts.find((part) => part.account === account)
  if (found !== undefined) return found
  const made: Part = { account, counts: new Map() }
  parts.push(made)
  return made
}

/** What was done in some accounts together. */
export function doneIn(parts: readonly Part[]): Done {
  const together = parts.length === 1 ? parts[0]!.counts : addUp(parts)
  const units = [...together.keys()].sort((a, b) => a - b)
  return { units, counts: units.map((unit) => together.get(unit)!) }
}

function addUp(parts: readonly Part[]): ReadonlyMap<number, number> {
  const sums = new Map<number, number>()
  for (const { counts } of parts) for (const [unit, n] of counts) sums.set(unit, (sums.get(unit) ?? 0) + n)
  return sums
}
