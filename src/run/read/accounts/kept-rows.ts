import type { AccountRow } from '../../../contract/accounts.ts'

/** Rows of the accounts that count, and how many do not. Rows of accounts that are heard of are added at the end; everything else makes another list. */
export type ListedRows = { readonly rows: readonly AccountRow[]; readonly excluded: number }

/**
 * The rows of the accounts list at the last close, as they were asked for last; one pass over all accounts makes them. `upTo`: the last account among them.
 * `listed`: of these the ones that count, as long as rules of exclusion and merges name the same accounts; `of`: how many of the rows were looked at.
 */
export type KeptRows = {
  at: string
  upTo: number
  rows: Promise<AccountRow[]>
  listed:
    | (ListedRows & { rows: AccountRow[]; excluded: number; from: readonly AccountRow[]; of: number; named: string })
    | null
}

export function makeKeptRows(): KeptRows {
  return { at: '', upTo: 0, rows: Promise.resolve([]), listed: null }
}
