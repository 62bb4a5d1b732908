import { z } from 'zod'
import { DIGEST_CADENCES } from './digest-settings.ts'

const text = z.string().max(2_000)
const template = z.string().max(100_000)
const channel = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook'), url: text, secrets: z.array(text) }),
  z.object({
    ...{ kind: z.literal('slack'), webhook: text.nullable(), token: text.nullable(), to: text.nullable(), api: text },
  }),
  z.object({
    ...{ kind: z.literal('email'), smtp: text, from: text, replyTo: text.nullable() },
    layout: z.object({ subject: template.optional(), text: template.optional(), html: template.optional() }),
  }),
  z.object({ kind: z.literal('in-app'), days: z.number() }),
  z.object({ kind: z.literal('segment'), url: text, writeKey: text }),
  z.object({
    ...{ kind: z.literal('hubspot'), token: text, idProperty: text, properties: z.record(z.string(), text), api: text },
  }),
])

export const channelsSchema = z.record(z.string(), channel)
export const deliverySchema = z.object({
  allow: z.array(text),
  baseUrl: text.nullable(),
  trouble: z.object({ channel: text, to: text }).nullable(),
})
export const digestsSchema = z.record(
  z.string(),
  z.object({
    ...{ via: text, cadence: z.enum(DIGEST_CADENCES), at: text, weekends: z.boolean() },
    what: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('tasks'), to: z.record(z.string(), text), team: text.nullable() }),
      z.object({ kind: z.literal('team'), to: text }),
      z.object({ kind: z.literal('metrics'), to: text }),
    ]),
  }),
)
