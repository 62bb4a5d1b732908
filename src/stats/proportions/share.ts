/** So many of so many: 423 of 900. Whole numbers, 0 ≤ successes ≤ total. */
export type Share = { readonly successes: number; readonly total: number }
