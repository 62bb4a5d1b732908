import { z } from 'zod'
import { InstantText } from '../values.ts'

/** One line of the audit log: who did what, when, from where. No secret stands in it. */
export const AuditRow = z.object({
  id: z.number().int(),
  at: InstantText,
  who: z.string().describe('An e-mail address, a key by its id, or who sat at the machine.'),
  from: z.string().describe('The address it came from; empty: this machine itself.'),
  what: z.string().describe('The operation of the API, or one of: signIn, signInFailed, activateConfig, forget.'),
  subject: z.string().describe('What it was done to; empty where it was forgotten.'),
  before: z.unknown().describe('As it was; null: nothing, or not told.'),
  after: z.unknown(),
})

export const AuditQuery = z.strictObject({
  what: z.string().min(1).max(100).optional(),
  who: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
})
export const AuditPage = z.object({ data: z.array(AuditRow), nextCursor: z.string().nullable() })

export type AuditRow = z.infer<typeof AuditRow>
export type AuditQuery = z.infer<typeof AuditQuery>
export type AuditPage = z.infer<typeof AuditPage>

/** What is noted: the log adds when, and the chain. */
export type AuditNote = {
  readonly who: string
  readonly from: string
  readonly what: string
  readonly subject: string
  readonly before?: unknown
  readonly after?: unknown
}
