import { z } from 'zod'
import { InstantText } from '../values.ts'

/** A page with all that its address holds, under a name. */
export const SavedView = z.object({
  id: z.number().int(),
  name: z.string(),
  path: z.string().describe('Below the address of this server: /accounts?type=risk.'),
  shared: z.boolean().describe('Whoever may look sees it.'),
  by: z.string(),
  at: InstantText,
  own: z.boolean().describe('Of who asks: they may drop it.'),
})
export const SavedViewList = z.object({ data: z.array(SavedView) })

export const SavedViewRequest = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('One of the same name that is your own gives way to it.'),
  path: z
    .string()
    .max(4_000)
    .regex(/^\/(?![/\\])[^\s\\]*$/, 'a page of this server, such as /accounts?type=risk'),
  shared: z.boolean().default(false).describe('For everybody; otherwise only for who saves it.'),
})

export type SavedView = z.infer<typeof SavedView>
export type SavedViewList = z.infer<typeof SavedViewList>
export type SavedViewRequest = z.infer<typeof SavedViewRequest>
