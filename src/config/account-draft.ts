/** How an event finds its account, and which traits mean what, as it is written. */
export type AccountDraft = {
  readonly key?: readonly string[]
  readonly reachesBackMs?: number
  readonly fallback?: 'membership' | 'none'
  readonly assigneeTrait?: string
  readonly renewsOnTrait?: string
  readonly seatsTrait?: string
  readonly createdAtTrait?: string
}
