import { z } from 'zod'
import { pageOf, pageQuery } from './page.ts'
import { Count, DayText, EntityKey, InstantText } from './values.ts'

/** One raw event. `properties` is what was sent, as JSON. */
export const EventRecord = z.object({
  messageId: z.string(),
  name: z.string(),
  kind: z.string().describe('core, team, data, depth, intent, support or other.'),
  call: z.enum(['track', 'page', 'screen']),
  ts: InstantText,
  knownAt: InstantText,
  account: EntityKey.nullable(),
  person: EntityKey,
  personName: z.string(),
  properties: z.record(z.string(), z.unknown()),
})
export const EventPage = pageOf(EventRecord)

/** Events of an entity, newest first. */
export const EventQuery = z.strictObject({
  ...pageQuery,
  name: z.string().min(1).max(1024).optional().describe('Raw event name, or a key of the configuration.'),
  from: DayText.optional(),
  to: DayText.optional().describe('Inclusive.'),
  asOf: DayText.optional().describe('Only what was known at the close of this day.'),
})

export const QuarantineRow = z.object({
  id: z.number().int(),
  receivedAt: InstantText,
  source: z.string(),
  reason: z.string().describe('Closed set of codes.'),
  reasonText: z.string(),
  detail: z.string(),
  raw: z.string().describe('The message as it came, cut at 32 KB.'),
})
export const QuarantinePage = pageOf(QuarantineRow).extend({
  total: Count,
  byReason: z.array(z.object({ reason: z.string(), n: Count })),
})
export const QuarantineQuery = z.strictObject({ ...pageQuery, reason: z.string().min(1).max(100).optional() })

/** Some of the latest: there is no next page. */
export const LeftOutQuery = z.strictObject({
  reason: z
    .string()
    .min(1)
    .max(100)
    .describe(
      'Of no account: before_membership, several_accounts or none; excluded: by a rule; else the name of a warning.',
    ),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export type LeftOutQuery = z.infer<typeof LeftOutQuery>
export type EventRecord = z.infer<typeof EventRecord>
export type EventPage = z.infer<typeof EventPage>
export type EventQuery = z.infer<typeof EventQuery>
export type QuarantineRow = z.infer<typeof QuarantineRow>
export type QuarantinePage = z.infer<typeof QuarantinePage>
export type QuarantineQuery = z.infer<typeof QuarantineQuery>
