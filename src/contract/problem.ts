import { z } from 'zod'

/** RFC 9457 problem details; `code` is stable and has a page in the reference. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string().optional(),
  code: z.string(),
  errors: z
    .array(z.object({ argument: z.string(), message: z.string(), valid: z.array(z.string()).optional() }))
    .optional(),
})
export type Problem = z.infer<typeof Problem>
