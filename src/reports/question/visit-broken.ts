import type { ReportBlock } from '../../store/analytic/analytic-store.ts'
import { type Groups, groupsOf } from './breakdown-groups.ts'
import { endSeries, makeSeries, type Series, startSeries } from './series.ts'
import { type Values, visitByEntity } from './visit-by-entity.ts'

type VisitWith = (groups: Groups) => (series: Series) => void
type Read = () => AsyncIterable<ReportBlock>

/** Visits the series of a statement that tells each event by itself, and the values of the breakdown in rows of nobody: how many there are in all, and each as a text. */
export async function visitBroken(
  { read, inOrder }: { readonly read: Read; readonly inOrder: boolean },
  visitWith: VisitWith,
): Promise<void> {
  await (inOrder ? visitOrdered(read(), visitWith) : visitUnordered(read, visitWith))
}

/** Rows of nobody come first. */
async function visitOrdered(blocks: AsyncIterable<ReportBlock>, visitWith: VisitWith): Promise<void> {
  const shown = makeShown()
  const series = makeSeries(1)
  let visit: ((series: Series) => void) | null = null
  for await (const block of blocks) {
    const columns = columnsOf(block)
    for (let row = 0; row < block.rows; row++) {
      const entity = columns.entity[row]!
      if (entity === NOBODY) {
        noteShown(shown, block, row)
        continue
      }
      visit ??= visitWith(groupsOf(shown.values, shown.all))
      startSeries(series, { entity, group: columns.group[row]!, account: columns.account[row]! }, visit)
      addEvent(series, columns.unit[row]!, 1)
    }
  }
  endSeries(series, visit ?? visitWith(groupsOf(shown.values, shown.all)))
}

/** Rows are put together here, in one number each; the engine would compare them, for as long as everything else takes it. Accounts are not told apart. */
async function visitUnordered(read: Read, visitWith: VisitWith): Promise<void> {
  let shown = makeShown()
  const series = makeSeries(1)
  let visit: ((series: Series) => void) | null = null
  const readRows = async (add: (entity: number, value: number) => void) => {
    shown = makeShown()
    for await (const block of read()) {
      const { entity, group, unit } = columnsOf(block)
      for (let row = 0; row < block.rows; row++) {
        if (entity[row] === NOBODY) noteShown(shown, block, row)
        else add(entity[row]!, group[row]! * OF_GROUP + (unit[row]! + LEAST_UNIT))
      }
    }
  }
  await visitByEntity(readRows, (entity, own) => {
    visit ??= visitWith(groupsOf(shown.values, shown.all))
    addEntity(series, { entity, own }, visit)
  })
  visit ??= visitWith(groupsOf(shown.values, shown.all))
}

/** Units are 32 bits with their sign. */
const OF_GROUP = 2 ** 32
const LEAST_UNIT = 2 ** 31

function addEntity(
  series: Series,
  { entity, own: { values, begin, end } }: { readonly entity: number; readonly own: Values },
  visit: (series: Series) => void,
): void {
  const { units } = series
  const [events] = series.numbers as [number[]]
  series.entity = entity
  series.account = 0
  for (let i = begin; i < end; ) {
    const group = Math.floor(values[i]! / OF_GROUP)
    const first = group * OF_GROUP + LEAST_UNIT
    const after = (group + 1) * OF_GROUP
    let rows = 0
    for (; i < end && values[i]! < after; rows++) {
      const value = values[i]!
      const from = i
      while (i < end && values[i] === value) i++
      units[rows] = value - first
      events[rows] = i - from
    }
    // cut to their length, never emptied: an array that is emptied gives its memory back, once for each of hundreds of thousands of series
    units.length = rows
    events.length = rows
    series.group = group
    visit(series)
  }
}

function addEvent({ units, numbers }: Series, unit: number, events: number): void {
  units.push(unit)
  numbers[0]!.push(events)
}

function columnsOf(block: ReportBlock) {
  const [entity, group, account, unit] = [0, 1, 2, 3].map((column) => block.numbers(column))
  return { entity: entity!, group: group!, account: account!, unit: unit! }
}

/** The values that are shown, by their group, and how many there are. */
type Shown = { readonly values: string[]; all: number }

function makeShown(): Shown {
  return { values: [], all: 0 }
}

function noteShown(shown: Shown, block: ReportBlock, row: number): void {
  shown.all = block.numbers(3)[row]!
  shown.values[block.numbers(1)[row]! - 1] = block.texts(4)[row]!
}

const NOBODY = -1
