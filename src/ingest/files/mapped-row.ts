/** A canonical message, ready to be a line of the log; or why the row cannot be one. */
export type MappedRow =
  | { readonly kind: 'message'; readonly message: Record<string, unknown> }
  | { readonly kind: 'refused'; readonly why: string }
