import { z } from 'zod'
import { EntityKey, InstantText, PersonName } from '../values.ts'

/** What somebody wrote about an account. */
export const AccountNote = z.object({
  id: z.number().int(),
  account: EntityKey,
  text: z.string(),
  private: z.boolean().describe('Only who wrote it sees it.'),
  by: z.string(),
  at: InstantText,
  own: z.boolean().describe('Of who asks: they may take it away.'),
})
export const AccountNoteList = z.object({ data: z.array(AccountNote).describe('The newest first.') })

export const AccountNoteRequest = z.strictObject({
  text: z.string().trim().min(1).max(4_000),
  private: z.boolean().default(false).describe('Needs somebody who is signed in: a key is nobody.'),
  by: PersonName.optional().describe('Who writes it, where a key asks; who is signed in is known.'),
})

export type AccountNote = z.infer<typeof AccountNote>
export type AccountNoteList = z.infer<typeof AccountNoteList>
export type AccountNoteRequest = z.infer<typeof AccountNoteRequest>
