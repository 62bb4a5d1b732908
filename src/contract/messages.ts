import { z } from 'zod'
import { InstantText } from './values.ts'

/** A step of a checklist as the product shows it. */
export const MessageStep = z.object({
  key: z.string(),
  title: z.string(),
  done: z.boolean(),
  progress: z.number().describe('0 to 1.'),
})

/** What the product is to show to one of its users. All of it is text: nothing in it is markup. */
export const ProductMessage = z.object({
  id: z.number().int(),
  kind: z.enum(['text', 'checklist', 'limit']).describe('What is shown beside the text.'),
  title: z.string(),
  text: z.string().nullable(),
  link: z
    .object({ text: z.string(), href: z.string() })
    .nullable()
    .describe(
      'Where the user can go on. It carries by what message they came (utm_source, utm_medium, utm_campaign, utm_content).',
    ),
  steps: z.array(MessageStep).describe('Of a checklist, as of now; else empty.'),
  progress: z.number().nullable().describe('Of a checklist the share of its steps that are done, 0 to 1; else null.'),
  limit: z
    .object({
      key: z.string(),
      title: z.string(),
      usage: z.number().nullable(),
      limit: z.number().nullable(),
      use: z.number().nullable().describe('Usage as a share of the limit.'),
    })
    .nullable()
    .describe('Of the notice of a limit; else null.'),
  plans: z.array(z.object({ name: z.string(), price: z.string().nullable(), points: z.array(z.string()) })),
  at: InstantText,
  until: InstantText.describe('From then on it is not shown any more.'),
})

export const MessageList = z.object({ data: z.array(ProductMessage) })
export const MessageEnded = z.object({
  id: z.number().int(),
  ended: z.enum(['acknowledged', 'dismissed']).describe('How it ended, by the first time that it did.'),
})

export type MessageStep = z.infer<typeof MessageStep>
export type ProductMessage = z.infer<typeof ProductMessage>
export type MessageList = z.infer<typeof MessageList>
export type MessageEnded = z.infer<typeof MessageEnded>
