import { z } from 'zod'

const text = z.string().max(2_000)
const channel = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook'), url: text, secrets: z.array(text) }),
])

export const channelsSchema = z.record(z.string(), channel)
export const deliverySchema = z.object({
  allow: z.array(text),
  baseUrl: text.nullable(),
  trouble: z.object({ channel: text, to: text }).nullable(),
})
