import type { ReportBlock } from '../../store/analytic/analytic-store.ts'
import { type Groups, groupsOf } from './breakdown-groups.ts'
import { addRows, endSeries, makeSeries, type Series } from './series.ts'

/** Visits the series of a statement that tells the values of the breakdown in rows of nobody before them: how many there are in all, and each as a text. */
export async function visitBroken(
  blocks: AsyncIterable<ReportBlock>,
  visitWith: (groups: Groups) => (series: Series) => void,
): Promise<void> {
  const values: string[] = []
  let all = 0
  const series = makeSeries(1)
  let visit: ((series: Series) => void) | null = null
  for await (const block of blocks) {
    let row = 0
    if (visit === null) {
      const [entity, events] = [block.numbers(0), block.numbers(4)]
      while (row < block.rows && entity[row] === NOBODY) row++
      if (row > 0) {
        all = events[0]!
        values.push(...(block.texts(5).slice(0, row) as string[]))
      }
      if (row === block.rows) continue
      visit = visitWith(groupsOf(values, all))
    }
    addRows(series, { block, from: row }, visit)
  }
  endSeries(series, visit ?? visitWith(groupsOf(values, all)))
}

const NOBODY = -1
