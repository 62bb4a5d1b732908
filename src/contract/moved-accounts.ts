import { z } from 'zod'
import { Count, EntityKey, InstantText } from './values.ts'

export const MergeRequest = z.strictObject({ into: EntityKey.describe('The account that goes on.') })

export const SplitRequest = z.strictObject({
  into: EntityKey.describe('The account that they become; it need not be there yet.'),
  people: z.array(EntityKey).min(1).max(1_000).describe('Ids of users.'),
  at: InstantText.optional().describe('What they did from then on goes with them. Default: now.'),
})

/** What was written down about two accounts. Within a second it holds everywhere. */
export const MovedAccounts = z.object({
  what: z.enum(['merged', 'split']),
  from: EntityKey,
  into: EntityKey,
  at: InstantText,
  people: z.array(EntityKey).describe('Those who went; empty: all of it became part of the other.'),
  position: Count.describe('Of the record in the log of the server.'),
})

export type MergeRequest = z.infer<typeof MergeRequest>
export type SplitRequest = z.infer<typeof SplitRequest>
export type MovedAccounts = z.infer<typeof MovedAccounts>
