import { z } from 'zod'
import { readOrigin } from '../core/read-origin.ts'
import { InstantText } from './values.ts'

export const KeyScopeName = z.enum(['write', 'read', 'edit', 'admin'])

const Origin = z
  .string()
  .max(300)
  .refine((text) => readOrigin(text) === text, 'an origin such as https://app.example.com')

/** An API key as lists show it: never the secret. */
export const KeyRow = z.object({
  id: z.string(),
  prefix: z.string(),
  scope: KeyScopeName,
  source: z.string(),
  createdAt: InstantText,
  lastUsedAt: InstantText.nullable(),
  expiresAt: InstantText.nullable(),
  revokedAt: InstantText.nullable(),
  origins: z
    .array(z.string())
    .nullable()
    .describe('The origins of pages from which alone events come with it; null: from anywhere.'),
  owner: z.string().nullable().describe('The id of the user whose personal token it is; null: nobody’s.'),
})
export const KeyList = z.object({ data: z.array(KeyRow) })
export const KeyRequest = z.strictObject({
  scope: KeyScopeName,
  source: z.string().min(1).max(100).default('default').describe('What sends with it, or who reads with it.'),
  origins: z
    .array(Origin)
    .min(1)
    .max(50)
    .optional()
    .describe('Of a write key: the origins of pages from which alone events are taken; left out: from anywhere.'),
})
export const NewKeyAnswer = z.object({ id: z.string(), secret: z.string().describe('Shown once.') })

export type KeyScopeName = z.infer<typeof KeyScopeName>
export type KeyRow = z.infer<typeof KeyRow>
export type KeyList = z.infer<typeof KeyList>
export type KeyRequest = z.infer<typeof KeyRequest>
export type NewKeyAnswer = z.infer<typeof NewKeyAnswer>
