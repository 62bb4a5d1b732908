import type { ReportBlock } from '../../store/analytic/analytic-store.ts'

/**
 * What one actor did in one group of a breakdown and, where segments are asked for, in one account: units in rising order (of "other" one may come several times),
 * with further numbers beside them.
 * Reused for the next one.
 */
export type Series = {
  entity: number
  group: number
  account: number
  readonly units: number[]
  /** By further column of the statement, in its order. */
  readonly numbers: number[][]
}

export function makeSeries(further: number): Series {
  return {
    ...{ entity: -1, group: -1, account: -1, units: [] },
    numbers: Array.from({ length: further }, () => []),
  }
}

/** Visits the series of a statement that answers entity, group, account, unit and further numbers, ordered by the first four. */
export async function visitSeries(
  blocks: AsyncIterable<ReportBlock>,
  further: number,
  visit: (series: Series) => void,
): Promise<void> {
  const series = makeSeries(further)
  for await (const block of blocks) {
    const [entity, group, account, unit] = [0, 1, 2, 3].map((column) => block.numbers(column)) as Key
    const numbers = series.numbers.map((_, i) => block.numbers(4 + i))
    for (let row = 0; row < block.rows; row++) {
      startSeries(series, { entity: entity[row]!, group: group[row]!, account: account[row]! }, visit)
      series.units.push(unit[row]!)
      for (let i = 0; i < numbers.length; i++) series.numbers[i]!.push(numbers[i]![row]!)
    }
  }
  endSeries(series, visit)
}

/** Visits the last one. */
export function endSeries(series: Series, visit: (series: Series) => void): void {
  if (series.units.length > 0) visit(series)
}

/** Before a row is added: visits the series that it ends, and begins its own. */
export function startSeries(
  series: Series,
  { entity, group, account }: Pick<Series, 'entity' | 'group' | 'account'>,
  visit: (series: Series) => void,
): void {
  if (entity === series.entity && group === series.group && account === series.account) return
  endSeries(series, visit)
  series.entity = entity
  series.group = group
  series.account = account
  series.units.length = 0
  for (const column of series.numbers) column.length = 0
}

type Numbers = Int32Array | Float64Array
type Key = [Numbers, Numbers, Numbers, Numbers]
