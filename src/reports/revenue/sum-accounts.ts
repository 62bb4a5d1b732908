import type { BreakdownValue } from '../../contract/analyze/question.ts'
import { changesOf } from '../subscriptions/mrr-changes.ts'
import type { TermsByAccount } from '../subscriptions/terms-by-account.ts'
import { type Movement, type Rated, visitMovements } from './fold-movements.ts'
import { addMovement, addSum, emptySum, type PeriodSum } from './sum-rows.ts'

/** A movement of one account, and the value it is counted under; null: not broken down, or none. */
export type Moved = Movement & { readonly account: number; readonly value: BreakdownValue }

export type Summing = {
  readonly bounds: readonly number[]
  /** Asked as of the last instant of each period. */
  readonly passes: (account: number, at: number) => boolean
  readonly rated: Rated | null
  /** null: not broken down. */
  readonly groupOf: ((account: number, at: number) => BreakdownValue) | null
}

export type ValueSums = { readonly accounts: Set<number>; readonly sums: readonly PeriodSum[] }

export type AccountSums = {
  readonly total: readonly PeriodSum[]
  readonly byValue: ReadonlyMap<BreakdownValue, ValueSums>
}

/** Sums of all accounts that pass, period by period; told of each that had MRR, in the order of the accounts. The movement that is told is used again. */
export function sumAccounts(
  { accounts, termsOf }: TermsByAccount,
  summing: Summing,
  tell: (movement: Movement, account: number, value: BreakdownValue) => void,
): AccountSums {
  const { bounds, passes, groupOf } = summing
  const total = emptySums(summing)
  const byValue = new Map<BreakdownValue, ValueSums>()
  for (const account of accounts) {
    visitMovements(changesOf(termsOf(account)), summing, (movement) => {
      const end = bounds[movement.period + 1]! - 1
      if (!passes(account, end)) return
      const value = groupOf === null ? null : groupOf(account, end)
      addMovement(total[movement.period]!, movement)
      if (groupOf !== null) addToValue(byValue, { account, value, movement, summing })
      tell(movement, account, value)
    })
  }
  return { total, byValue }
}

function emptySums({ bounds }: Summing): PeriodSum[] {
  return bounds.slice(1).map(emptySum)
}

type Adding = {
  readonly account: number
  readonly value: BreakdownValue
  readonly movement: Movement
  readonly summing: Summing
}

function addToValue(byValue: Map<BreakdownValue, ValueSums>, { account, value, movement, summing }: Adding): void {
  const own = byValue.get(value) ?? { accounts: new Set(), sums: emptySums(summing) }
  byValue.set(value, own)
  own.accounts.add(account)
  addMovement(own.sums[movement.period]!, movement)
}

export type RevenueBucket = {
  readonly value: BreakdownValue
  readonly other: boolean
  readonly sums: readonly PeriodSum[]
}

/** Values with the most accounts first, the others together. */
export function bucketsOf({ byValue, total }: AccountSums, limit: number): readonly RevenueBucket[] {
  const ordered = [...byValue].sort(
    (a, b) => b[1].accounts.size - a[1].accounts.size || (String(a[0]) < String(b[0]) ? -1 : 1),
  )
  const shown = ordered.slice(0, limit).map(([value, { sums }]) => ({ value, other: false, sums }))
  const rest = ordered.slice(limit)
  if (rest.length === 0) return shown
  const sums = total.map(emptySum)
  for (const [, own] of rest) for (const [period, sum] of own.sums.entries()) addSum(sums[period]!, sum)
  return [...shown, { value: 'other', other: true, sums }]
}
