/** What a sheet may say of an account, and a list of Telltale's says too. `status`: whether it pays. */
export const SHEET_VALUES = ['mrr', 'status', 'plan', 'seats'] as const
export type SheetValue = (typeof SHEET_VALUES)[number]

/** A value as it is held against the other side: money in minor units, whether it pays, a plan, a number of seats; null: it has none. */
export type Told = number | boolean | string | null

/** A row of a sheet: what it calls the account, and what it says, as text. */
export type SheetRow = {
  readonly line: number
  readonly account: string
  readonly values: Readonly<Partial<Record<SheetValue, string>>>
  /** null: the sheet does not say. */
  readonly currency: string | null
}

export type Sheet = {
  readonly values: readonly SheetValue[]
  readonly rows: readonly SheetRow[]
  /** Rows that could not be read. */
  readonly unread: readonly { readonly line: number; readonly why: string }[]
}

/** What Telltale has of an account at the close of a day. */
export type Standing = {
  readonly key: string
  readonly name: string
  readonly mrr: { readonly minor: number; readonly currency: string } | null
  readonly plan: string | null
  readonly seats: number | null
}

export const KINDS = [
  'missing_here',
  'unmatched_customer',
  'missing_there',
  'other_date',
  'other_value',
  'other_currency',
  'twice',
  'unreadable',
] as const
export type DifferenceKind = (typeof KINDS)[number]

/** One account, one value (null: the account as a whole) in which the two sides differ. */
export type Difference = {
  readonly account: string
  readonly name: string | null
  readonly value: SheetValue | null
  readonly kind: DifferenceKind
  readonly sheet: Told
  readonly here: Told
  /** Of money. */
  readonly currency: string | null
  /** What stands behind ours, or why there is nothing. */
  readonly why: string
}

export type Comparison = {
  readonly asOf: string
  readonly accounts: { readonly sheet: number; readonly here: number; readonly agree: number }
  /** Sums of money on both sides, where the sheet has it; by currency. */
  readonly totals: readonly { readonly currency: string; readonly sheet: number; readonly here: number }[]
  readonly differences: readonly Difference[]
}
