/** What a signal may predict, as its builder writes it. */
export type OutcomeDraft =
  | { readonly kind: 'activated' | 'converted' | 'churned' | 'expanded' }
  | { readonly kind: 'retained'; readonly fromDay: number; readonly toDay: number }
  | { readonly kind: 'event'; readonly event: string }
  | { readonly kind: 'inactive'; readonly days: number; readonly events: readonly string[] | null }
