import { z } from 'zod'
import { EntityKey, InstantText } from '../values.ts'

/** Something that the team keeps and that names a person, or that they wrote themselves. */
export const KeptText = z.object({
  what: z.enum(['note', 'view', 'release']),
  account: EntityKey.nullable().describe('Of a note: on which account; null: on none.'),
  text: z.string().describe('The note; of a view its name and address, of a release its name and note.'),
  private: z.boolean().describe('Only who wrote it sees it else.'),
  by: z.string(),
  at: InstantText,
  own: z.boolean().describe('Written by the person, who signs in here under the same e-mail address.'),
})
export const KeptAbout = z.object({ data: z.array(KeptText).describe('The oldest first.') })

export type KeptText = z.infer<typeof KeptText>
export type KeptAbout = z.infer<typeof KeptAbout>
