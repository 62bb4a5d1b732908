/** What the product shows beside the text of a message to its user, worked out when it asks. */
export type Shown =
  /** Steps of the account with their progress; `milestones` null: all of them. */
  | { readonly kind: 'checklist'; readonly milestones: readonly string[] | null }
  /** What the plan allows and how much of it is used, with the plans there are. */
  | { readonly kind: 'limit'; readonly entitlement: string; readonly plans: readonly Plan[] }

/** A plan to choose. `price` in words, null: none is told. */
export type Plan = { readonly name: string; readonly price: string | null; readonly points: readonly string[] }
