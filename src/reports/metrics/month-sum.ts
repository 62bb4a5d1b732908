import type { Movement } from '../revenue/fold-movements.ts'
import { addMovement, emptySum, type PeriodSum } from '../revenue/sum-rows.ts'
import { isIn, type Measuring } from './measured.ts'
import { fullMonths, type Money, type MoneyMonth } from './read-money.ts'

/** The last full month, and what became of MRR in it. */
export type MonthSum = {
  readonly month: MoneyMonth
  readonly sum: PeriodSum
  /** By account, of the group. */
  readonly moved: readonly (readonly [account: number, movement: Movement])[]
}

/** Of the accounts of the group, as they were at the end of the month; null: nobody paid in it, or it is too long ago. */
export async function sumLastMonth(measuring: Measuring): Promise<MonthSum | null> {
  const money = await measuring.reading.money()
  const [asked] = fullMonths(measuring.last, 1)
  const at = money.months.findIndex(({ label }) => label === asked!.label)
  return at < 0 ? null : sumMonth(measuring, money, at)
}

export function sumMonth({ group }: Measuring, { months, accounts }: Money, at: number): MonthSum | null {
  const month = months[at]!
  const sum = emptySum()
  const moved: (readonly [number, Movement])[] = []
  for (const { account, movements } of accounts) {
    const movement = movements.get(at)
    if (movement === undefined || !isIn(group, account, month.to)) continue
    addMovement(sum, movement)
    moved.push([account, movement])
  }
  return sum.start === 0 && sum.end === 0 ? null : { month, sum, moved }
}
