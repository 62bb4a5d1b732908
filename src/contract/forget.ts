import { z } from 'zod'
import { Count, EntityKey, InstantText } from './values.ts'

/** What was done about somebody who asked to be forgotten. It says of them no more than a hash. */
export const ForgetReceipt = z.object({
  subject: z.enum(['person', 'account']),
  at: InstantText,
  hashes: z.array(z.string()).describe('By which they are known when they come again.'),
  removed: z
    .record(z.string(), Count)
    .describe('How much of what went: frames of the log that said something of them, rows of each table.'),
  found: z
    .array(z.string())
    .describe('Files of the data folder that still hold an id of theirs; none is what is asked.'),
})

export const ForgetRequest = z.strictObject({
  subject: z.enum(['person', 'account']),
  id: EntityKey.describe('Of a person: user id, anonymous id or e-mail address.'),
})

/** A forgetting that a server was asked for. While it is under way the server answers everything with 503 and Retry-After. */
export const Forgetting = z.object({
  ticket: z.string().describe('Under which it is asked about.'),
  state: z.enum(['begun', 'done', 'failed']),
  receipt: ForgetReceipt.nullable(),
  problem: z.object({ code: z.string(), detail: z.string() }).nullable().describe('Why it failed.'),
})

export type ForgetReceipt = Readonly<z.infer<typeof ForgetReceipt>>
export type ForgetRequest = z.infer<typeof ForgetRequest>
export type Forgetting = Readonly<z.infer<typeof Forgetting>>

export type ForgetDeps = {
  /** Takes somebody out of everything, once this is answered. `who` asks. @throws not_found, forgetting */
  readonly beginForgetting: (request: ForgetRequest, who: string) => Promise<Forgetting>
  /** What became of it; null: this server was not asked for it since it was started. */
  readonly getForgetting: (ticket: string) => Promise<Forgetting | null>
}
