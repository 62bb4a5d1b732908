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
  for await (const block of blocks) addRows(series, { block, from: 0 }, visit)
  endSeries(series, visit)
}

/** Visits the last one. */
export function endSeries(series: Series, visit: (series: Series) => void): void {
  if (series.units.length > 0) visit(series)
}

/** Takes in the rows of a block from one on, and visits each series that they end. */
export function addRows(
  series: Series,
  { block, from }: { readonly block: ReportBlock; readonly from: number },
  visit: (series: Series) => void,
): void {
  const [entity, group, account, unit] = [0, 1, 2, 3].map((column) => block.numbers(column)) as Key
  const further = series.numbers.map((_, i) => block.numbers(4 + i))
  for (let row = from; row < block.rows; row++) {
    if (entity[row] !== series.entity || group[row] !== series.group || account[row] !== series.account) {
      if (series.units.length > 0) visit(series)
      series.entity = entity[row]!
      series.group = group[row]!
      series.account = account[row]!
      series.units.length = 0
      for (const column of series.numbers) column.length = 0
    }
    series.units.push(unit[row]!)
    for (let i = 0; i < further.length; i++) series.numbers[i]!.push(further[i]![row]!)
  }
}

type Numbers = Int32Array | Float64Array
type Key = [Numbers, Numbers, Numbers, Numbers]
