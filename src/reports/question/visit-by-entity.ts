import { setImmediate as othersFirst } from 'node:timers/promises'

/** Rows in no order, one after the other: whose a value is (a whole number from 0 on), and the value. */
export type ReadRows = (add: (entity: number, value: number) => void) => Promise<void>

/** An entity's values are those of [begin, end), rising. */
export type Values = { readonly values: Float64Array; readonly begin: number; readonly end: number }

/** At 12 bytes a row and 8 more while they are put in order, 120 MB at most. */
const MOST_ROWS = 6_000_000
const PAGE_ROWS = 4_096

type Page = { readonly entities: Int32Array; readonly values: Float64Array }

/** Entities whose number has this rest, `of` being a power of two. */
type Part = { readonly of: number; readonly rest: number }

type HeldRows = { pages: Page[]; rows: number; greatest: number; part: Part }

/**
 * Visits the values of each entity. Entities are small whole numbers, so that counting them puts the rows in order: the engine would compare them, for three times as
 * long. Of more than `mostRows` only those of a part of the entities are held, and the rows are read again for each other part.
 */
export async function visitByEntity(
  read: ReadRows,
  visit: (entity: number, own: Values) => void,
  mostRows = MOST_ROWS,
): Promise<void> {
  const waiting: Part[] = [{ of: 1, rest: 0 }]
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const held = await holdRows(read, part, mostRows)
    const { of } = held.part
    await visitHeld(held, visit)
    for (let rest = part.rest + part.of; rest < of; rest += part.of) waiting.push({ of, rest })
  }
}

async function holdRows(read: ReadRows, part: Part, mostRows: number): Promise<HeldRows> {
  const held: HeldRows = { pages: [], rows: 0, greatest: 0, part }
  let page = makePage()
  await read((entity, value) => {
    if ((entity & (held.part.of - 1)) !== held.part.rest) return
    if (held.rows >= mostRows && held.part.of <= held.greatest) {
      halve(held)
      page = held.pages.at(-1) ?? page
      if ((entity & (held.part.of - 1)) !== held.part.rest) return
    }
    const at = held.rows % PAGE_ROWS
    if (at === 0) {
      page = makePage()
      held.pages.push(page)
    }
    page.entities[at] = entity
    page.values[at] = value
    held.rows += 1
    if (entity > held.greatest) held.greatest = entity
  })
  return held
}

function makePage(): Page {
  return { entities: new Int32Array(PAGE_ROWS), values: new Float64Array(PAGE_ROWS) }
}

/** Lets go of every other entity, in place. */
function halve(held: HeldRows): void {
  const { pages, rows, part } = held
  const of = part.of * 2
  let kept = 0
  for (let row = 0; row < rows; row++) {
    const { entities, values } = pages[Math.floor(row / PAGE_ROWS)]!
    const entity = entities[row % PAGE_ROWS]!
    if ((entity & (of - 1)) !== part.rest) continue
    const to = pages[Math.floor(kept / PAGE_ROWS)]!
    to.entities[kept % PAGE_ROWS] = entity
    to.values[kept % PAGE_ROWS] = values[row % PAGE_ROWS]!
    kept += 1
  }
  held.pages = pages.slice(0, Math.ceil(kept / PAGE_ROWS))
  held.rows = kept
  held.part = { of, rest: part.rest }
}

/** Others wait for the thread no longer than so many rows take, a few milliseconds. */
const ROWS_AT_ONCE = 50_000
const PAGES_AT_ONCE = Math.ceil(ROWS_AT_ONCE / PAGE_ROWS)

async function visitHeld(
  { pages, rows, greatest }: HeldRows,
  visit: (entity: number, own: Values) => void,
): Promise<void> {
  const ends = beginsOf({ pages, rows, greatest })
  const values = new Float64Array(rows)
  // two threads of the engine tell stretches of time in turn: in order of their first value, an entity's values mostly come rising
  const lengthOf = (page: number) => Math.min(PAGE_ROWS, rows - page * PAGE_ROWS)
  const filled = pages
    .map((page, i) => ({ page, length: lengthOf(i) }))
    .sort((a, b) => a.page.values[0]! - b.page.values[0]!)
  pages.length = 0
  for (const [i, { page, length }] of filled.entries()) {
    fillIn(page, length, { values, ends })
    if (i % PAGES_AT_ONCE === 0) await othersFirst()
  }
  let seen = 0
  for (let entity = 0, begin = 0; entity <= greatest; entity++) {
    const end = ends[entity]!
    if (end > begin) {
      const own = { values, begin, end }
      putInOrder(own)
      visit(entity, own)
    }
    if (end - seen >= ROWS_AT_ONCE) {
      seen = end
      await othersFirst()
    }
    begin = end
  }
}

type Filling = { readonly values: Float64Array; readonly ends: Int32Array }

function fillIn({ entities, values: own }: Page, length: number, { values, ends }: Filling): void {
  for (let i = 0; i < length; i++) values[ends[entities[i]!]!++] = own[i]!
}

/** By entity, where its values begin among all. */
function beginsOf({ pages, rows, greatest }: Omit<HeldRows, 'part'>): Int32Array {
  const begins = new Int32Array(greatest + 2)
  for (const [page, { entities }] of pages.entries()) {
    const length = Math.min(PAGE_ROWS, rows - page * PAGE_ROWS)
    for (let i = 0; i < length; i++) begins[entities[i]! + 1]! += 1
  }
  for (let entity = 1; entity < begins.length; entity++) begins[entity]! += begins[entity - 1]!
  return begins
}

/** So many places an entity's values are moved by hand before they are put in order as if they were in none. */
const MOVES = 8

/** Mostly they nearly are: events come in as they happen. */
function putInOrder({ values, begin, end }: Values): void {
  let moves = MOVES * (end - begin)
  for (let i = begin + 1; i < end; i++) {
    const value = values[i]!
    let to = i
    for (; to > begin && values[to - 1]! > value; to--) values[to] = values[to - 1]!
    values[to] = value
    moves -= i - to
    if (moves < 0) {
      values.subarray(begin, end).sort()
      return
    }
  }
}
