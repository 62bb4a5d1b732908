/** A message of the Segment specification, with null for what is not there; or why the row cannot be one. */
export type MappedMessage =
  | ({ readonly type: string } & Readonly<Record<string, unknown>>)
  | { readonly refused: string }
