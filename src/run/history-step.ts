/** How far a history is that is taken in: first the rows of its log, then the accounts whose past is judged. */
export type HistoryStep =
  | { readonly kind: 'applied'; readonly log: string; readonly rows: number }
  | { readonly kind: 'judged'; readonly accounts: number; readonly total: number }
