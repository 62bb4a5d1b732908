import { z } from 'zod'
import { Count, InstantText, PersonName } from './values.ts'

export const DeliveryState = z
  .enum(['waiting', 'delivered', 'dead', 'expired', 'dropped'])
  .describe('dead: given up, or refused. expired: it would have come too late. dropped: by a person.')

/** What a channel leads to. */
export const ChannelKind = z.enum(['webhook', 'slack', 'email', 'in-app', 'segment', 'hubspot'])

/** One message that has left or is to leave. */
export const DeliveryRow = z.object({
  id: z.number().int(),
  key: z.string().describe('The same for every attempt; a receiver that has it already may leave it.'),
  channel: z.string(),
  target: z.string().describe('Empty where the channel leads to one place.'),
  title: z.string().describe('What it says, in short; empty where it was forgotten.'),
  state: DeliveryState,
  attempts: Count,
  createdAt: InstantText,
  nextAt: InstantText.nullable().describe('When it is tried next, while it waits.'),
  settledAt: InstantText.nullable(),
  why: z.string().nullable().describe('Why it did not get through yet, or at all.'),
})

export const DeliveryAttempt = z.object({
  attempt: z.number().int(),
  at: InstantText,
  tookMs: Count,
  outcome: z.enum(['delivered', 'failed', 'refused']),
  status: z.number().int().nullable().describe('Of HTTP or SMTP, where it came so far.'),
  detail: z.string(),
})

export const DeliveryDetail = DeliveryRow.extend({
  message: z.unknown().describe('What it says; empty where it was forgotten.'),
  log: z.array(DeliveryAttempt),
})

export const DeliveryHold = z
  .object({ since: InstantText, backupOf: z.string(), waiting: Count })
  .describe('Nothing leaves since a restore: what waits may have left after the backup was taken.')

export const DeliveryPage = z.object({
  hold: DeliveryHold.nullable(),
  data: z.array(DeliveryRow),
  nextCursor: z.string().nullable(),
})

export const DeliveryQuery = z.strictObject({
  state: DeliveryState.or(z.literal('failed'))
    .optional()
    .describe('failed: dead and expired ones, and those that wait after an attempt that failed.'),
  channel: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
})

export const ConfirmRequest = z.strictObject({
  by: PersonName.describe('Who has seen the list.'),
  upTo: z.number().int().min(0).describe('The highest id among those that were seen waiting.'),
  drop: z.boolean().default(false).describe('Those that wait are not sent.'),
})
export const Confirmed = z.object({ waiting: Count, dropped: z.boolean() })

/** How a channel does. */
export const ChannelRow = z.object({
  channel: z.string(),
  state: z
    .enum(['well', 'failing', 'paused', 'off', 'unused'])
    .describe('paused: it asked to be spared for a while. off: nothing got through for five days, or it is gone.'),
  waiting: Count,
  dead: Count,
  deliveredAt: InstantText.nullable().describe('When something got through last.'),
  failingSince: InstantText.nullable(),
  why: z.string().nullable(),
})
export const ChannelList = z.object({ data: z.array(ChannelRow) })

export const SuppressionRow = z.object({
  channel: z.string(),
  address: z.string(),
  why: z.string(),
  at: InstantText,
})
export const SuppressionList = z.object({ data: z.array(SuppressionRow) })

export type DeliveryRow = z.infer<typeof DeliveryRow>
export type DeliveryDetail = z.infer<typeof DeliveryDetail>
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>
export type DeliveryHold = z.infer<typeof DeliveryHold>
export type DeliveryPage = z.infer<typeof DeliveryPage>
export type DeliveryQuery = z.infer<typeof DeliveryQuery>
export type ConfirmRequest = z.infer<typeof ConfirmRequest>
export type Confirmed = z.infer<typeof Confirmed>
export type ChannelRow = z.infer<typeof ChannelRow>
export type ChannelList = z.infer<typeof ChannelList>
export type SuppressionRow = z.infer<typeof SuppressionRow>
export type SuppressionList = z.infer<typeof SuppressionList>
