export const DIGEST_CADENCES = ['daily', 'weekly', 'monthly'] as const

/** Something that is told again and again, where there is something to tell. */
export type DigestSettings = {
  /** A channel. */
  readonly via: string
  readonly cadence: (typeof DIGEST_CADENCES)[number]
  /** `08:00`, in the product's time zone. */
  readonly at: string
  readonly weekends: boolean
  readonly what: /** `to`: by assignee. */
    | { readonly kind: 'tasks'; readonly to: Readonly<Record<string, string>>; readonly team: string | null }
    | { readonly kind: 'team'; readonly to: string }
    | { readonly kind: 'metrics'; readonly to: string }
}
