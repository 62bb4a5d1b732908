import { z } from 'zod'
import { ProductMessage } from './messages.ts'
import { EntityKey, InstantText } from './values.ts'

/** A step as the product may show it. */
export const StateMilestone = z.object({
  key: z.string(),
  title: z.string(),
  level: z.enum(['account', 'member']).describe('Whose step it is: that of the account, or the own one of the user.'),
  category: z.enum(['core', 'team', 'data', 'depth']),
  required: z.boolean(),
  progress: z.number().describe('0 to 1.'),
  doneAt: InstantText.nullable(),
})

/** What the product itself may ask about one of its users, as of now. */
export const ProductState = z.object({
  user: z.string(),
  account: EntityKey,
  at: InstantText,
  activatedAt: InstantText.nullable().describe(
    'Of the account; null: not yet, or the configuration says nothing about it.',
  ),
  milestones: z.array(StateMilestone),
  limits: z.array(
    z.object({
      key: z.string(),
      usage: z.number().nullable(),
      limit: z.number().nullable().describe('null: as much as one likes, or unknown.'),
      use: z.number().nullable().describe('Usage as a share of the limit: 1 is reached, 0 where there is none.'),
    }),
  ),
  segments: z
    .array(z.object({ key: z.string(), value: z.string().nullable() }))
    .describe('Of the account, as of the last closed day.'),
  messages: z
    .array(ProductMessage)
    .describe('What the product is to show them and they have not seen to yet, the oldest first.'),
})

export const StateQuery = z.strictObject({
  account: EntityKey.optional().describe('Needed when the user is in several.'),
})

export type StateMilestone = z.infer<typeof StateMilestone>
export type ProductState = z.infer<typeof ProductState>
export type StateQuery = z.infer<typeof StateQuery>
