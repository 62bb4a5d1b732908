import type { RevenueAnswer, RevenueCell, RevenueQuery } from '../../contract/analyze/revenue.ts'
import type { Dictionary } from '../../store/analytic/analytic-store.ts'
import { badCell } from '../question/bad-cell.ts'
import type { Closing } from '../question/closing.ts'
import type { Movement } from './fold-movements.ts'
import type { Moved, RevenueBucket } from './sum-accounts.ts'

export const LISTED = 10_000

/** Movements of periods that are over, as far as they are listed; and all of the one cell that is opened. */
export type MovementList = {
  count: number
  /** How many are held, and the last period that holds some. */
  held: number
  last: number
  /** By period, in the order of the accounts: the first of all by period. */
  readonly periods: readonly Moved[][]
  readonly opened: Moved[]
}

export type Listing = {
  readonly labels: readonly string[]
  readonly closing: readonly Closing[]
  readonly opens: RevenueQuery['actors_of']
}

export function makeMovementList({ labels }: Listing): MovementList {
  return { count: 0, held: 0, last: 0, periods: labels.map(() => []), opened: [] }
}

/** Whether a movement comes into the list, as far as it is made: of millions most do not. Counts it. */
export function concernsList(list: MovementList, movement: Movement, listing: Listing): boolean {
  const { period, category } = movement
  if (!listing.closing[period]!.complete) return false
  if (category !== null) list.count += 1
  return isHeld(list, movement) || isOpened(movement, listing)
}

function isHeld({ held, last }: MovementList, { period, category }: Movement): boolean {
  return category !== null && (held < LISTED || period < last)
}

function isOpened(movement: Movement, { labels, opens }: Listing): boolean {
  return opens !== undefined && opens.period === labels[movement.period] && isIn(movement, opens.category)
}

export function addToList(list: MovementList, moved: Moved, listing: Listing): void {
  if (isOpened(moved, listing)) list.opened.push(moved)
  if (isHeld(list, moved)) hold(list, moved)
}

function isIn({ start, end, category, joinedAndLeft }: Movement, cell: RevenueCell): boolean {
  switch (cell) {
    case 'start':
      return start > 0
    case 'end':
      return end > 0
    case 'joined_and_left':
      return joinedAndLeft
    default:
      return category === cell
  }
}

/** What comes into an earlier period pushes out the last of the latest one. */
function hold(list: MovementList, moved: Moved): void {
  const { periods } = list
  periods[moved.period]!.push(moved)
  list.last = Math.max(list.last, moved.period)
  list.held += 1
  if (list.held <= LISTED) return
  while (periods[list.last]!.length === 0) list.last -= 1
  periods[list.last]!.pop()
  list.held -= 1
}

export function listMovements(
  { periods }: MovementList,
  labels: readonly string[],
  accounts: Dictionary,
): RevenueAnswer['movements'] {
  return periods.flat().map(({ account, period, category, start, fx, end }) => ({
    account: accounts.keyOf(account),
    period: labels[period]!,
    category: category!,
    change: end - start - fx,
  }))
}

/** Who is in the cell that is opened. @throws bad_argument where there is none */
export function openedAccounts(
  { opened }: MovementList,
  { labels, opens }: Listing,
  buckets: readonly RevenueBucket[],
): Set<number> {
  const { period, value } = opens!
  if (!labels.includes(period)) throw badCell('actors_of.period', period, labels)
  const values = buckets.map((one) => one.value)
  const bucket = buckets.find((one) => one.value === value)
  if (value !== undefined && bucket === undefined) throw badCell('actors_of.value', value, values.map(String))
  const isOfValue = (one: Moved) =>
    bucket === undefined || (bucket.other ? !values.includes(one.value) : one.value === value)
  return new Set(opened.filter(isOfValue).map(({ account }) => account))
}
