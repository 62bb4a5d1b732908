import type { AccountRow } from '../../../contract/accounts.ts'

/** Rows of the accounts that count, and how many do not. */
export type ListedRows = { readonly rows: readonly AccountRow[]; readonly excluded: number }

/**
 * The rows of the accounts list at the last close, as they were asked for last; one pass over all accounts makes them. `listed`: of these the ones that count, as long as
 * rules of exclusion name the same accounts.
 */
export type KeptRows = {
  of: string
  rows: Promise<readonly AccountRow[]>
  listed: (ListedRows & { readonly of: readonly AccountRow[]; readonly named: string }) | null
}

export function makeKeptRows(): KeptRows {
  return { of: '', rows: Promise.resolve([]), listed: null }
}
